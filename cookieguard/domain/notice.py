"""One published, immutable, content-addressed banner: what was asked, of whom, in which words.

The law of this file: a notice is its canonical JSON and nothing else; its id is the SHA-256 of those
bytes, so anybody who holds them can check it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cookieguard.domain.category import NECESSARY
from cookieguard.domain.choice import Terms
from cookieguard.domain.site import Site, SiteVendor

FORMAT = 1
# How much of a notice id the cookie carries: 64 bits tell a site's versions apart.
SHORT = 16


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice version: `id` is 64 hex digits, `text` its canonical JSON."""

    id: str
    text: str

    @property
    def body(self) -> dict[str, Any]:
        """Return the notice as a fresh mapping."""
        body: dict[str, Any] = json.loads(self.text)
        return body


def build_notice(
    site: Site,
    dialogs: Mapping[str, Mapping[str, Any]],
    software: Mapping[str, str],
) -> Notice:
    """Return the notice for `site`: `dialogs` holds every word shown, by language, and
    `software` names the SHA-256 of each script that shows and applies it."""
    body = {
        "format": FORMAT,
        **{name: value for name, value in asdict(site).items() if name not in ("id", "vendors")},
        "site": site.id,
        "vendors": [_vendor(used) for used in site.active_vendors],
        "dialogs": dialogs,
        "software": software,
    }
    text = canonical_json(body)
    return Notice(hashlib.sha256(text.encode()).hexdigest(), text)


def canonical_json(value: Any) -> str:
    """Write JSON in one way only: sorted keys, no blanks, text unescaped (RFC 8785; no fractions occur)."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def terms_of(body: Mapping[str, Any], earlier: Sequence[tuple[str, Mapping[str, Any]]] = ()) -> Terms:
    """Return the terms of a notice body; `earlier` lists (id, body) of versions whose answers may still hold.

    An answer is about a vendor, whose company, for which purposes, in a category: where one of these has
    changed, it counts as not asked about. An answer given to another controller, or for a shorter time
    than now, does not hold at all (EDPB Guidelines 05/2020, paragraph 110).
    """
    asked = _asked(body)
    honours = {
        notice_id[:SHORT]: tuple(v if asked.get(v) == subject else "" for v, subject in _asked(old).items())
        for notice_id, old in earlier
        if old["controller"]["name"] == body["controller"]["name"]
        and old["validity_days"] >= body["validity_days"]
    }
    own = hashlib.sha256(canonical_json(body).encode()).hexdigest()[:SHORT]
    honours.pop(own, None)
    return Terms(own, body["validity_days"], {v: subject[0] for v, subject in asked.items()}, honours)


def _asked(body: Mapping[str, Any]) -> dict[str, tuple[str, str, list[str]]]:
    """Return what a visitor was asked about: by vendor its category, company and purposes, in notice order."""
    return {
        vendor["id"]: (vendor["category"], vendor["entity"], vendor["purposes"])
        for vendor in body["vendors"]
        if vendor["category"] != NECESSARY
    }


def _vendor(used: SiteVendor) -> dict[str, Any]:
    facts = asdict(used.vendor)
    for untold in ("managed", "aliases", "exempt"):
        del facts[untold]
    return {
        **facts,
        "account": used.account,
        "options": dict(used.options),
        "justification": dict(used.justification) if used.justification else None,
    }
