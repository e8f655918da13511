"""Values that are valid by default, so that a test names only what it is about."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from cookieguard.catalogue import load_catalogue
from cookieguard.domain.answer import Answer
from cookieguard.domain.catalogue import Catalogue
from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.definition import parse_site
from cookieguard.domain.notice import Notice, build_notice
from cookieguard.domain.record import ConsentEvent
from cookieguard.domain.site import Site

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ORIGIN = "https://www.shop.example"
LANGUAGES = ("en", "nl")
KEYS = ("old-" + "o" * 32, "new-" + "n" * 32)
SCRIPT_HASH = "b" * 64

_events = itertools.count(1)


@cache
def the_catalogue() -> Catalogue:
    """Return the catalogue that ships, read once a run."""
    return load_catalogue()


def an_event_id() -> str:
    """Return a UUID of version 4 that no other test of this run has used."""
    return str(UUID(int=next(_events), version=4))


def a_definition(**changes: Any) -> dict[str, Any]:
    """Return a site definition with a managed, a marked-up and a switched-off vendor; None leaves a field out."""
    definition = {
        "site": "shop",
        "name": "The Shop",
        "origins": [ORIGIN],
        "languages": ["nl", "en"],
        "default_language": "nl",
        "controller": {
            "name": "Shop Ltd",
            "address": "1 High Street",
            "email": "privacy@shop.example",
            "privacy_url": "https://www.shop.example/privacy",
            "dpo": "dpo@shop.example",
        },
        "authority": {"name": "The Authority", "url": "https://authority.example"},
        "necessary": [
            {
                "name": {"nl": "Mandje", "en": "Basket"},
                "purpose": {"nl": "Onthoudt artikelen.", "en": "Remembers articles."},
                "justification": {"nl": "Zonder mandje geen bestelling.", "en": "No order without it."},
            }
        ],
        "vendors": [
            {"id": "google-analytics-4", "account": "G-ABC1234567"},
            {"id": "youtube"},
            {"id": "hotjar", "enabled": False},
        ],
    }
    changed = {**definition, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def a_site(**changes: Any) -> Site:
    """Return the Site that a_definition() describes."""
    return parse_site(a_definition(**changes), the_catalogue(), LANGUAGES)


def a_notice(site: Site | None = None, **changes: Any) -> Notice:
    """Return a notice of a site, in two short dialogs."""
    parts: dict[str, Any] = {
        "dialogs": {"nl": {"title": "Cookies?"}, "en": {"title": "Cookies?"}},
        "software": {"core": "c" * 64, "second": "d" * 64},
    }
    return build_notice(site or a_site(), **parts | changes)


def all_categories(said: bool = False, **others: bool) -> dict[str, bool]:
    """Return one answer for every category, but for those that are named."""
    return {**dict.fromkeys(CATEGORIES, said), **others}


def a_body(version: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a choice: an honest browser's yes to analytics, with an event id of its own."""
    body = {
        "event": an_event_id(),
        "version": version,
        "language": "nl",
        "layer": 2,
        "method": "save",
        "categories": all_categories(analytics=True),
        "vendors": {},
        "granted": ["google-analytics-4"],
        "decided_at": int(NOW.timestamp()) - 2,
    }
    return {**body, **changes}


def a_refusal(version: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a no to everything."""
    return a_body(
        version,
        **{"method": "reject-all", "layer": 1, "categories": all_categories(), "granted": [], **changes},
    )


def an_answer(**changes: Any) -> Answer:
    """Return what a_body() says, read."""
    values = {**a_body("a" * 64), "record": None, "receipt": None, "digest": "d" * 64}
    return Answer(**values | changes)


def an_event(**changes: Any) -> ConsentEvent:
    """Return the record of a_body()."""
    event_id = an_event_id()
    values: dict[str, Any] = {
        "event_id": event_id,
        "record_id": event_id,
        "site_id": "shop",
        "notice_id": "a" * 64,
        "state": "partial",
        "method": "save",
        "layer": 2,
        "language": "nl",
        "categories": all_categories(analytics=True),
        "vendors": {},
        "decided_at": NOW - timedelta(seconds=2),
        "recorded_at": NOW,
        "valid_until": NOW + timedelta(days=180),
        "digest": "d" * 64,
    }
    return ConsentEvent(**values | changes)
