"""Takes a site definition as the site's draft, whole or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cookieguard.domain.definition import parse_site
from cookieguard.storage import sites
from cookieguard.texts import languages

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.storage.database import Database


def apply_site(database: Database, definition: Any, *, catalogue: Catalogue, now: datetime) -> Site:
    """Save `definition` as the draft of the site it names and return that site.

    Raises InvalidDefinition with every finding; then the draft stays what it was.
    """
    site = parse_site(definition, catalogue, languages())
    with database.write() as connection:
        sites.save_draft(connection, site.id, definition, now)
    return site
