"""Drafts and the list of sites."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from cookieguard.storage import notices, sites
from cookieguard.storage.database import Database
from cookieguard.storage.sites import SiteRow
from tests.storage.builders import NOON, NOTICE_ID, SCRIPT, publish_the_shop, wait_until


def test_a_draft_comes_back_as_it_was_saved_down_to_the_order_of_its_keys(database: Database) -> None:
    definition = {
        "site": "shop",
        "name": "Caf\u00e9 \u20ac \u0000",
        "languages": ["nl", "en"],
        "a": {"z": 1.5, "b": None},
    }
    with database.write() as connection:
        sites.save_draft(connection, "shop", definition, NOON)
    with database.read() as connection:
        found = sites.find_draft(connection, "shop")
    assert found == definition
    assert list(found) == ["site", "name", "languages", "a"]


def test_saving_a_draft_again_replaces_it(database: Database) -> None:
    later = NOON + timedelta(hours=1)
    with database.write() as connection:
        sites.save_draft(connection, "shop", {"site": "shop"}, NOON)
        sites.save_draft(connection, "shop", {"site": "shop", "name": "Shop"}, later)
    with database.read() as connection:
        assert sites.find_draft(connection, "shop") == {"site": "shop", "name": "Shop"}
        assert sites.list_sites(connection) == [SiteRow("shop", None, None, later)]


def test_an_unknown_site_has_no_draft(database: Database) -> None:
    with database.read() as connection:
        assert sites.find_draft(connection, "nowhere") is None
        assert sites.find_draft(connection, "nowhere", for_change=True) is None


def test_the_list_names_what_is_in_force_on_every_site(shop: Database) -> None:
    later = NOON + timedelta(hours=1)
    with shop.write() as connection:
        sites.save_draft(connection, "blog", {}, NOON)
        notices.set_current(connection, "shop", NOTICE_ID, at=later, by="olga", note="again", script=SCRIPT)
    with shop.read() as connection:
        assert sites.list_sites(connection) == [
            SiteRow("blog", None, None, NOON),
            SiteRow("shop", NOTICE_ID, later, NOON),
        ]


@pytest.mark.postgres
def test_two_who_change_a_draft_at_once_lose_no_change(postgresql_url: str) -> None:
    """The second waits for the first before it reads. On SQLite write() itself lets in one at a time."""
    database = Database(postgresql_url)
    publish_the_shop(database)

    def add(name: str) -> None:
        with database.write() as connection:
            draft = sites.find_draft(connection, "shop", for_change=True) or {}
            sites.save_draft(connection, "shop", {**draft, name: True}, NOON)

    second = threading.Thread(target=add, args=("second",))
    with database.write() as connection:
        draft = sites.find_draft(connection, "shop", for_change=True) or {}
        second.start()
        wait_until(lambda: someone_waits_for_a_lock(database) or not second.is_alive())
        sites.save_draft(connection, "shop", {**draft, "first": True}, NOON)
    second.join()
    with database.read() as connection:
        assert sites.find_draft(connection, "shop") == {"site": "shop", "first": True, "second": True}
    database.close()


def someone_waits_for_a_lock(database: Database) -> bool:
    with database.read() as connection:
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        return connection.scalar(text(waits)) > 0
