"""Daily counts per site: numbers about what happened, never about whom."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from cookieguard.storage.schema import counter
from cookieguard.storage.upsert import insert_into


class Tally(NamedTuple):
    """What is counted: one named thing on one site on one UTC day."""

    site_id: str
    day: date
    name: str


def bump(connection: Connection, site_id: str, day: date, name: str, by: int = 1) -> None:
    """Add `by` to a count, which begins at nought.

    On PostgreSQL the count stays locked until the transaction ends: bump last, and several in their order.
    """
    statement = insert_into(connection, counter)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[counter.c.site_id, counter.c.day, counter.c.name],
            set_={"count": counter.c.count + statement.excluded.count},
        ),
        {"site_id": site_id, "day": day, "name": name, "count": by},
    )


def read(connection: Connection, site_id: str, name: str) -> int:
    """Return the count over all days."""
    total = select(func.sum(counter.c.count)).where(counter.c.site_id == site_id, counter.c.name == name)
    return int(connection.scalar(total) or 0)
