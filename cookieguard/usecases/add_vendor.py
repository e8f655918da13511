"""Adds a vendor of the catalogue to the draft, switched on and marked up in the page so far."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cookieguard.usecases.change_draft import Entry, change_vendors

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.storage.database import Database


def add_vendor(
    database: Database,
    site_id: str,
    vendor_id: str,
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Site:
    """Save the draft with `vendor_id` at the end of its vendors; one that is listed already stays as it is.

    Raises NoSuchSite, and InvalidDefinition for a vendor outside the catalogue; then nothing is saved.
    """

    def change(entries: list[Entry]) -> list[Entry]:
        listed = any(entry["id"] == vendor_id for entry in entries)
        return entries if listed else [*entries, {"id": vendor_id}]

    return change_vendors(database, site_id, change, catalogue=catalogue, now=now)
