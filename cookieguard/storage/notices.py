"""Published notices and the history of which one was in force.

Law: a notice never changes and a publication is never rewritten; the newest publication is the current one,
so restoring an old notice is one more publication.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Select, func, insert, select

from cookieguard.storage.schema import notice, publication
from cookieguard.storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice version: its canonical JSON body and, as id, the 64 hex digits of the body's SHA-256."""

    id: str
    site_id: str
    body: str
    published_at: datetime
    published_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A site began to serve this notice, with the script of that hash, at this moment."""

    site_id: str
    notice_id: str
    script: str
    published_at: datetime
    published_by: str
    note: str


_PUBLICATION = [publication.c[field.name] for field in fields(Publication)]


def add_notice(connection: Connection, row: NoticeRow) -> None:
    """Keep a notice; one that is there already stays as it is."""
    connection.execute(insert_into(connection, notice).on_conflict_do_nothing(), asdict(row))


def find_notice(connection: Connection, notice_id: str) -> NoticeRow | None:
    """Return the notice of that id, or None."""
    row = connection.execute(select(notice).where(notice.c.id == notice_id)).one_or_none()
    return NoticeRow(**row._mapping) if row else None


def set_current(
    connection: Connection, site_id: str, notice_id: str, *, at: datetime, by: str, note: str, script: str
) -> None:
    """Put a stored notice and a stored script in force for the site from `at` on."""
    values = Publication(site_id, notice_id, script, published_at=at, published_by=by, note=note)
    connection.execute(insert(publication), asdict(values))


def current(connection: Connection, site_id: str) -> Publication | None:
    """Return what is in force for the site, or None if nothing ever was."""
    return next(iter(publications(connection, site_id, limit=1)), None)


def current_all(connection: Connection) -> list[Publication]:
    """Return what is in force for every published site, in the order of their ids."""
    newest = newest_publications().subquery()
    rows = connection.execute(
        select(*_PUBLICATION).join(newest, newest.c.id == publication.c.id).order_by(publication.c.site_id)
    )
    return [Publication(*row) for row in rows]


def publications(connection: Connection, site_id: str, limit: int) -> list[Publication]:
    """Return at most `limit` publications of the site, newest first."""
    rows = connection.execute(
        select(*_PUBLICATION)
        .where(publication.c.site_id == site_id)
        .order_by(publication.c.id.desc())
        .limit(limit)
    )
    return [Publication(*row) for row in rows]


def newest_publications() -> Select[tuple[str, int]]:
    """Return the query for the newest publication of every site: `site_id` and `id`."""
    return select(publication.c.site_id, func.max(publication.c.id).label("id")).group_by(
        publication.c.site_id
    )
