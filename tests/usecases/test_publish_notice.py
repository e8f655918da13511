"""Publishing puts the draft in force, all of it or nothing, and keeps earlier answers where they still hold."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from cookieguard.errors import CookieguardError, InvalidDefinition
from cookieguard.resources import static_folder
from cookieguard.scripts.builder import Builder
from cookieguard.storage import artifacts, notices, sites
from cookieguard.storage.database import Database
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.change_draft import NoSuchSite
from cookieguard.usecases.publish_notice import HONOURED_VERSIONS, publish_notice
from tests.builders import NOW, a_definition, the_catalogue

GA, YOUTUBE = {"id": "google-analytics-4"}, {"id": "youtube"}


@pytest.fixture(scope="module")
def builder():
    return Builder(static_folder() / "banner")


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/cookieguard.sqlite3")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def publish(database, builder):
    def publish(now=NOW, site="shop", **changes):
        definition = a_definition(site=site, **changes)
        apply_site(database, definition, catalogue=the_catalogue(), now=now)
        return put_in_force(site, now)

    def put_in_force(site="shop", now=NOW):
        return publish_notice(
            database, site, catalogue=the_catalogue(), builder=builder, by="olga", note="Why", now=now
        )

    publish.draft = put_in_force
    return publish


def everything_in(database) -> dict[str, list]:
    """Return every row of the tables that publishing writes."""
    with closing(sqlite3.connect(database._file)) as connection:
        tables = ("site", "notice", "publication", "artifact")
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def script_of(database, publication) -> str:
    with database.read() as connection:
        return artifacts.get(connection, publication.script).plain.decode()


def honoured_by(database, publication) -> dict[str, list[str]]:
    """Return the versions whose answers the published script takes over."""
    found = re.search(r'"honours":(\{.*?\}),"signals"', script_of(database, publication))
    return json.loads(found[1])


def test_what_was_published_is_in_force_with_who_when_and_why(database, publish):
    publication = publish()
    assert (publication.site_id, publication.published_at) == ("shop", NOW)
    assert (publication.published_by, publication.note) == ("olga", "Why")
    with database.read() as connection:
        assert notices.current(connection, "shop") == publication
        body = json.loads(notices.find_notice(connection, publication.notice_id).body)
    assert body["name"] == "The Shop"


def test_every_file_that_the_script_asks_for_is_kept(database, publish):
    script = script_of(database, publish())
    with database.read() as connection:
        for language in ("nl", "en"):
            name = re.search(rf'"{language}":"([0-9a-f]{{16}})"', script)[1]
            second = artifacts.get_by_prefix(connection, name)
            facts = re.search(r'"facts":"([0-9a-f]{16})"', second.plain.decode())[1]
            assert artifacts.get_by_prefix(connection, facts)


def test_the_same_draft_again_is_the_same_notice_and_the_same_files(database, publish):
    first, again = publish(), publish(NOW + timedelta(days=1))
    assert (first.notice_id, first.script) == (again.notice_id, again.script)
    found = everything_in(database)
    assert (len(found["notice"]), len(found["publication"])) == (1, 2)


def test_a_site_that_was_never_applied_cannot_be_published(database, publish):
    before = everything_in(database)
    with pytest.raises(NoSuchSite):
        publish.draft("elsewhere")
    assert everything_in(database) == before


def test_a_draft_with_a_mistake_publishes_nothing(database, publish):
    """A draft can go bad by itself: an upgrade drops a vendor, or somebody edits the row by hand."""
    publish()
    with database.write() as connection:
        sites.save_draft(connection, "shop", a_definition(vendors=[{"id": "nobody"}]), NOW)
    before = everything_in(database)
    with pytest.raises(InvalidDefinition):
        publish.draft()
    assert everything_in(database) == before


def test_a_file_with_a_mistake_publishes_nothing(database, publish):
    publish()
    before = everything_in(database)
    with pytest.raises(InvalidDefinition):
        publish(origins=["nowhere"])
    assert everything_in(database) == before


def test_a_builder_that_fails_publishes_nothing(database, publish, tmp_path):
    publish()
    apply_site(database, a_definition(name="Renamed"), catalogue=the_catalogue(), now=NOW)
    before = everything_in(database)
    for name in ("core/main.js", "choice/main.js", "choice/facts.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("export default 1;\n", "utf-8")
    with pytest.raises(CookieguardError, match="cannot be joined"):
        publish_notice(
            database, "shop", catalogue=the_catalogue(), builder=Builder(tmp_path), by="o", note="", now=NOW
        )
    assert everything_in(database) == before


def test_an_earlier_version_is_honoured_where_it_asked_the_same(database, publish):
    first = publish(vendors=[GA, YOUTUBE])
    second = publish(NOW + timedelta(days=1), vendors=[YOUTUBE, {"id": "hotjar"}])
    assert honoured_by(database, second) == {first.notice_id[:16]: ["", "youtube"]}


def test_a_vendor_switched_off_and_on_again_needs_no_new_answer(database, publish):
    on = publish(vendors=[GA, YOUTUBE])
    off = publish(NOW + timedelta(days=1), vendors=[{**GA, "enabled": False}, YOUTUBE])
    again = publish(NOW + timedelta(days=2), vendors=[GA, YOUTUBE])
    assert on.notice_id == again.notice_id != off.notice_id
    assert honoured_by(database, off) == {on.notice_id[:16]: ["", "youtube"]}
    assert honoured_by(database, again) == {off.notice_id[:16]: ["youtube"]}


def test_a_version_whose_last_answers_have_expired_is_not_honoured_any_more(database, publish):
    first = publish(name="First")
    second = publish(NOW + timedelta(days=10), name="Second")
    within = publish(NOW + timedelta(days=190), name="Third")
    assert honoured_by(database, within).keys() == {first.notice_id[:16], second.notice_id[:16]}
    after = publish(NOW + timedelta(days=190, seconds=1), name="Fourth")
    assert honoured_by(database, after).keys() == {second.notice_id[:16], within.notice_id[:16]}


def test_only_the_last_versions_are_honoured(database, publish):
    versions = [
        publish(NOW + timedelta(days=day), name=f"Name {day}") for day in range(HONOURED_VERSIONS + 2)
    ]
    honoured = honoured_by(database, versions[-1])
    assert set(honoured) == {version.notice_id[:16] for version in versions[1:-1]}


def test_an_answer_to_another_controller_is_not_honoured(database, publish):
    publish()
    buyer = {"name": "Buyer Ltd", "email": "privacy@buyer.example", "privacy_url": "/privacy"}
    assert honoured_by(database, publish(NOW + timedelta(days=1), controller=buyer)) == {}


def test_answers_of_another_site_are_not_honoured(database, publish):
    publish(site="other")
    assert honoured_by(database, publish()) == {}
