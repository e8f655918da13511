"""Publishes the office shop the way an operator does, and knows what its visitors load and send."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cookieguard.demo
from cookieguard.app import create_services
from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.definition import parse_site
from cookieguard.domain.notice import terms_of
from cookieguard.domain.site import Site
from cookieguard.scripts.builder import ScriptFile
from cookieguard.settings import Settings
from cookieguard.site_file import SiteFile
from cookieguard.texts import languages
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.publish_notice import compose_notice, publish_notice
from cookieguard.web.services import Services

DEFINITION = Path(cookieguard.demo.__file__).with_name("kantoorhuis.yaml")
EVENT = "00000000-0000-4000-8000-000000000000"
"""Stands in a prepared request where each one sent carries a fresh event id of the same length."""


@dataclass(frozen=True, slots=True)
class OfficeShop:
    """The published shop: its files, and its vendors that a visitor is asked about (id: category)."""

    site_id: str
    origin: str
    notice_id: str
    vendors: Mapping[str, str]
    core: ScriptFile
    dialogs: Mapping[str, ScriptFile]
    facts: Mapping[str, ScriptFile]

    def choices(self, host: str) -> list[bytes]:
        """Return three whole HTTP requests: all accepted, all refused, analytics only; see EVENT."""
        return [
            self._request(host, "accept-all", 1, CATEGORIES),
            self._request(host, "reject-all", 1, ()),
            self._request(host, "save", 2, ("analytics",)),
        ]

    def _request(self, host: str, method: str, layer: int, granted: tuple[str, ...]) -> bytes:
        content = {
            "event": EVENT,
            "version": self.notice_id,
            "language": "nl",
            "layer": layer,
            "method": method,
            "categories": {category: category in granted for category in CATEGORIES},
            "vendors": {},
            "granted": [vendor for vendor, category in self.vendors.items() if category in granted],
            "decided_at": int(time.time()),
        }
        body = json.dumps(content, separators=(",", ":"))
        head = (
            f"POST /v1/sites/{self.site_id}/choices HTTP/1.1",
            f"Host: {host}",
            f"Origin: {self.origin}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        return "\r\n".join((*head, "", body)).encode()


def publish_office_shop(data_folder: Path) -> OfficeShop:
    """Make a SQLite database in `data_folder` and publish the shop there."""
    services = create_services(Settings.from_environ({"COOKIEGUARD_DATA_DIR": str(data_folder)}))
    try:
        definition = SiteFile.read(DEFINITION).definition
        now = datetime.now(UTC)
        apply_site(services.database, definition, catalogue=services.catalogue, now=now)
        site = parse_site(definition, services.catalogue, languages())
        publication = publish_notice(
            services.database,
            site.id,
            catalogue=services.catalogue,
            builder=services.builder,
            by="bench",
            note="For measuring",
            now=now,
        )
        shop = _compose(site, services)
    finally:
        services.writer.close()
        services.database.close()
    # What is measured below is what is served, to the byte.
    assert shop.core.hash == publication.script
    return shop


def _compose(site: Site, services: Services) -> OfficeShop:
    notice = compose_notice(site, services.builder)
    terms = terms_of(notice.body)
    facts = services.builder.facts(notice)
    dialogs = services.builder.seconds(notice, facts)
    return OfficeShop(
        site_id=site.id,
        origin=site.origins[0],
        notice_id=notice.id,
        vendors=terms.vendors,
        core=services.builder.core(notice, terms, dialogs),
        dialogs=dialogs,
        facts=facts,
    )
