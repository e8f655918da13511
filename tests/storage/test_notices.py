"""Notices never change; their publications are a history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from cookieguard.storage import artifacts, notices, sites
from cookieguard.storage.database import Database
from cookieguard.storage.notices import Publication
from tests.storage.builders import NOON, NOTICE_ID, SCRIPT, a_notice, an_artifact

OTHER_NOTICE = "b" * 64
FIRST = Publication("shop", NOTICE_ID, SCRIPT, NOON, "olga", "first")


def publish(
    database: Database, notice_id: str, hours: int, *, site: str = "shop", script: str = SCRIPT
) -> None:
    with database.write() as connection:
        at = NOON + timedelta(hours=hours)
        notices.set_current(connection, site, notice_id, at=at, by="olga", note="next", script=script)


def test_a_notice_comes_back_to_the_letter(shop: Database) -> None:
    with shop.read() as connection:
        assert notices.find_notice(connection, NOTICE_ID) == a_notice()
        assert notices.find_notice(connection, OTHER_NOTICE) is None


def test_adding_a_notice_again_keeps_the_first(shop: Database) -> None:
    with shop.write() as connection:
        notices.add_notice(connection, a_notice(body="{}", note="second", published_by="eve"))
    with shop.read() as connection:
        assert notices.find_notice(connection, NOTICE_ID) == a_notice()


def test_the_newest_publication_is_the_current_one(shop: Database) -> None:
    with shop.write() as connection:
        notices.add_notice(connection, a_notice(id=OTHER_NOTICE))
    publish(shop, OTHER_NOTICE, hours=1)
    with shop.read() as connection:
        current = notices.current(connection, "shop")
    assert current is not None
    assert (current.notice_id, current.published_at) == (OTHER_NOTICE, NOON + timedelta(hours=1))


def test_the_newest_is_what_was_published_last_even_if_the_clock_went_back(shop: Database) -> None:
    publish(shop, NOTICE_ID, hours=-3)
    with shop.read() as connection:
        current = notices.current(connection, "shop")
    assert current is not None
    assert current.published_at == NOON - timedelta(hours=3)


def test_restoring_an_old_notice_adds_to_the_history(shop: Database) -> None:
    with shop.write() as connection:
        notices.add_notice(connection, a_notice(id=OTHER_NOTICE))
    publish(shop, OTHER_NOTICE, hours=1)
    publish(shop, NOTICE_ID, hours=2)
    with shop.read() as connection:
        history = notices.publications(connection, "shop", limit=10)
    assert [one.notice_id for one in history] == [NOTICE_ID, OTHER_NOTICE, NOTICE_ID]
    assert history[-1] == FIRST


def test_the_history_is_cut_at_the_limit_newest_first(shop: Database) -> None:
    for hours in (1, 2, 3):
        publish(shop, NOTICE_ID, hours)
    with shop.read() as connection:
        history = notices.publications(connection, "shop", limit=2)
    assert [one.published_at for one in history] == [NOON + timedelta(hours=hours) for hours in (3, 2)]


def test_a_site_that_was_never_published_has_nothing_in_force(database: Database) -> None:
    with database.write() as connection:
        sites.save_draft(connection, "shop", {}, NOON)
    with database.read() as connection:
        assert notices.current(connection, "shop") is None
        assert notices.current_all(connection) == []
        assert notices.publications(connection, "shop", limit=5) == []


def test_every_published_site_has_one_current_publication(shop: Database) -> None:
    with shop.write() as connection:
        sites.save_draft(connection, "blog", {}, NOON)
        sites.save_draft(connection, "unpublished", {}, NOON)
        notices.add_notice(connection, a_notice(id=OTHER_NOTICE, site_id="blog"))
    publish(shop, OTHER_NOTICE, hours=1, site="blog")
    publish(shop, OTHER_NOTICE, hours=2, site="blog")
    with shop.read() as connection:
        assert [(one.site_id, one.published_at) for one in notices.current_all(connection)] == [
            ("blog", NOON + timedelta(hours=2)),
            ("shop", NOON),
        ]


@pytest.mark.parametrize(("notice_id", "script"), [("e" * 64, SCRIPT), (NOTICE_ID, "e" * 64)])
def test_what_is_not_stored_cannot_be_put_in_force(shop: Database, notice_id: str, script: str) -> None:
    with pytest.raises(IntegrityError):
        publish(shop, notice_id, hours=1, script=script)
    with shop.read() as connection:
        assert notices.current(connection, "shop") == FIRST


def test_a_file_comes_back_byte_for_byte(shop: Database) -> None:
    with shop.read() as connection:
        assert artifacts.get(connection, SCRIPT) == an_artifact()
        assert artifacts.get(connection, "e" * 64) is None


def test_storing_a_file_again_keeps_the_first(shop: Database) -> None:
    with shop.write() as connection:
        artifacts.put(connection, an_artifact(plain=b"other"))
    with shop.read() as connection:
        assert artifacts.get(connection, SCRIPT) == an_artifact()
