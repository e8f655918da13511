"""Takes the README's pictures of both layers from a running demo: `python -m tools.pictures http://127.0.0.1:5081/en/`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.browser import find

FOLDER = Path(__file__).parent.parent / "docs" / "images"
SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
# The demo's vendors do not exist on the machine that takes the pictures, and nobody is to hear of it.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


def take(address: str) -> None:
    """Save one picture a layer and screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(playwright.chromium.executable_path), args=[OFFLINE]
        )
        for name, (width, height) in SCREENS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            page.goto(address)
            page.wait_for_selector('[data-cg-layer="1"]')
            _save(page, f"layer-1-{name}")
            page.click('[data-cg-action="preferences"]')
            page.wait_for_selector('[data-cg-layer="2"]')
            page.mouse.move(0, 0)
            _save(page, f"layer-2-{name}")
        browser.close()


def _save(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    take(sys.argv[1])
