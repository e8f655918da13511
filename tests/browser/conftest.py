"""A real Chromium for which every host there is resolves to this machine.

`shop.test` is the company's site, `consent.test` the consent server, and everybody else is the recorder.
Both speak http and https; an http page is no secure context (no `crypto.subtle`, no `crypto.randomUUID`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.chromium import SCREENS, Chromium, NewContext
from tests.browser.consent import between, consent, record, shop  # noqa: F401
from tests.browser.office_shop import office_shop  # noqa: F401
from tests.browser.recorder import Recorder
from tests.browser.servers import ThreadedServer, a_page
from tests.browser.settled import watch


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    """Everybody but the shop and the consent server."""
    with closing(Recorder()) as recorder:
        yield recorder


@pytest.fixture(scope="session")
def consent_server() -> Iterator[ThreadedServer]:
    """The consent server, at http://consent.test/; blank but for what `serving` puts there."""
    with closing(ThreadedServer(a_page(""))) as server:
        yield server


@pytest.fixture(scope="session")
def shop_server() -> Iterator[ThreadedServer]:
    """The company's site, at http://shop.test/ and below; blank but for what `serving` puts there."""
    with closing(ThreadedServer(a_page(""))) as server:
        yield server


@pytest.fixture(scope="session")
def browser(recorder, consent_server, shop_server) -> Iterator[Chromium]:
    """One Chromium for the whole run; who answers for which host is decided when it starts."""
    at_shop, at_consent = shop_server.port, consent_server.port
    ports = {"shop.test": at_shop, "*.shop.test": at_shop, "consent.test": at_consent, "*": recorder.port}
    with sync_playwright() as playwright, closing(Chromium(playwright, ports)) as browser:
        yield browser


@pytest.fixture
def new_context(browser: Chromium, recorder: Recorder, tmp_path: Path) -> Iterator[NewContext]:
    """Make a visitor with cookies of their own: `new_context("phone", "en")`; the recorder starts empty.

    `ordinary=True` is slower and sees more: preconnects happen and third-party cookies are kept.
    """
    contexts: list[BrowserContext] = []

    def new(screen: str = "desktop", locale: str = "nl-NL", *, ordinary: bool = False) -> BrowserContext:
        options = {**SCREENS[screen], "locale": locale}
        profile = tmp_path / f"profile-{len(contexts)}"
        window = (
            browser.ordinary_window(profile, **options) if ordinary else browser.private_window(**options)
        )
        contexts.append(window)
        return watch(window)

    recorder.forget()
    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_context: NewContext, shop_server: ThreadedServer) -> Iterator[Callable[..., Page]]:
    """Open a page made of the given markup at http://shop.test/; options as of `new_context`."""
    with ExitStack() as served:

        def visit(markup: str, **options: Any) -> Page:
            served.enter_context(shop_server.serving(a_page(markup)))
            page = new_context(**options).new_page()
            page.goto("http://shop.test/")
            return page

        yield visit
