"""Tells of every site what is live and whether its draft says something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cookieguard.errors import InvalidDefinition
from cookieguard.storage import notices, sites
from cookieguard.usecases.review_draft import review_draft

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.scripts.builder import Builder
    from cookieguard.storage.database import Database
    from cookieguard.storage.notices import Publication


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """One site of the list; `broken` is a draft that this release does not accept any more."""

    id: str
    name: str
    current: Publication | None
    draft: Literal["same", "changed", "broken"]


def list_sites(database: Database, *, catalogue: Catalogue, builder: Builder) -> list[SiteSummary]:
    """Return every site in the order of its id."""
    with database.read() as connection:
        site_ids = [row.id for row in sites.list_sites(connection)]
    return [_summary(database, site_id, catalogue, builder) for site_id in site_ids]


def _summary(database: Database, site_id: str, catalogue: Catalogue, builder: Builder) -> SiteSummary:
    try:
        review = review_draft(database, site_id, catalogue=catalogue, builder=builder)
    except InvalidDefinition:
        with database.read() as connection:
            return SiteSummary(site_id, site_id, notices.current(connection, site_id), "broken")
    draft: Literal["same", "changed"] = "changed" if review.is_changed else "same"
    return SiteSummary(site_id, review.site.name, review.current, draft)
