"""Values that are valid by default, so that a test names only what it is about."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import text

from cookieguard.domain.record import ConsentEvent
from cookieguard.storage import artifacts, notices, sites
from cookieguard.storage.artifacts import Artifact
from cookieguard.storage.database import Database
from cookieguard.storage.notices import NoticeRow

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
NOTICE_ID = "a" * 64
SCRIPT = "c" * 64
SLOW = 20.0
"""Seconds to wait for what should come at once: long enough for a busy machine."""


def an_id(name: object) -> str:
    """Return the UUID that belongs to a name, the same every time."""
    return str(uuid5(NAMESPACE_URL, str(name)))


def a_consent_event(name: object = "event", **changes: Any) -> ConsentEvent:
    """Return a visitor's yes to analytics alone, whose id comes from `name`."""
    values: dict[str, Any] = {
        "event_id": an_id(name),
        "record_id": an_id("record"),
        "site_id": "shop",
        "notice_id": NOTICE_ID,
        "state": "partial",
        "method": "save",
        "layer": 2,
        "language": "nl",
        "categories": {"functional": False, "analytics": True, "advertising": False, "social": False},
        "vendors": {"hotjar": False},
        "decided_at": NOON - timedelta(seconds=2),
        "recorded_at": NOON,
        "valid_until": NOON + timedelta(days=180),
        "digest": "d" * 64,
    }
    return ConsentEvent(**values | changes)


def a_notice(**changes: Any) -> NoticeRow:
    """Return the shop's first notice."""
    values: dict[str, Any] = {
        "id": NOTICE_ID,
        "site_id": "shop",
        "body": '{"name":"Kantoor \u20ac"}',
        "published_at": NOON,
        "published_by": "olga@shop.example",
        "note": "first",
    }
    return NoticeRow(**values | changes)


def an_artifact(**changes: Any) -> Artifact:
    """Return a small script in three encodings."""
    values: dict[str, Any] = {
        "hash": SCRIPT,
        "media_type": "text/javascript",
        "plain": b"1;\0\xff",
        "gzip": b"\x1f\x8b",
        "brotli": b"\x0b",
    }
    return Artifact(**values | changes)


def publish_the_shop(database: Database) -> None:
    """Store the site `shop` with one notice in force."""
    with database.write() as connection:
        sites.save_draft(connection, "shop", {"site": "shop"}, NOON)
        notices.add_notice(connection, a_notice())
        artifacts.put(connection, an_artifact())
        notices.set_current(connection, "shop", NOTICE_ID, at=NOON, by="olga", note="first", script=SCRIPT)


@contextmanager
def writing_blocked(database: Database) -> Iterator[None]:
    """Keep every other transaction from storing choices."""
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE consent_event IN EXCLUSIVE MODE"))
        yield


def wait_until(condition: Callable[[], bool]) -> None:
    """Return as soon as `condition` holds; fail when it does not within SLOW seconds."""
    pause = threading.Event()
    for _ in range(int(SLOW / 0.002)):
        if condition():
            return
        pause.wait(0.002)
    raise AssertionError("it did not come to pass in time")
