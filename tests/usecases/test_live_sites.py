"""What is in force for visitors is read as it was published, and a version keeps its bytes for good."""

from __future__ import annotations

import json

import pytest

from cookieguard.domain.notice import terms_of
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.live_sites import read_asked_under, read_file, read_live_sites, read_script
from tests.builders import NOW, a_definition, the_catalogue
from tests.consent_server import a_server


@pytest.fixture
def server(tmp_path):
    with a_server(tmp_path) as server:
        yield server


@pytest.fixture
def database(server):
    return server.services.database


def test_every_published_site_is_live_and_no_other(server, database):
    server.publish(site="other", origins=["https://other.example"])
    apply_site(database, a_definition(site="draft"), catalogue=the_catalogue(), now=NOW)
    live = read_live_sites(database, {})
    assert set(live) == {"shop", "other"}
    assert live["other"].origins == {"https://other.example"}


def test_a_site_that_did_not_change_is_not_read_again(server, database):
    before = read_live_sites(database, {})
    server.publish(site="other")
    after = read_live_sites(database, before)
    assert after["shop"] is before["shop"]
    server.publish(name="Renamed")
    assert read_live_sites(database, after)["shop"].notice_id != before["shop"].notice_id


def test_a_notice_that_honours_other_answers_than_before_is_read_again(server, database):
    """Off and on: the notice is the same, its script is not."""
    before = read_live_sites(database, {})
    server.publish(name="Renamed")
    server.publish()
    after = read_live_sites(database, before)
    assert after["shop"].notice_id == before["shop"].notice_id
    assert after["shop"].script != before["shop"].script


@pytest.mark.parametrize("digits", [16, 64])
def test_a_version_keeps_its_first_script_for_good(server, database, digits):
    """Its address is immutable and may be pinned with `integrity`, also when the notice comes back."""
    version = read_live_sites(database, {})["shop"].notice_id[:digits]
    first = read_script(database, "shop", version)
    server.publish(name="Renamed")
    assert read_script(database, "shop", version) == first
    back = server.publish()
    assert back.script != first.hash
    assert read_script(database, "shop", version) == first


def test_an_unknown_or_too_short_version_has_no_script(database):
    known = read_live_sites(database, {})["shop"].notice_id
    for version in ("0" * 16, "f" * 64, "", known[:15]):
        assert read_script(database, "shop", version) is None


def test_a_version_of_another_site_has_no_script_here(server, database):
    other = server.publish(site="other")
    assert read_script(database, "shop", other.notice_id) is None
    assert read_script(database, "other", other.notice_id)


def test_a_file_is_found_by_the_beginning_of_its_hash(database):
    script = read_live_sites(database, {})["shop"].script
    assert read_file(database, script.hash[:16]) == script
    assert read_file(database, "0" * 16) is None


def test_the_terms_of_any_published_notice_can_be_read(server, database):
    version = read_live_sites(database, {})["shop"].notice_id
    server.publish(languages=["en"], default_language="en", necessary=None)
    asked = read_asked_under(database, version)
    assert (asked.notice_id, asked.site_id, asked.languages) == (version, "shop", {"nl", "en"})
    assert set(asked.terms.vendors) == {"google-analytics-4", "youtube"}
    assert asked.terms.version == version[:16]
    assert read_asked_under(database, "0" * 64) is None


def test_the_terms_are_those_that_the_notice_itself_states(server, database):
    asked = read_asked_under(database, read_live_sites(database, {})["shop"].notice_id)
    ((body,),) = server.rows("SELECT body FROM notice")
    assert asked.terms == terms_of(json.loads(body))
