"""Holds a site's draft against what its visitors get now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cookieguard.domain.definition import parse_site
from cookieguard.storage import notices, sites
from cookieguard.texts import languages
from cookieguard.usecases.change_draft import NoSuchSite
from cookieguard.usecases.publish_notice import compose_notice

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.scripts.builder import Builder
    from cookieguard.storage.database import Database
    from cookieguard.storage.notices import Publication

Entry = Mapping[str, Any]
"""One vendor of a notice's body."""

# What follows from the rest of the definition, and so is told only when nothing else is.
_DERIVED = ("dialogs", "labels", "software")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that publishing would change.

    `name` is that of a vendor, or the part of the notice for the kind "part". `before` and `after` are
    categories for "added", "off", "removed" and "moved", accounts with their options for "account".
    "facts" is what the catalogue tells of a vendor.
    """

    kind: Literal["added", "off", "removed", "moved", "account", "facts", "part"]
    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A draft beside what is published; `changes` is empty when publishing would change nothing.

    `digest` names exactly this draft (64 hex digits), so that what gets published is what somebody has seen.
    """

    site: Site
    digest: str
    current: Publication | None
    changes: tuple[Change, ...]

    @property
    def is_changed(self) -> bool:
        """Return whether publishing would give visitors anything new."""
        return bool(self.changes) or self.current is None


def review_draft(database: Database, site_id: str, *, catalogue: Catalogue, builder: Builder) -> Review:
    """Return the draft of `site_id` beside what is published.

    Raises NoSuchSite, and InvalidDefinition for a draft that this release does not accept any more.
    """
    with database.read() as connection:
        draft = sites.find_draft(connection, site_id)
        current = notices.current(connection, site_id)
        published = notices.find_notice(connection, current.notice_id) if current else None
    if draft is None:
        raise NoSuchSite(f"No site is called {site_id!r}.")
    site = parse_site(draft, catalogue, languages())
    before: Mapping[str, Any] = json.loads(published.body) if published else {"vendors": []}
    after = compose_notice(site, builder).body
    changes = [*_vendor_changes(before, after, {used.vendor.id for used in site.vendors})]
    if published:
        changes += _part_changes(before, after, is_told=bool(changes))
    return Review(site, _digest(draft), current, tuple(changes))


def _vendor_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], listed: Container[str]
) -> Iterator[Change]:
    old_vendors, new_vendors = ({v["id"]: v for v in body["vendors"]} for body in (before, after))
    for vendor_id in sorted({*old_vendors, *new_vendors}):
        old, new = old_vendors.get(vendor_id), new_vendors.get(vendor_id)
        if old is None and new is not None:
            yield Change("added", new["name"], after=new["category"])
        elif old is not None and new is None:
            gone: Literal["off", "removed"] = "off" if vendor_id in listed else "removed"
            yield Change(gone, old["name"], before=old["category"])
        elif old is not None and new is not None:
            yield from _same_vendor_changes(old, new)


def _same_vendor_changes(old: Entry, new: Entry) -> Iterator[Change]:
    if old["category"] != new["category"]:
        yield Change("moved", new["name"], old["category"], new["category"])
    if _account(old) != _account(new):
        yield Change("account", new["name"], _account(old), _account(new))
    told = {"category", "account", "options"}
    if {k: v for k, v in old.items() if k not in told} != {k: v for k, v in new.items() if k not in told}:
        yield Change("facts", new["name"])


def _part_changes(before: Mapping[str, Any], after: Mapping[str, Any], *, is_told: bool) -> list[Change]:
    parts = [part for part in sorted({*before, *after} - {"vendors"}) if before.get(part) != after.get(part)]
    causes = [part for part in parts if part not in _DERIVED]
    return [Change("part", part) for part in (causes if causes or is_told else parts)]


def _account(entry: Entry) -> str:
    options = entry["options"]
    return " ".join([entry["account"] or "", *(options[name] for name in sorted(options))]).strip()


def _digest(draft: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(draft, sort_keys=True).encode()).hexdigest()
