"""The whole consent server in this process, on a SQLite file of its own, with clocks that a test moves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cookieguard.app import create_app
from cookieguard.keys import KeyRing
from cookieguard.settings import Settings
from cookieguard.storage.notices import Publication
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.publish_notice import publish_notice
from cookieguard.web.bodies import Bodies
from cookieguard.web.consent_api import ConsentApi
from cookieguard.web.front import Front
from cookieguard.web.services import EXTENSION, Services
from cookieguard.web.shelf import Shelf
from tests.builders import KEYS, NOW, ORIGIN, a_definition

TABLES = (
    "site", "notice", "artifact", "publication", "consent_event", "counter", "operator", "operator_session",
)  # fmt: skip


class Clocks:
    """The time of day and the seconds that have passed; both stand still until a test moves them."""

    def __init__(self) -> None:
        self.now: datetime = NOW
        self.seconds = 0.0

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


class ConsentServer:
    """`create_app` as it is, but for its clocks; `client` speaks WSGI to it."""

    def __init__(self, folder: Path, keys: tuple[str, ...] = KEYS) -> None:
        self.folder = folder
        self.file = folder / "cookieguard.sqlite3"
        self.clocks = Clocks()
        self.keys = KeyRing(keys)
        self.app = create_app(Settings(folder, f"sqlite:///{self.file}", keys))
        made: Services = self.app.extensions[EXTENSION]
        self.services = replace(made, clock=lambda: self.clocks.now)
        self.app.extensions[EXTENSION] = self.services
        self.shelf = Shelf(made.database, lambda: self.clocks.seconds)
        api = ConsentApi(self.shelf, made.writer, self.keys, self.services.clock)
        made_app: Any = self.app.wsgi_app
        self.app.wsgi_app = Bodies(Front(made_app._inner._inner, self.shelf, api))  # type: ignore[method-assign]
        self.client: FlaskClient = self.app.test_client()

    def publish(self, **changes: Any) -> Publication:
        """Apply a_definition() with changes and publish it."""
        services, definition = self.services, a_definition(**changes)
        site = apply_site(services.database, definition, catalogue=services.catalogue, now=self.clocks.now)
        return publish_notice(
            services.database,
            site.id,
            catalogue=services.catalogue,
            builder=services.builder,
            by="olga@shop.example",
            note="A test",
            now=self.clocks.now,
        )

    def choose(self, body: object, site: str = "shop", origin: str = ORIGIN) -> TestResponse:
        """Send a choice as a page of the site does."""
        return self.send(f"/v1/sites/{site}/choices", json=body, headers={"Origin": origin})

    def choose_bytes(
        self, content: bytes, media_type: str = "application/json", **options: Any
    ) -> TestResponse:
        """Send bytes as they are, as a page of the site `shop` would."""
        headers = {"Origin": ORIGIN, **options.pop("headers", {})}
        return self.send(
            "/v1/sites/shop/choices", data=content, content_type=media_type, headers=headers, **options
        )

    def send(self, path: str, method: str = "POST", **options: Any) -> TestResponse:
        """Send any request; the answer is read at once."""
        return self.client.open(path, method=method, buffered=True, **options)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the file with a connection that the server knows nothing of: it sees what is committed."""
        connection = sqlite3.connect(self.file)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def counts(self) -> dict[str, int]:
        """Return how many rows every table has."""
        return {table: self.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}

    def close(self) -> None:
        """Stop the writer and close the database."""
        self.services.writer.close()
        self.services.database.close()


@contextmanager
def a_server(folder: Path, keys: tuple[str, ...] = KEYS) -> Iterator[ConsentServer]:
    """Give a server that has published a_definition() as the site `shop`."""
    server = ConsentServer(folder, keys)
    try:
        server.publish()
        yield server
    finally:
        server.close()
