"""A fresh database for every test: each test that asks for one runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from cookieguard.storage.database import Database
from tests.postgres import PostgresServer, running_server
from tests.storage.builders import publish_the_shop

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]

_names = (f"cookieguard_{number}" for number in count())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test run; when it cannot start, the tests fail."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, which is faster than migrating for every test."""
    file = tmp_path_factory.mktemp("template") / "cookieguard.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """A migrated PostgreSQL database to copy."""
    postgres.create_database("migrated")
    _migrate(postgres.url("migrated"))
    return "migrated"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'cookieguard.db')}"


@pytest.fixture
def postgresql_url(postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    yield from _copy(postgres, postgres_template)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgresql_url(postgres: PostgresServer) -> Iterator[str]:
    yield from _copy(postgres, "template1")


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database: SQLite in one run of the test, PostgreSQL in the other."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"empty_{request.param}_url")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A migrated database that knows no site."""
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def shop(database: Database) -> Database:
    """The database with one published site, the one that a_consent_event() speaks of."""
    publish_the_shop(database)
    return database


def _copy(postgres: PostgresServer, template: str) -> Iterator[str]:
    name = next(_names)
    postgres.create_database(name, template)
    yield postgres.url(name)
    postgres.drop_database(name)


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()
