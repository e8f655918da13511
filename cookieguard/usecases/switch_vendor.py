"""Switches a vendor of the draft on or off and sets the account that loads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from cookieguard.usecases.change_draft import Entry, NoSuchVendor, change_vendors

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.storage.database import Database


def switch_vendor(
    database: Database,
    site_id: str,
    vendor_id: str,
    *,
    enabled: bool,
    account: str,
    options: Mapping[str, str],
    catalogue: Catalogue,
    now: datetime,
) -> Site:
    """Save the vendor as enabled or not, with this account; "" means that its tag is marked up in the page.

    `options` are the further fields of a managed vendor and count only beside an account.
    Raises NoSuchSite, NoSuchVendor, and InvalidDefinition with the findings; then nothing is saved.
    """

    def change(entries: list[Entry]) -> list[Entry]:
        if not any(entry["id"] == vendor_id for entry in entries):
            raise NoSuchVendor(f"The draft of {site_id} lists no vendor {vendor_id!r}.")
        return [
            _switched(entry, enabled, account.strip(), options) if entry["id"] == vendor_id else entry
            for entry in entries
        ]

    return change_vendors(database, site_id, change, catalogue=catalogue, now=now)


def _switched(entry: Entry, enabled: bool, account: str, options: Mapping[str, str]) -> Entry:
    kept = {name: value for name, value in entry.items() if name not in {"enabled", "account", "options"}}
    given = {name: value.strip() for name, value in options.items() if value.strip()}
    return {
        **kept,
        **({"account": account} if account else {}),
        **({"options": given} if account and given else {}),
        **({} if enabled else {"enabled": False}),
    }
