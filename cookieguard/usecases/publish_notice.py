"""Publishes a site's draft: a notice version, its scripts, and from now on what visitors get."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cookieguard.domain.definition import parse_site
from cookieguard.domain.notice import Notice, build_notice, terms_of
from cookieguard.storage import artifacts, notices, sites
from cookieguard.storage.artifacts import Artifact
from cookieguard.storage.notices import NoticeRow, Publication
from cookieguard.texts import languages, load_texts
from cookieguard.texts.dialog import dialog_data
from cookieguard.usecases.change_draft import NoSuchSite

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.site import Site
    from cookieguard.scripts.builder import Builder, ScriptFile
    from cookieguard.storage.database import Database

# Each version that is still honoured costs the script a few bytes; an older answer is asked for again.
HONOURED_VERSIONS = 12


def publish_notice(
    database: Database,
    site_id: str,
    *,
    catalogue: Catalogue,
    builder: Builder,
    by: str,
    note: str,
    now: datetime,
) -> Publication:
    """Put the draft of `site_id` in force and return its publication; all of it is committed or none.

    Raises NoSuchSite, and InvalidDefinition when the draft has mistakes: then what was in force stays.
    """
    with database.write() as connection:
        draft = sites.find_draft(connection, site_id, for_change=True)
        if draft is None:
            raise NoSuchSite(f"No site is called {site_id!r}.")
        notice = compose_notice(parse_site(draft, catalogue, languages()), builder)
        script = _keep_scripts(connection, notice, builder, _honoured(connection, site_id, now))
        notices.add_notice(connection, NoticeRow(notice.id, site_id, notice.text, now, by, note))
        notices.set_current(connection, site_id, notice.id, at=now, by=by, note=note, script=script)
        current = notices.current(connection, site_id)
    assert current is not None
    return current


def compose_notice(site: Site, builder: Builder) -> Notice:
    """Return the notice that publishing `site` would make, without keeping it."""
    texts = {language: load_texts(language) for language in site.languages}
    return build_notice(
        site,
        dialogs={language: dialog_data(site, words) for language, words in texts.items()},
        software=builder.software([used.vendor.id for used in site.active_vendors if used.account]),
    )


def _honoured(connection: Connection, site_id: str, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """Return (id, body) of the versions that visitors may have answered and whose answers are still young."""
    found: dict[str, dict[str, Any]] = {}
    ended_at = now
    for publication in notices.publications(connection, site_id, limit=200):
        row = notices.find_notice(connection, publication.notice_id)
        if row is None or len(found) == HONOURED_VERSIONS:
            break
        body = json.loads(row.body)
        if ended_at >= now - timedelta(days=body["validity_days"]):
            found.setdefault(row.id, body)
        ended_at = publication.published_at
    return list(found.items())


def _keep_scripts(
    connection: Connection, notice: Notice, builder: Builder, earlier: list[tuple[str, dict[str, Any]]]
) -> str:
    """Store every file of the notice and return the hash of its script."""
    facts = builder.facts(notice)
    seconds = builder.seconds(notice, facts)
    core = builder.core(notice, terms_of(notice.body, earlier), seconds)
    for file in (core, *seconds.values(), *facts.values()):
        artifacts.put(connection, _artifact(file))
    return core.hash


def _artifact(file: ScriptFile) -> Artifact:
    return Artifact(**asdict(file))
