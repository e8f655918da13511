"""Held markup as pages carry it, the choice that releases it, and what then ran."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.recorder import Recorder
from tests.browser.settled import settled

NEEDS = 'data-cg-category="analytics"'


def script(content: str = "", more: str = "", needs: str = NEEDS) -> str:
    """Return a held script."""
    return f'<script type="text/plain" {needs} {more}>{content}</script>'


def inline(name: str, needs: str = NEEDS, more: str = "") -> str:
    """Return a held inline script that notes its name when it runs."""
    return script(f'log.push("{name}")', more, needs)


def external(name: str, more: str = "", after: str | None = None) -> str:
    """Return a held external script that notes its name; it is answered once the path `after` was asked for."""
    query = f"?after={after}" if after else ""
    return script("", f'src="/log/{name}.js{query}" {more}')


def grant(page: Page, *categories: str, **vendors: bool) -> None:
    """Save a choice: these categories, and vendors by id (with `_` for `-`)."""
    exceptions = {name.replace("_", "-"): said for name, said in vendors.items()}
    wanted = {"categories": dict.fromkeys(categories, True), "vendors": exceptions}
    page.evaluate("(wanted) => CookieGuard.save(wanted)", wanted)


def click(page: Page, action: str) -> None:
    """Press a button of the dialog."""
    page.locator(f'[data-cg-layer] [data-cg-action="{action}"]').click()


def take_back(page: Page, call: str) -> None:
    """Make a call of the page's API that takes something back; return when the page has started afresh."""
    with page.expect_event("load"):
        page.evaluate("(call) => { setTimeout(() => eval(call)) }", call)


def log(page: Page, recorder: Recorder) -> list[Any]:
    """Return what ran, once the page is at rest."""
    settled(page, recorder)
    ran: list[Any] = page.evaluate("log")
    return ran
