"""The office shop with every vendor of its definition, as a visitor meets it, and who was contacted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from cookieguard.catalogue import load_catalogue
from cookieguard.demo import shop as demo
from cookieguard.domain.gating import vendor_of_url
from cookieguard.site_file import SiteFile
from tests.browser.consent import Consent
from tests.browser.recorder import Heard, Recorder
from tests.browser.servers import ThreadedServer
from tests.browser.settled import settled

SITE = "kantoorhuis"
HOME, PRODUCT = "/{language}/", "/{language}/products/desk-lamp"


def a_shop_definition() -> dict[str, Any]:
    """Return the definition that ships, for this shop's address."""
    file = SiteFile.read(Path(demo.__file__).parent / f"{SITE}.yaml")
    return {**file.definition, "origins": ["http://shop.test", "https://shop.test"]}


@dataclass
class OfficeShop:
    """One visitor's browser at the shop."""

    context: BrowserContext
    recorder: Recorder
    language: str
    scheme: str = "http"

    def __post_init__(self) -> None:
        self.page = self.context.new_page()

    def visit(self, path: str = HOME) -> Page:
        """Load a page of the shop and return once everything it does by itself is done."""
        self.page.goto(f"{self.scheme}://shop.test" + path.format(language=self.language))
        self.settle()
        return self.page

    def settle(self) -> None:
        """Return once the page and all it sent have come to rest."""
        settled(self.page, self.recorder)

    def choose(self, action: str, layer: int = 1) -> None:
        """Press a button of the dialog."""
        self.page.click(f'[data-cg-layer="{layer}"] [data-cg-action="{action}"]')
        self.settle()

    def choose_category(self, category: str) -> None:
        """Switch one category on in the second layer and save."""
        self.page.click('[data-cg-action="preferences"]')
        self.page.check(f'[data-cg-layer="2"] input[name="cg-category"][value="{category}"]')
        self.choose("save", layer=2)

    def withdraw(self) -> None:
        """Press the link in the shop's footer; the page loads anew."""
        with self.page.expect_navigation():
            self.page.click('[data-cg="withdraw"]')
        self.settle()

    def cookies(self) -> dict[str, str]:
        """Return the shop's own cookies by name."""
        return {
            c["name"]: c["value"] for c in self.context.cookies() if c["domain"].lstrip(".") == "shop.test"
        }

    def contacted(self) -> set[str]:
        """Return the vendors that were contacted, hosts that belong to none as they are."""
        return {_owner(heard) for heard in self.recorder.heard}

    def forget(self) -> None:
        """Let the recorder begin anew."""
        self.recorder.forget()


HOSTS = {vendor.id: vendor.hosts for vendor in load_catalogue()}


def _owner(heard: Heard) -> str:
    if heard.kind == "connect":
        return vendor_of_url(HOSTS, f"https://{heard.host}/") or _shared(heard.host)
    # One loader for all of Google's tags: the account tells whose it is.
    if heard.path == "/gtag/js" and (heard.parameter("id") or "").startswith("AW-"):
        return "google-ads"
    return vendor_of_url(HOSTS, f"https://{heard.host}{heard.path}") or heard.host


def _shared(host: str) -> str:
    """Return "" for a host that several vendors share by path: its requests tell which one it was."""
    return "" if any(p.split("/")[0] == host for patterns in HOSTS.values() for p in patterns) else host


@pytest.fixture
def office_shop(  # noqa: PLR0917  # fixtures are named, never counted
    new_context: Any,
    recorder: Recorder,
    consent: Consent,
    consent_server: ThreadedServer,
    shop_server: ThreadedServer,
    request: pytest.FixtureRequest,
) -> Iterator[OfficeShop]:
    """A fresh visitor; `request.param` is (language, screen)."""
    language, screen = getattr(request, "param", ("nl", "desktop"))
    consent.publish(a_shop_definition())
    with ExitStack() as serving:
        serving.enter_context(consent_server.serving(consent.app))
        serving.enter_context(shop_server.serving(demo.create_shop("http://consent.test", SITE)))
        # An ordinary window also shows connections that no request followed.
        window = new_context(screen, f"{language}-NL", ordinary=True)
        yield OfficeShop(window, recorder, language)
