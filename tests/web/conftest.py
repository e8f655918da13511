"""The whole server on a real SQLite file, with a clock that a test can move and hashing at its cheapest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask

from cookieguard.app import create_app
from cookieguard.settings import Settings
from cookieguard.usecases.add_operator import add_operator
from cookieguard.usecases.apply_site import apply_site
from cookieguard.web.services import EXTENSION, Services
from tests.web.admin_browser import ANNA, BOB, PASSWORD, AdminBrowser
from tests.web.shop_definition import a_definition


class Clock:
    """The time of day, until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def admin_app(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """An empty server with two operators, Anna and Bob."""
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path}/cookieguard.sqlite3", ("k" * 32,)))
    passwords = PasswordHasher(CHEAPEST.time_cost, CHEAPEST.memory_cost, CHEAPEST.parallelism)
    services = replace(app.extensions[EXTENSION], clock=clock, passwords=passwords)
    app.extensions[EXTENSION] = services
    for operator_id, email in (("anna", ANNA), ("bob", BOB)):
        add_operator(
            services.database, email, PASSWORD, passwords=passwords, operator_id=operator_id, now=clock()
        )
    yield app
    services.writer.close()
    services.database.close()


@pytest.fixture
def admin_services(admin_app: Flask) -> Services:
    services: Services = admin_app.extensions[EXTENSION]
    return services


@pytest.fixture
def anna(admin_app: Flask) -> AdminBrowser:
    """Anna's browser, signed in."""
    browser = AdminBrowser(admin_app)
    assert browser.sign_in().status_code == 303
    return browser


@pytest.fixture
def shop(admin_services: Services, clock: Clock) -> str:
    """A site that has been applied and never published; its id."""
    apply_site(admin_services.database, a_definition(), catalogue=admin_services.catalogue, now=clock())
    return "shop"


@pytest.fixture
def rows(tmp_path: Path) -> Callable[[], list[str]]:
    """Read every row of every table, to show that something changed nothing."""

    def read() -> list[str]:
        connection = sqlite3.connect(tmp_path / "cookieguard.sqlite3")
        dump = list(connection.iterdump())
        connection.close()
        return dump

    return read
