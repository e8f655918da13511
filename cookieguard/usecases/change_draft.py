"""Changes a site's draft in one transaction; what visitors get changes only by publishing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from cookieguard.domain.definition import parse_site
from cookieguard.errors import CookieguardError
from cookieguard.storage import sites
from cookieguard.texts import languages

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.storage.database import Database

Entry = dict[str, Any]
"""One vendor of a definition, as its file writes it."""


class NoSuchSite(CookieguardError):
    """No site of that name has ever been applied."""

    code: ClassVar[str] = "unknown-site"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "There is no such site"


class NoSuchVendor(CookieguardError):
    """The draft does not list that vendor (any more); nothing was changed."""

    code: ClassVar[str] = "unknown-vendor"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "There is no such vendor"


def change_vendors(
    database: Database,
    site_id: str,
    change: Callable[[list[Entry]], list[Entry]],
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Site:
    """Save the draft with `change` applied to its vendor entries and return the site it now describes.

    Raises NoSuchSite, and InvalidDefinition when the result has mistakes; then nothing is saved.
    """
    with database.write() as connection:
        draft = sites.find_draft(connection, site_id, for_change=True)
        if draft is None:
            raise NoSuchSite(f"No site is called {site_id!r}.")
        changed = {**draft, "vendors": change(list(draft.get("vendors", [])))}
        site = parse_site(changed, catalogue, languages())
        sites.save_draft(connection, site_id, changed, now)
    return site
