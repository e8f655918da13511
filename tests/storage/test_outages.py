"""A database that fails for a while: nobody is told a lie, and the writer recovers by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import make_url

from cookieguard.errors import Unavailable
from cookieguard.storage import choices
from cookieguard.storage.database import Database
from cookieguard.storage.writer import ChoiceWriter
from tests.postgres import PostgresServer
from tests.storage.builders import SLOW, a_consent_event, publish_the_shop


@contextmanager
def writer_of(url: str) -> Iterator[tuple[ChoiceWriter, Database]]:
    """Give a writer of the shop's choices and its impatient database."""
    database = Database(url, patience_seconds=0.1)
    publish_the_shop(database)
    writer = ChoiceWriter(database)
    yield writer, database
    writer.close()
    database.close()


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 4 KiB, which is how a full disk looks to SQLite."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def refuses_then_recovers(
    writer: ChoiceWriter, database: Database, outage: object, name: str = "during"
) -> None:
    """Check that an event is refused during the outage, was not kept, and is taken after it."""
    one = a_consent_event(name)
    with outage, pytest.raises(Unavailable) as caught:  # type: ignore[attr-defined]
        writer.record(one, SLOW)
    assert caught.value.retry_after_seconds > 0
    with database.read() as connection:
        assert choices.find_event(connection, one.event_id) is None
    assert writer.record(one, SLOW).is_new


def test_a_full_disk(sqlite_url: str) -> None:
    with writer_of(sqlite_url) as (writer, database):
        writer.record(a_consent_event("before"), SLOW)
        refuses_then_recovers(writer, database, full_disk())


def test_a_sqlite_file_that_another_process_keeps_locked(sqlite_url: str, tmp_path: Path) -> None:
    @contextmanager
    def locked() -> Iterator[None]:
        other = sqlite3.connect(tmp_path / "cookieguard.db")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()

    with writer_of(sqlite_url) as (writer, database):
        refuses_then_recovers(writer, database, locked())


@pytest.mark.postgres
def test_a_postgresql_server_that_is_stopped_and_started(
    postgresql_url: str, postgres: PostgresServer
) -> None:
    with writer_of(postgresql_url) as (writer, database):
        writer.record(a_consent_event("before"), SLOW)
        for number in range(2):
            refuses_then_recovers(writer, database, postgres.stopped(), name=f"outage {number}")
        with database.read() as connection:
            assert choices.find_event(connection, a_consent_event("before").event_id) is not None


@pytest.mark.postgres
def test_everybody_who_waits_learns_of_an_outage(postgresql_url: str, postgres: PostgresServer) -> None:
    with writer_of(postgresql_url) as (writer, _), ThreadPoolExecutor(32) as pool:
        with postgres.stopped():
            jobs = [pool.submit(writer.record, a_consent_event(number), SLOW) for number in range(32)]
            errors = [job.exception() for job in jobs]
        assert [type(error) for error in errors] == [Unavailable] * 32
        assert len(set(map(id, errors))) == 32


@pytest.mark.postgres
def test_connections_that_the_server_has_cut_do_not_cost_an_event(
    postgresql_url: str, postgres: PostgresServer
) -> None:
    """A restart between two choices is not noticed: the pool looks before it hands out a connection."""
    with writer_of(postgresql_url) as (writer, _):
        writer.record(a_consent_event("before"), SLOW)
        with postgres.stopped():
            pass
        assert writer.record(a_consent_event("after"), SLOW).is_new


@pytest.mark.postgres
def test_a_server_that_only_reads_is_an_outage(postgresql_url: str, postgres: PostgresServer) -> None:
    """As a standby does that has not been promoted yet."""
    name = sql.Identifier(make_url(postgresql_url).database or "")

    @contextmanager
    def read_only() -> Iterator[None]:
        set_it = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}")
        postgres.execute(set_it.format(name, sql.SQL("on")))
        cut()
        yield
        postgres.execute(set_it.format(name, sql.SQL("off")))
        cut()

    def cut() -> None:
        postgres.execute(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> 'postgres'")
        )

    with writer_of(postgresql_url) as (writer, database):
        refuses_then_recovers(writer, database, read_only())
