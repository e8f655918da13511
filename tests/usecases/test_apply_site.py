"""A definition becomes a site's draft, whole or not at all; visitors notice nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cookieguard.errors import InvalidDefinition
from cookieguard.storage import notices, sites
from cookieguard.storage.database import Database
from cookieguard.usecases.apply_site import apply_site
from tests.builders import NOW, a_definition, the_catalogue


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/cookieguard.sqlite3")
    database.migrate()
    yield database
    database.close()


def applied(database, definition, now=NOW):
    return apply_site(database, definition, catalogue=the_catalogue(), now=now)


def the_draft(database, site_id="shop"):
    with database.read() as connection:
        return sites.find_draft(connection, site_id)


def test_the_draft_is_the_definition_as_it_was_written(database):
    assert applied(database, a_definition()).id == "shop"
    assert the_draft(database) == a_definition()


def test_applying_again_replaces_the_draft(database):
    applied(database, a_definition())
    applied(database, a_definition(name="Renamed"), NOW + timedelta(days=1))
    assert the_draft(database)["name"] == "Renamed"
    with database.read() as connection:
        (row,) = sites.list_sites(connection)
    assert row.draft_saved_at == NOW + timedelta(days=1)


def test_a_definition_with_a_mistake_leaves_the_draft_as_it_was(database):
    applied(database, a_definition())
    with pytest.raises(InvalidDefinition) as refused:
        applied(database, a_definition(name="Renamed", validity_days=0))
    assert [finding.path for finding in refused.value.evidence["findings"]] == [("validity_days",)]
    assert the_draft(database) == a_definition()


def test_a_new_site_with_a_mistake_is_not_made(database):
    with pytest.raises(InvalidDefinition):
        applied(database, a_definition(site="other", vendors=[{"id": "nobody"}]))
    assert the_draft(database, "other") is None
    with database.read() as connection:
        assert sites.list_sites(connection) == []


def test_applying_publishes_nothing(database):
    applied(database, a_definition())
    with database.read() as connection:
        assert notices.current(connection, "shop") is None


def test_sites_do_not_mix(database):
    applied(database, a_definition())
    applied(database, a_definition(site="other", name="Other"))
    assert the_draft(database)["name"] == "The Shop"
    assert the_draft(database, "other")["name"] == "Other"
