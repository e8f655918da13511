"""The dialog beside others: the keyboard, messages, other people's styles, paper, tokens and directions."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dialog_bench.bench_page import (
    ANSWERS,
    STILL,
    acts,
    button,
    choose,
    layer,
    looks,
)


def test_the_whole_dialog_works_with_the_keyboard_alone(bench):
    page = bench()
    focused = "((node) => node.dataset.cgAction || node.value || node.tagName)(document.activeElement)"

    def press_until(key: str, wanted: str) -> None:
        for _ in range(60):
            page.keyboard.press(key)
            if page.evaluate(focused) == wanted:
                return
        pytest.fail(f"{key} never reaches {wanted}")

    press_until("Tab", "preferences")
    page.keyboard.press("Enter")
    press_until("Tab", "analytics")
    page.keyboard.press("Space")
    press_until("Tab", "SUMMARY")
    page.keyboard.press("Enter")
    press_until("Tab", "hotjar")
    page.keyboard.press("Space")
    press_until("Shift+Tab", "close")
    press_until("Tab", "save")
    page.keyboard.press("Enter")
    [[method, choice, _]] = acts(page)
    assert method == "save"
    assert choice["vendors"]["google-analytics-4"]
    assert not choice["vendors"]["hotjar"]


def test_a_status_is_polite_and_goes_away_by_itself(bench):
    page = bench()
    page.clock.install()
    button(page, "reject-all").click()
    status = page.get_by_role("status")
    expect(status).to_have_text("U heeft alles geweigerd.")
    assert page.evaluate("document.activeElement === document.body")
    page.clock.run_for(8000)
    expect(status).to_have_text("")


def test_a_status_stays_while_it_is_pointed_at(bench):
    page = bench()
    page.clock.install()
    button(page, "reject-all").click()
    page.get_by_role("status").hover()
    page.clock.run_for(8000)
    expect(page.get_by_role("status")).to_have_text("U heeft alles geweigerd.")
    page.mouse.move(5, 5)
    page.clock.run_for(8000)
    expect(page.get_by_role("status")).to_have_text("")


@pytest.mark.parametrize("number", [1, 2])
def test_a_hostile_page_style_changes_nothing(bench, number):
    appearance = """(root) => [root, ...root.querySelectorAll("*")].map((n) => {
      if (!n.checkVisibility()) return null
      const { width, height } = n.getBoundingClientRect()
      const style = getComputedStyle(n)
      const names = ["color", "backgroundColor", "fontSize", "fontWeight", "fontStyle", "textTransform",
        "letterSpacing", "lineHeight", "textAlign", "opacity", "borderTopWidth", "paddingTop", "marginTop"]
      return [n.tagName, Math.round(width), Math.round(height), ...names.map((name) => style[name]),
        getComputedStyle(n, "::before").content]
    })"""

    def measure(page: Page) -> Any:
        if number == 2:
            choose(page)
            page.mouse.move(0, 0)
        return layer(page, number).evaluate(appearance)

    assert measure(bench("hostile", **STILL)) == measure(bench(**STILL))


def test_it_is_not_printed(bench):
    page = bench()
    page.emulate_media(media="print")
    expect(layer(page, 1)).to_be_hidden()


def test_it_does_not_move_for_visitors_who_asked_for_less_motion(bench):
    page = bench(**STILL)
    assert layer(page, 1).evaluate("n => getComputedStyle(n).animationName") == "none"


def test_a_page_changes_the_look_with_tokens(bench):
    page = bench()
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet()
        sheet.replaceSync("#cookieguard { --cg-button: rgb(1, 2, 3) }")
        document.adoptedStyleSheets.unshift(sheet) }"""
    )
    assert {look["backgroundColor"] for look in looks(page, ANSWERS)} == {"rgb(1, 2, 3)"}


def test_right_to_left_mirrors_the_box(bench):
    page = bench()
    page.evaluate("document.getElementById('cookieguard').dir = 'rtl'")
    box = layer(page, 1).bounding_box()
    assert box
    assert box["x"] + box["width"] > 1440 - 40
