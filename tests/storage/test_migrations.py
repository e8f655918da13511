"""The tables that the migrations make are the tables that the code describes."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from cookieguard.storage.database import Database
from cookieguard.storage.schema import metadata


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """A database without a table."""
    opened = Database(empty_url)
    yield opened
    opened.close()


def described(connection: Connection) -> dict[str, Any]:
    """Return all that the database itself knows of every table."""
    seen = inspect(connection)
    return {
        table: {
            "columns": [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(table)],
            "key": seen.get_pk_constraint(table),
            "references": sorted(map(str, seen.get_foreign_keys(table))),
            "unique": sorted(map(str, seen.get_unique_constraints(table))),
            "indexes": sorted(map(str, seen.get_indexes(table))),
            "checks": sorted((one["name"], one["sqltext"]) for one in seen.get_check_constraints(table)),
        }
        for table in metadata.tables
    }


def test_an_empty_database_is_current_only_after_the_migrations(empty: Database) -> None:
    before = empty.is_current()
    empty.migrate()
    assert (before, empty.is_current()) == (False, True)


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.read() as connection:
        before = described(connection)
    database.migrate()
    with database.read() as connection:
        assert described(connection) == before


def test_a_database_of_a_later_release_is_not_current(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not database.is_current()


def test_processes_that_migrate_at_once_wait_for_one_another(empty_url: str) -> None:
    databases = [Database(empty_url) for _ in range(4)]
    threads = [threading.Thread(target=database.migrate) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(database.is_current() for database in databases)
    for database in databases:
        database.close()


def test_a_migration_that_fails_half_way_leaves_no_table(empty: Database) -> None:
    """The last table is in the way, so making it fails after all the others were made."""
    with empty.write() as connection:
        connection.execute(text("CREATE TABLE operator_session (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        empty.migrate()
    with empty.read() as connection:
        assert inspect(connection).get_table_names() == ["operator_session"]


def test_migrating_makes_the_folder_of_a_sqlite_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'cookieguard.db'}")
    database.migrate()
    assert database.is_current()
    database.close()


def test_alembic_finds_no_difference_between_the_migrations_and_the_code(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_and_code_make_the_same_tables(empty: Database) -> None:
    """Alembic does not look at checks and names of constraints; the database itself is asked about both."""
    with empty.write() as connection:
        metadata.create_all(connection)
        of_the_code = described(connection)
        metadata.drop_all(connection)
    empty.migrate()
    with empty.read() as connection:
        assert described(connection) == of_the_code


def test_no_column_could_hold_an_address_a_browser_or_a_page() -> None:
    suspects = re.compile(r"(^|_)(ip|addr|address|agent|ua|url|uri|page|referr?er|location|fingerprint)(_|$)")
    columns = [f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns]
    assert [name for name in columns if suspects.search(name.replace(".", "_"))] == []
