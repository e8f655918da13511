"""Transactions, durability settings, and what an outage looks like from outside."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from cookieguard.errors import InvalidSettings, Unavailable
from cookieguard.storage import notices, operators, sites
from cookieguard.storage.database import Database
from tests.storage.builders import NOON, SLOW, a_notice


def draft_of(database: Database, site_id: str) -> object:
    with database.read() as connection:
        return sites.find_draft(connection, site_id)


def test_a_transaction_that_ends_well_is_kept(database: Database) -> None:
    with database.write() as connection:
        sites.save_draft(connection, "shop", {"site": "shop"}, NOON)
    assert draft_of(database, "shop") == {"site": "shop"}


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    def save_and_stumble() -> None:
        with database.write() as connection:
            sites.save_draft(connection, "shop", {"site": "shop"}, NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_stumble()
    assert draft_of(database, "shop") is None


def test_what_a_reader_changes_is_not_kept(database: Database) -> None:
    with database.read() as connection:
        sites.save_draft(connection, "shop", {"site": "shop"}, NOON)
    assert draft_of(database, "shop") is None


def test_threads_that_write_at_once_all_succeed(database: Database) -> None:
    def save(number: int) -> None:
        with database.write() as connection:
            sites.save_draft(connection, f"site-{number}", {}, NOON)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert len(sites.list_sites(connection)) == 16


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    """A notice of an unknown site breaks a foreign key, on SQLite too."""
    with pytest.raises(IntegrityError), database.write() as connection:
        notices.add_notice(connection, a_notice(site_id="nowhere"))


def test_a_mistake_in_the_sql_is_no_outage(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))


def test_a_time_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    tokyo = datetime(2026, 3, 2, 21, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=9)))
    with database.write() as connection:
        operators.add_operator(connection, "1", "olga@shop.example", "hash", tokyo)
        found = operators.find_operator(connection, "1")
    assert found is not None
    assert found.created_at == NOON
    assert found.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.write() as connection:
        operators.add_operator(connection, "1", "olga@shop.example", "hash", NOON.replace(tzinfo=None))


@pytest.mark.postgres
def test_the_zone_of_the_database_session_does_not_matter(postgresql_url: str) -> None:
    database = Database(f"{postgresql_url}&options=-c%20timezone%3DAmerica/New_York")
    with database.write() as connection:
        operators.add_operator(connection, "1", "olga@shop.example", "hash", NOON)
        found = operators.find_operator(connection, "1")
    database.close()
    assert found is not None
    assert (found.created_at, found.created_at.tzinfo) == (NOON, UTC)


def test_sqlite_runs_in_wal_mode_and_syncs_every_commit(sqlite_url: str) -> None:
    database = Database(sqlite_url, patience_seconds=3)
    with database.write() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    # 2 is FULL (https://sqlite.org/pragma.html#pragma_synchronous)
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 3000}


def test_sqlite_takes_the_write_lock_when_the_transaction_begins(sqlite_url: str, tmp_path: Path) -> None:
    """So a transaction that reads before it writes cannot fail in the middle."""
    database = Database(sqlite_url)
    other = sqlite3.connect(tmp_path / "cookieguard.db", timeout=0)
    with database.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    database.close()


def test_a_new_sqlite_file_that_somebody_writes_is_waited_for(tmp_path: Path) -> None:
    """Turning to WAL needs the file alone for a moment, and SQLite itself does not wait for a writer."""
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = Database(f"sqlite:///{tmp_path / 'new.db'}", patience_seconds=SLOW)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(database.is_current)
        with pytest.raises(TimeoutError):
            answer.result(timeout=0.1)
        other.close()
        assert not answer.result()
    database.close()


def test_a_sqlite_database_locked_by_another_process_is_unavailable(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url, patience_seconds=0.05)
    other = sqlite3.connect(tmp_path / "cookieguard.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as caught, database.write():
        pass
    other.close()
    assert caught.value.retry_after_seconds > 0
    with database.write() as connection:
        sites.save_draft(connection, "shop", {}, NOON)
    database.close()


def test_a_thread_that_waits_too_long_for_its_turn_to_write_is_told_so(sqlite_url: str) -> None:
    database = Database(sqlite_url, patience_seconds=0.05)
    with database.write(), pytest.raises(Unavailable, match="Another change"), database.write():
        pass
    database.close()


def test_a_sqlite_file_opened_read_only_can_be_read_but_not_written(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(f"sqlite:///file:{tmp_path / 'cookieguard.db'}?mode=ro&uri=true")
    assert draft_of(database, "shop") is None
    with pytest.raises(Unavailable), database.write() as connection:
        sites.save_draft(connection, "shop", {}, NOON)
    database.close()


def test_a_sqlite_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'no-such-folder' / 'x.db'}")
    with pytest.raises(Unavailable), database.read():
        pass
    database.close()


def test_a_file_that_is_no_database_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("This is a letter to the tax office, and a long one at that.\n" * 20)
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(Unavailable), database.read() as connection:
        sites.list_sites(connection)
    database.close()


@pytest.mark.postgres
def test_a_postgresql_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"postgresql+psycopg://postgres@/cookieguard?host={tmp_path}")
    with pytest.raises(Unavailable) as caught, database.read():
        pass
    database.close()
    assert str(tmp_path) not in f"{caught.value.detail}{caught.value.evidence}"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root@localhost/x",
        "postgresql://postgres@localhost/x",
        "postgresql+psycopg2://postgres@localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "cookieguard.db",
        "",
    ],
)
def test_a_url_of_another_kind_stops_the_start_and_says_what_to_write(url: str) -> None:
    with pytest.raises(InvalidSettings, match="sqlite:///PATH"):
        Database(url)


def test_a_refused_url_is_not_repeated_since_it_may_hold_a_password() -> None:
    with pytest.raises(InvalidSettings) as caught:
        Database("mysql://root:hunter2@localhost/x")
    assert "hunter2" not in caught.value.detail
