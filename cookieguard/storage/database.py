"""One database, SQLite or PostgreSQL, opened by URL: transactions, migrations and what counts as an outage.

Law: an outage leaves this file as errors.Unavailable and never as an exception of SQLAlchemy.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from cookieguard.errors import InvalidSettings, Unavailable

_MIGRATIONS = Path(__file__).parent / "migrations"
_BEGIN = "cookieguard_begin"
_MIGRATION_LOCK = 0x636F6F6B6965  # any fixed number does, if nobody else takes it on the same server
_POOL = {"pool_size": 16, "max_overflow": 48}


class Database:
    """A pool of connections to one database; safe to use from many threads, to be made after a fork.

    `url` is `sqlite:///PATH` or `postgresql+psycopg://…`; raises InvalidSettings for anything else.
    `patience_seconds` bounds every wait for a lock, a connection or a free place in the pool.
    """

    def __init__(self, url: str, *, patience_seconds: float = 5.0) -> None:
        parsed = _parse(url)
        self._patience_seconds = patience_seconds
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        self._file = Path(parsed.database) if self._is_sqlite and parsed.database else None
        self._engine = (_sqlite if self._is_sqlite else _postgresql)(parsed, patience_seconds)
        self._writing = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        # SQLite lets one transaction write. Threads that wait in its busy handler starve one another
        # for seconds; a lock before it serves them in turn.
        self._write_lock = threading.Lock() if self._is_sqlite else None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in one transaction: committed at the end, rolled back by an exception.

        Raises Unavailable when the database does not answer or stays locked. Never nest it.
        """
        with self._turn(), _outages(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection in a transaction that keeps no change; raises Unavailable like write()."""
        with _outages(), self._engine.connect() as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the tables to this release, making the SQLite file and its folder if need be.

        Several processes may call it at once: one migrates, the others wait and find nothing to do.
        """
        if self._file is not None:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.write() as connection:
            if not self._is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            config = _alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Return whether the tables are those of this release, neither older nor newer."""
        newest = ScriptDirectory.from_config(_alembic_config()).get_heads()
        with self.read() as connection:
            return set(MigrationContext.configure(connection).get_current_heads()) == set(newest)

    def close(self) -> None:
        """Close every pooled connection."""
        self._engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._write_lock is None:
            yield
            return
        if not self._write_lock.acquire(timeout=self._patience_seconds):
            raise Unavailable("Another change is being written; nothing was kept. Try again.")
        try:
            yield
        finally:
            self._write_lock.release()


@contextmanager
def _outages() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        if not _is_outage(error):
            raise
        raise Unavailable(
            "The database does not take this now; nothing was kept. Try again.", cause=type(error).__name__
        ) from error


def _is_outage(error: DBAPIError | PoolTimeoutError) -> bool:
    """Tell a database that is gone, locked, full, damaged or read-only from a fault of the statement."""
    if isinstance(error, IntegrityError | DataError | ProgrammingError | NotSupportedError):
        return False
    # SQLite reports a mistake in the SQL, a missing table for one, like a file it cannot open.
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        # The URL may hold a password: neither it nor the parser's error is repeated.
        raise InvalidSettings("The database URL cannot be read; write sqlite:///PATH.") from error
    in_memory = parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}
    if parsed.drivername not in {"sqlite", "postgresql+psycopg"} or in_memory:
        raise InvalidSettings(
            f"A database URL that starts with {parsed.drivername}:// is not supported; "
            "write sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME.",
        )
    return parsed


def _engine(url: URL, patience_seconds: float, **options: Any) -> Engine:
    compact = partial(json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # hide_parameters: a log of an error must not repeat a visitor's record.
    return create_engine(
        url, json_serializer=compact, hide_parameters=True, pool_timeout=patience_seconds, **_POOL, **options
    )


def _sqlite(url: URL, patience_seconds: float) -> Engine:
    engine = _engine(url, patience_seconds)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # this file says BEGIN, not the driver
        for pragma in (
            f"busy_timeout={round(patience_seconds * 1000)}",
            "synchronous=FULL",  # under WAL, NORMAL may lose an acknowledged commit with the power
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        _switch_to_wal(connection, patience_seconds)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


def _switch_to_wal(connection: sqlite3.Connection, patience_seconds: float) -> None:
    """Leave the rollback journal: a change that wants the file to itself and does not heed busy_timeout.

    Only the first connections to a new file meet one another here, for the mode stays with the file.
    """
    give_up_at = time.monotonic() + patience_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
        time.sleep(0.01)


def _postgresql(url: URL, patience_seconds: float) -> Engine:
    # Without these, a server that vanishes from the network holds its client for minutes
    # (libpq, "Parameter Key Words"); the URL may say otherwise.
    defaults = {
        "connect_timeout": max(2, round(patience_seconds)),  # libpq takes whole seconds, two at least
        "tcp_user_timeout": round(patience_seconds * 1000),
    }
    given = {key: value for key, value in defaults.items() if key not in url.query}
    return _engine(
        url, patience_seconds, connect_args=given, pool_pre_ping=True, isolation_level="READ COMMITTED"
    )


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
