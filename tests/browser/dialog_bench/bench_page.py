"""Finds and reads the parts of the dialog on the bench page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

PHONE = {"viewport": {"width": 390, "height": 844}}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"viewport": {"width": 320, "height": 568}}
ZOOMED = {"viewport": {"width": 320, "height": 256}}
"""1280 by 1024 at 400 % (WCAG 1.4.10)."""
each_screen = pytest.mark.parametrize("screen", [PHONE, DESKTOP, NARROW, ZOOMED])
each_form = pytest.mark.parametrize(
    ("screen", "layout"),
    [(PHONE, "box"), (DESKTOP, "box"), (DESKTOP, "bar"), (NARROW, "bar"), (ZOOMED, "box")],
)

STILL = {"reduced_motion": "reduce"}
ANSWERS = ("accept-all", "reject-all", "preferences")

LOOK = """(node) => {
  const style = getComputedStyle(node)
  const { width, height } = node.getBoundingClientRect()
  const names = ["fontSize", "fontWeight", "fontFamily", "color", "backgroundColor", "borderTopColor",
    "borderTopWidth", "borderTopLeftRadius", "opacity", "textDecorationLine", "boxShadow"]
  const look = Object.fromEntries(names.map((name) => [name, style[name]]))
  return { ...look, tag: node.tagName, width: Math.round(width), height: Math.round(height) }
}"""


def layer(page: Page, number: int) -> Locator:
    return page.locator(f'[data-cg-layer="{number}"]')


def button(page: Page, action: str) -> Locator:
    return page.locator(f'[data-cg-layer] [data-cg-action="{action}"]')


def switch(page: Page, value: str) -> Locator:
    return layer(page, 2).locator(f'input[value="{value}"]')


def acts(page: Page) -> list[Any]:
    """Return every answer that reached the port, as [method, choice, layer]."""
    return [call for call in page.evaluate("bench.calls") if call[0] not in ("shown", "closed")]


def choose(page: Page) -> None:
    """Go from the first layer to the second."""
    button(page, "preferences").click()
    expect(layer(page, 2)).to_be_visible()


def unfold(page: Page, category: str) -> None:
    """Open the list of a category's vendors."""
    group = layer(page, 2).locator(".cg-group", has=page.locator(f'input[value="{category}"]'))
    group.locator("> details > summary").click()


def switches(page: Page, name: str) -> dict[str, bool]:
    """Return what the switches of one kind (cg-category, cg-vendor) show."""
    shown = layer(page, 2).locator(f"input[name={name}]")
    return dict(shown.evaluate_all("nodes => nodes.map((node) => [node.value, node.checked])"))


def state(page: Page, value: str) -> list[Any]:
    """Return [on, partly on, role] of one switch."""
    return switch(page, value).evaluate("(node) => [node.checked, node.indeterminate, node.role]")


def looks(page: Page, actions: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what the eye weighs of each button: size, letters, colours, edge."""
    page.mouse.move(0, 0)
    return [button(page, action).evaluate(LOOK) for action in actions]
