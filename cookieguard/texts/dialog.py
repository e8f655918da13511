"""Fills the words of one language with the facts of one site: all that the dialog shows, final."""

from __future__ import annotations

from typing import Any

from cookieguard.domain.category import CATEGORIES, NECESSARY
from cookieguard.domain.site import Site, SiteVendor
from cookieguard.texts import Texts

# The words that are shown as they stand; those with placeholders are filled below.
_PLAIN = (
    "privacy",
    "accept",
    "reject",
    "choose",
    "settings_title",
    "save",
    "close",
    "state_on",
    "state_off",
    "state_mixed",
    "always_on",
    "necessary",
    "necessary_text",
    "items",
    "services",
    "why_necessary",
    "stored",
    "new_tab",
    "granted",
    "record",
    "copy",
    "copied",
    "withdraw",
    "saved",
    "unreachable",
    "refused",
    "withdrawn",
)


def dialog_data(site: Site, texts: Texts) -> dict[str, Any]:
    """Return what the dialog of `site` needs in the language of `texts`, as JSON values."""
    asked = [used for used in site.active_vendors if used.vendor.category != NECESSARY]
    present = [c for c in CATEGORIES if any(used.vendor.category == c for used in asked)]
    return {
        "language": texts.language,
        "dir": texts.dir,
        "texts": {**{key: texts.fill(key) for key in _PLAIN}, **_filled(site, texts, present, len(asked))},
        "categories": [
            {"id": c, "name": texts.categories[c].name, "description": texts.categories[c].description}
            for c in present
        ],
        "vendors": [_vendor(used, texts) for used in asked],
        "necessary": _necessary(site, texts),
        "site": {"name": site.name, "privacy_url": site.controller.privacy_url},
        "look": {"layout": site.look.layout},
        "names": {used.vendor.id: _own_names(used) for used in asked if _own_names(used)},
    }


def _filled(site: Site, texts: Texts, categories: list[str], services: int) -> dict[str, str]:
    contact = site.controller.dpo or site.controller.email
    return {
        "title": texts.fill("title", site=site.name),
        "intro": texts.fill(
            "intro",
            controller=site.controller.name,
            services=texts.count("services", services),
            purposes=texts.join([texts.categories[c].inline for c in categories]),
        ),
        "how_to_withdraw": texts.fill("how_to_withdraw", settings=texts.labels["settings"]),
        "settings_intro": texts.fill("settings_intro", validity=texts.count("day", site.validity_days)),
        "age": texts.fill("age", age=site.minimum_age),
        "contact": texts.fill("contact", contact=contact),
    }


def _vendor(used: SiteVendor, texts: Texts) -> dict[str, Any]:
    vendor = used.vendor
    return {
        "id": vendor.id,
        "name": vendor.name,
        "category": vendor.category,
        "entity": vendor.entity,
        "country": texts.country(vendor.country),
        "privacy_url": vendor.privacy_url,
        "purposes": texts.purpose_list(vendor.purposes),
        "storage": texts.storage_rows((item.pattern, item.kind, item.lifetime) for item in vendor.storage),
    }


def _necessary(site: Site, texts: Texts) -> list[dict[str, str]]:
    own = [
        {
            "name": item.name[texts.language],
            "purpose": item.purpose[texts.language],
            "justification": item.justification[texts.language],
        }
        for item in site.necessary
    ]
    vendors = [
        {
            "name": used.vendor.name,
            "purpose": texts.join(texts.purpose_list(used.vendor.purposes)),
            "justification": (used.justification or {}).get(texts.language, ""),
        }
        for used in site.active_vendors
        if used.vendor.category == NECESSARY
    ]
    return own + vendors


def _own_names(used: SiteVendor) -> list[str]:
    # Only what lies in the site's own jar: a foreign cookie may have the name of one of the site itself.
    return [item.pattern for item in used.vendor.storage if item.party == "1p"]
