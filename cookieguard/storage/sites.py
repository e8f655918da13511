"""Sites and the draft that each is edited in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from cookieguard.storage.notices import newest_publications
from cookieguard.storage.schema import publication, site
from cookieguard.storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One line of the list of sites; the two middle fields are None until the first publication."""

    id: str
    current_notice: str | None
    published_at: datetime | None
    draft_saved_at: datetime


def save_draft(connection: Connection, site_id: str, definition: dict[str, Any], at: datetime) -> None:
    """Keep `definition` (JSON values only) as the site's draft, making the site if it is new."""
    statement = insert_into(connection, site)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[site.c.id],
            set_={"draft": statement.excluded.draft, "draft_saved_at": statement.excluded.draft_saved_at},
        ),
        {"id": site_id, "draft": definition, "draft_saved_at": at},
    )


def find_draft(connection: Connection, site_id: str, *, for_change: bool = False) -> dict[str, Any] | None:
    """Return the site's draft, keys in the order they were saved in, or None for an unknown site.

    With `for_change`, in Database.write(), nobody else can change it until the transaction ends; without
    it, two who change one draft at once on PostgreSQL lose one of the two changes.
    """
    statement = select(site.c.draft).where(site.c.id == site_id)
    draft: dict[str, Any] | None = connection.scalar(statement.with_for_update() if for_change else statement)
    return draft


def list_sites(connection: Connection) -> list[SiteRow]:
    """Return every site in the order of its id."""
    newest = newest_publications().subquery()
    rows = connection.execute(
        select(site.c.id, publication.c.notice_id, publication.c.published_at, site.c.draft_saved_at)
        .outerjoin(newest, newest.c.site_id == site.c.id)
        .outerjoin(publication, publication.c.id == newest.c.id)
        .order_by(site.c.id)
    )
    return [SiteRow(*row) for row in rows]
