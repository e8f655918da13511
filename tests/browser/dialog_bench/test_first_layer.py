"""The first layer: what it says, that its answers weigh the same, and that it leaves the page alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.dialog_bench.bench_page import (
    ANSWERS,
    acts,
    button,
    choose,
    each_form,
    each_screen,
    layer,
    looks,
    unfold,
)


@each_form
def test_the_three_answers_weigh_the_same(bench, screen, layout):
    page = bench(screen=screen, layout=layout)
    accept, reject, preferences = looks(page, ANSWERS)
    assert accept == reject == preferences


def test_the_answers_weigh_the_same_in_the_dark(bench):
    accept, reject, preferences = looks(bench(color_scheme="dark"), ANSWERS)
    assert accept == reject == preferences


@each_screen
def test_the_answers_are_seen_without_scrolling_in_one_order(bench, screen):
    page = bench(screen=screen)
    for action in ANSWERS:
        expect(button(page, action)).to_be_in_viewport(ratio=1)
    assert page.eval_on_selector_all(
        "[data-cg-action]", "nodes => nodes.map(n => n.dataset.cgAction)"
    ) == list(ANSWERS)


@each_screen
def test_every_button_is_at_least_44_pixels_high(bench, screen):
    page = bench(screen=screen)
    assert min(look["height"] for look in looks(page, ANSWERS)) >= 44


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_first_layer_says_who_asks_why_and_how_to_withdraw(bench, language):
    page = bench(language=language)
    text = layer(page, 1).inner_text()
    data = page.evaluate("bench.data")
    assert "Kantoorhuis B.V." in text
    assert [c["name"] for c in data["categories"] if c["name"].lower() not in text.lower()] == []
    assert data["texts"]["how_to_withdraw"] in text
    assert layer(page, 1).get_by_role("link").get_attribute("href") == data["site"]["privacy_url"]


def test_the_first_layer_is_a_named_dialog_that_leaves_the_page_usable(bench):
    page = bench()
    expect(page.get_by_role("dialog", name="Cookies op Kantoorhuis")).to_have_attribute("aria-modal", "false")
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"
    page.get_by_role("link", name="Papier").click()
    assert page.evaluate("location.hash") == "#main"


def test_it_stands_first_in_the_page_after_the_skip_link(bench):
    page = bench()
    assert page.evaluate("[...document.body.children].slice(0, 2).map(n => n.className || n.id)") == [
        "skip",
        "cookieguard",
    ]


def test_it_does_not_take_the_focus_on_a_first_visit(bench):
    page = bench()
    assert page.evaluate("document.activeElement === document.body")


@each_form
def test_it_does_not_move_the_page(bench, screen, layout):
    page = bench(screen=screen, layout=layout)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    button(page, "reject-all").click()
    assert page.evaluate("shifts") == []


@each_screen
@pytest.mark.parametrize("flag", ["plain", "hostile"])
def test_nothing_runs_out_of_the_screen_sideways(bench, screen, flag):
    page = bench(flag, screen=screen)
    wide = """() => [...document.querySelectorAll("#cookieguard *")].filter((node) => {
      if (!node.checkVisibility() || getComputedStyle(node).display === "inline") return false
      const { left, right } = node.getBoundingClientRect()
      return left < -1 || right > innerWidth + 1 || node.scrollWidth > node.clientWidth + 1
    }).map((node) => node.className)"""
    assert page.evaluate(wide) == []
    choose(page)
    for category in ("analytics", "advertising"):
        unfold(page, category)
    layer(page, 2).locator(".cg-item details > summary").evaluate_all("nodes => nodes.map(n => n.click())")
    assert page.evaluate(wide) == []


@each_form
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_it_never_covers_what_has_the_focus(bench, screen, layout, key):
    """WCAG 2.2, 2.4.11: partly visible is enough."""
    page = bench(screen=screen, layout=layout)
    covered = """() => {
      const node = document.activeElement, box = node.getBoundingClientRect()
      const cover = document.querySelector('[data-cg-layer="1"]')
      if (node === document.body || cover.contains(node)) return false
      return box.top >= cover.getBoundingClientRect().top - 1
    }"""
    for _ in range(22):
        page.keyboard.press(key)
        assert not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML")


def test_escape_leaves_without_an_answer(bench):
    page = bench()
    button(page, "preferences").focus()
    page.keyboard.press("Escape")
    expect(layer(page, 1)).to_have_count(0)
    assert page.evaluate("bench.calls") == [["shown", 1], ["closed"]]


def test_escape_outside_the_dialog_belongs_to_the_page(bench):
    page = bench()
    page.locator("#last").focus()
    page.keyboard.press("Escape")
    expect(layer(page, 1)).to_be_visible()


@pytest.mark.parametrize("action", ["accept-all", "reject-all"])
def test_an_answer_on_the_first_layer_is_one_click(bench, action):
    page = bench()
    button(page, action).click()
    expect(page.locator("[data-cg-layer]")).to_have_count(0)
    assert [(method, number) for method, _, number in acts(page)] == [(action, 1)]
