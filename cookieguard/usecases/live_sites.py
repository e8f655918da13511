"""Reads what is in force for visitors: which sites, under which terms, with which script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cookieguard.domain.notice import SHORT, terms_of
from cookieguard.storage import artifacts, notices

if TYPE_CHECKING:
    from cookieguard.domain.choice import Terms
    from cookieguard.storage.artifacts import Artifact
    from cookieguard.storage.database import Database
    from cookieguard.storage.notices import Publication


@dataclass(frozen=True, slots=True)
class LiveSite:
    """A published site as visitors meet it: its origins, and the script now in force."""

    id: str
    notice_id: str
    origins: frozenset[str]
    script: Artifact


@dataclass(frozen=True, slots=True)
class AskedUnder:
    """A notice version to judge an answer by; `site_id` is the site that it was published for."""

    notice_id: str
    site_id: str
    terms: Terms
    languages: frozenset[str]


def read_live_sites(database: Database, known: Mapping[str, LiveSite]) -> dict[str, LiveSite]:
    """Return every published site by id, reading anew only those that differ from `known`."""
    with database.read() as connection:
        current = notices.current_all(connection)
    return {row.site_id: _unchanged(known, row) or _read(database, row) for row in current}


def read_script(database: Database, site_id: str, version: str) -> Artifact | None:
    """Return the script that `site_id` first served for the notice whose id begins with `version`.

    `version` is 16-64 hex digits. A notice that comes back may get another script, for it honours other
    answers; under its immutable address it keeps the bytes that pages have pinned.
    """
    with database.read() as connection:
        for row in reversed(notices.publications(connection, site_id, limit=1000)):
            if len(version) >= SHORT and row.notice_id.startswith(version):
                return artifacts.get(connection, row.script)
    return None


def read_file(database: Database, file_hash: str) -> Artifact | None:
    """Return the stored file whose hash begins with `file_hash` (16 hex digits); None if there is none."""
    with database.read() as connection:
        return artifacts.get_by_prefix(connection, file_hash)


def read_asked_under(database: Database, notice_id: str) -> AskedUnder | None:
    """Return the terms of a notice, whatever site it is of; None if it was never published."""
    with database.read() as connection:
        row = notices.find_notice(connection, notice_id)
    if row is None:
        return None
    body = json.loads(row.body)
    return AskedUnder(row.id, row.site_id, terms_of(body), frozenset(body["languages"]))


def _unchanged(known: Mapping[str, LiveSite], row: Publication) -> LiveSite | None:
    site = known.get(row.site_id)
    return site if site and (site.notice_id, site.script.hash) == (row.notice_id, row.script) else None


def _read(database: Database, row: Publication) -> LiveSite:
    with database.read() as connection:
        script = artifacts.get(connection, row.script)
        notice = notices.find_notice(connection, row.notice_id)
    # Foreign keys see to it that both are there.
    assert script is not None
    assert notice is not None
    return LiveSite(row.site_id, row.notice_id, frozenset(json.loads(notice.body)["origins"]), script)
