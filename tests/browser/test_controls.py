"""A choice can be changed and withdrawn from every page: by the page's own links, the address, or two small buttons."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.held import click, inline, log
from tests.browser.settled import settled

LATE = """([name, tag]) => {
  const link = document.createElement(tag);
  link.setAttribute("data-cg", name);
  link.id = "late";
  if (tag === "a") link.href = "/elsewhere";
  link.innerHTML = "<b>Late</b>";
  document.body.prepend(link);
}"""


def offers(page, *names):
    """Wait until exactly these small buttons are offered."""
    shown = "[...document.querySelectorAll('.cg-controls button')].map((one) => one.dataset.cg).join()"
    page.wait_for_function(f"(names) => {shown} === names", arg=",".join(names))


def layer(page, number):
    return page.locator(f'[data-cg-layer="{number}"]')


def test_a_page_without_links_gets_the_buttons_that_fit(shop):
    page = shop.open()
    expect(layer(page, 1)).to_be_visible()
    offers(page)  # the question itself is in view
    click(page, "reject-all")
    offers(page, "preferences")  # nothing granted, nothing to withdraw
    page.locator('.cg-controls [data-cg="preferences"]').click()
    expect(layer(page, 2)).to_be_visible()
    click(page, "accept-all")
    offers(page, "preferences", "withdraw")
    page.reload()
    offers(page, "preferences", "withdraw")


def test_withdrawing_is_one_click_and_ends_everything(shop, recorder, consent):
    page = shop.open(
        inline("a") + '<img data-cg-vendor="youtube" data-cg-src="https://i.ytimg.com/i.gif" alt="">'
    )
    click(page, "accept-all")
    assert log(page, recorder) == ["a"]
    page.reload()
    settled(page, recorder)
    recorder.forget()
    page.locator('.cg-controls [data-cg="withdraw"]').click()
    expect(page.get_by_role("status")).to_have_text("Uw toestemming is ingetrokken.")
    assert log(page, recorder) == []
    assert recorder.heard == []
    offers(page, "preferences")
    assert (consent.events()[-1].method, consent.events()[-1].state) == ("withdraw", "withdrawn")


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ('<a href="#" data-cg="preferences">Cookies</a>', ["withdraw"]),
        ('<a href="#cookie-preferences">Cookies</a>', ["withdraw"]),
        ('<a href="/about#cookie-preferences">Cookies</a>', ["withdraw"]),
        ('<button data-cg="withdraw">Stop</button>', ["preferences"]),
        ('<a href="#cookie-preferences">C</a><button data-cg="withdraw">Stop</button>', []),
        ('<button data-cg="accept-all">Yes</button>', ["preferences", "withdraw"]),
    ],
)
def test_only_what_the_page_does_not_offer_itself_is_added(shop, markup, left):
    page = shop.open(markup)
    click(page, "accept-all")
    offers(page, *left)


@pytest.mark.parametrize("tag", ["a", "button"])
def test_links_that_come_late_work_too_without_leaving_the_page(shop, recorder, tag):
    page = shop.open(inline("a"))
    expect(layer(page, 1)).to_be_visible()
    page.evaluate(LATE, ["accept-all", tag])
    page.locator("#late b").click()
    assert log(page, recorder) == ["a"]
    expect(layer(page, 1)).to_have_count(0)
    page.evaluate("late.dataset.cg = 'preferences'")
    page.locator("#late").click()
    expect(layer(page, 2)).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("late.dataset.cg = 'reject-all'")
    page.locator("#late").click()
    page.wait_for_function("!CookieGuard.has('analytics')")
    assert page.url == "http://shop.test/"


def test_a_foreign_mark_of_the_same_name_is_left_alone(shop):
    page = shop.open('<a id="it" href="#there" data-cg="something-else">Other</a>')
    click(page, "reject-all")
    page.locator("#it").click()
    assert page.url == "http://shop.test/#there"
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_address_opens_the_settings(shop):
    page = shop.open(at="http://shop.test/#cookie-preferences")
    expect(layer(page, 2)).to_be_visible()
    click(page, "reject-all")
    page.goto("about:blank")
    page.goto("http://shop.test/#cookie-preferences")
    expect(layer(page, 2)).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("location.hash = ''")
    expect(layer(page, 2)).to_have_count(0)
    page.evaluate("location.hash = 'cookie-preferences'")
    expect(layer(page, 2)).to_be_visible()


def test_closing_without_an_answer_brings_the_buttons_back(shop):
    page = shop.open()
    expect(layer(page, 1)).to_be_visible()
    page.keyboard.press("Tab")
    layer(page, 1).locator("button").first.focus()
    page.keyboard.press("Escape")
    expect(layer(page, 1)).to_have_count(0)
    offers(page, "preferences")
    page.locator('.cg-controls [data-cg="preferences"]').click()
    expect(layer(page, 2)).to_be_visible()
    page.reload()
    expect(layer(page, 1)).to_be_visible()


def test_the_script_twice_on_a_page_is_harmless(shop, recorder):
    twice = '<script src="http://consent.test/b/shop.js"></script>' * 2
    page = shop.open(inline("a"), script=twice)
    expect(layer(page, 1)).to_have_count(1)
    click(page, "accept-all")
    assert log(page, recorder) == ["a"]
    offers(page, "preferences", "withdraw")
    assert page.evaluate("dataLayer.filter((entry) => entry[1] === 'default').length") == 1


def test_a_choice_in_another_tab_is_followed_when_the_visitor_comes_back(shop, recorder):
    page = shop.open(inline("a"))
    click(page, "accept-all")
    assert log(page, recorder) == ["a"]
    other = page.context.new_page()
    other.goto("http://shop.test/")
    other.evaluate("void CookieGuard.rejectAll()")
    settled(other, recorder)
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("!CookieGuard.has('analytics') && !log.length")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_buttons_show_under_a_strict_policy(shop):
    """`style-src` allows no inline style: a constructed sheet is none."""
    policy = (
        "default-src 'none'; script-src 'nonce-own'; connect-src http://consent.test; style-src 'nonce-own'"
    )
    page = shop.open(headers=[("Content-Security-Policy", policy)])
    expect(layer(page, 1)).to_be_visible()
    assert layer(page, 1).evaluate("(node) => getComputedStyle(node).position") == "fixed"
    click(page, "reject-all")
    place = page.locator(".cg-controls")
    assert place.evaluate("(node) => getComputedStyle(node).position") == "fixed"
