"""The real consent server, at http://consent.test, on a temporary SQLite database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cookieguard.app import create_app
from cookieguard.domain.record import ConsentEvent
from cookieguard.keys import KeyRing
from cookieguard.scripts.builder import Builder
from cookieguard.settings import Settings
from cookieguard.storage.schema import consent_event
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.publish_notice import publish_notice
from cookieguard.web.consent_api import ConsentApi
from cookieguard.web.front import Front
from cookieguard.web.services import EXTENSION
from cookieguard.web.shelf import RENEW_SECONDS, Shelf
from tests.browser.between import Between, Deed
from tests.browser.page_of import Shop

KEY = "k" * 32


def a_definition(site: str = "shop", **changes: Any) -> dict[str, Any]:
    """Return a valid definition: two analytics vendors and one of each other category, none managed."""
    return {
        "site": site,
        "name": "The Shop",
        "origins": [
            f"{scheme}://{host}" for scheme in ("http", "https") for host in ("shop.test", "www.shop.test")
        ],
        "languages": ["nl", "en"],
        "default_language": "nl",
        "controller": {"name": "Shop Ltd", "email": "privacy@shop.test", "privacy_url": "/privacy"},
        "authority": {"name": "The Authority", "url": "https://authority.test"},
        "vendors": [
            {"id": "hotjar"},
            {"id": "microsoft-clarity"},
            {"id": "meta-pixel"},
            {"id": "youtube"},
            {"id": "font-awesome"},
        ],
        **changes,
    }


class Consent:
    """The server's app, and what a test does to it from behind."""

    def __init__(self, folder: Path) -> None:
        flask = create_app(Settings(folder, f"sqlite:///{folder}/cookieguard.sqlite3", (KEY,)))
        self.services = flask.extensions[EXTENSION]
        # A clock that leaps: what a test publishes is live for the next request.
        shelf = Shelf(self.services.database, itertools.count(step=2 * RENEW_SECONDS).__next__)
        api = ConsentApi(shelf, self.services.writer, KeyRing((KEY,)), self.services.clock)
        self.app = Front(flask.wsgi_app, shelf, api)

    def publish(self, definition: dict[str, Any], builder: Builder | None = None) -> str:
        """Put a definition in force and return its site's id; `builder` is another than the product's own."""
        database, catalogue, now = self.services.database, self.services.catalogue, datetime.now(UTC)
        site = apply_site(database, definition, catalogue=catalogue, now=now)
        parts = {"catalogue": catalogue, "builder": builder or self.services.builder}
        publish_notice(database, site.id, **parts, by="test", note="Test", now=now)
        return site.id

    def events(self, site: str = "shop") -> list[ConsentEvent]:
        """Return what is on record for a site, oldest first."""
        columns = [consent_event.c[field.name] for field in fields(ConsentEvent)]
        of_site = (
            select(*columns).where(consent_event.c.site_id == site).order_by(consent_event.c.recorded_at)
        )
        with self.services.database.read() as connection:
            return [ConsentEvent(*row) for row in connection.execute(of_site)]

    def close(self) -> None:
        """End the writer and the database."""
        self.services.writer.close()
        self.services.database.close()


class Record:
    """What the server keeps of one site, which is published for one test alone."""

    numbers = itertools.count(1)

    def __init__(self, consent: Consent) -> None:
        self._consent = consent
        self.site = consent.publish(a_definition(f"record-{next(self.numbers)}"))

    def events(self) -> list[ConsentEvent]:
        """Return its events, oldest first."""
        return self._consent.events(self.site)

    def states(self) -> list[str]:
        """Return the state of every event, oldest first."""
        return [event.state for event in self.events()]


@pytest.fixture(scope="session")
def consent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consent]:
    """One consent server for the whole run, with the site `shop` published."""
    with closing(Consent(tmp_path_factory.mktemp("consent"))) as consent:
        consent.publish(a_definition())
        yield consent


@pytest.fixture
def shop(new_context, shop_server, consent_server, consent: Consent) -> Iterator[Shop]:
    """The company's site, asking the real consent server; no page of it may have an uncaught error."""
    with ExitStack() as serving:
        serving.enter_context(consent_server.serving(consent.app))
        shop = Shop(shop_server, new_context)
        serving.enter_context(shop_server.serving(shop))
        yield shop
    assert shop.errors == [], shop.errors


@pytest.fixture
def record(consent: Consent) -> Record:
    """A site of its own for a test, so that its record holds nothing else."""
    return Record(consent)


@pytest.fixture
def between(consent_server, consent: Consent) -> Iterator[Callable[[Deed], Between]]:
    """Put a deed between the browser and the server, in place of the one before, until the test ends."""
    with ExitStack() as serving:

        def put(deed: Deed) -> Between:
            server = Between(consent.app, deed)
            serving.enter_context(consent_server.serving(server))
            return server

        yield put
