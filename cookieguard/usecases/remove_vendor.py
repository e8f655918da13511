"""Takes a vendor out of the draft; once that is published, its tags are never released."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cookieguard.usecases.change_draft import Entry, change_vendors

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.storage.database import Database


def remove_vendor(
    database: Database,
    site_id: str,
    vendor_id: str,
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Site:
    """Save the draft without `vendor_id`; one that is not listed (any more) is no mistake.

    Raises NoSuchSite, and InvalidDefinition when the rest of the draft has mistakes; then nothing is saved.
    """

    def change(entries: list[Entry]) -> list[Entry]:
        return [entry for entry in entries if entry["id"] != vendor_id]

    return change_vendors(database, site_id, change, catalogue=catalogue, now=now)
