"""The bare loop: commits rows of the same table with Python's sqlite3 and nothing around it."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path


def copy_database(source: Path, target: Path) -> Path:
    """Copy a database that may be in use: the loop gets the same tables, indexes and first rows."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return target


def count_events(file: Path) -> int:
    """Return how many choices are committed."""
    with closing(sqlite3.connect(file)) as connection:
        found: int = connection.execute("SELECT count(*) FROM consent_event").fetchone()[0]
        return found


def commit_rows(file: Path, rows_a_commit: int, seconds: float) -> float:
    """Commit copies of the first choice under fresh ids for `seconds`; return the rows a second.

    The pragmas are the server's own: an acknowledged row survives a power cut.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
        cursor = connection.execute("SELECT * FROM consent_event LIMIT 1")
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
        cursor.close()
        places = ", ".join(f":{name}" for name in names)
        insert = f"INSERT INTO consent_event ({', '.join(names)}) VALUES ({places})"
        rows = 0
        started_at = now = time.perf_counter()
        while now - started_at < seconds:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert, [_under_a_fresh_id(row) for _ in range(rows_a_commit)])
            connection.execute("COMMIT")
            rows += rows_a_commit
            now = time.perf_counter()
        return rows / (now - started_at)


def _under_a_fresh_id(row: dict[str, object]) -> dict[str, object]:
    fresh = os.urandom(16).hex()
    return {**row, "event_id": fresh, "record_id": fresh}
