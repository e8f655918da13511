"""Recorded choices are added once and never changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from cookieguard.domain.record import ConsentEvent
from cookieguard.storage import choices, counters
from cookieguard.storage.choices import NotAllNew, Stored
from cookieguard.storage.database import Database
from cookieguard.storage.schema import consent_event
from tests.storage.builders import NOON, SLOW, a_consent_event, an_id, publish_the_shop, wait_until


def insert(database: Database, *events: ConsentEvent) -> list[Stored]:
    with database.write() as connection:
        return choices.insert_events(connection, events)


def insert_new(database: Database, *events: ConsentEvent) -> list[Stored]:
    with database.write() as connection:
        return choices.insert_new_events(connection, events)


def somebody_waits(database: Database) -> bool:
    """Tell whether a transaction on this PostgreSQL database waits for another."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with database.read() as connection:
        return bool(connection.scalar(waiting))


def test_an_event_comes_back_with_every_field(shop: Database) -> None:
    event = a_consent_event(language="pt-BR", vendors={"hotjar": False, "youtube": True})
    assert insert(shop, event) == [Stored(event, True)]
    with shop.read() as connection:
        assert choices.find_event(connection, event.event_id) == event


def test_an_event_without_the_browsers_clock_is_kept(shop: Database) -> None:
    event = a_consent_event(decided_at=None)
    insert(shop, event)
    with shop.read() as connection:
        assert choices.find_event(connection, event.event_id) == event


def test_an_unknown_event_is_not_found(shop: Database) -> None:
    with shop.read() as connection:
        assert choices.find_event(connection, an_id("nobody")) is None


def test_no_events_are_no_mistake(shop: Database) -> None:
    assert insert(shop) == []


def test_the_same_event_twice_in_one_batch_is_stored_once(shop: Database) -> None:
    event = a_consent_event()
    assert insert(shop, event, event) == [Stored(event, True), Stored(event, False)]


def test_of_two_bodies_under_one_id_the_first_of_the_batch_is_stored(shop: Database) -> None:
    first, second = a_consent_event(), a_consent_event(digest="e" * 64)
    assert insert(shop, first, second) == [Stored(first, True), Stored(first, False)]
    with shop.read() as connection:
        assert choices.find_event(connection, first.event_id) == first


def test_the_same_event_in_two_batches_is_stored_once(shop: Database) -> None:
    event = a_consent_event()
    assert insert(shop, event) + insert(shop, event) == [Stored(event, True), Stored(event, False)]


def test_a_known_id_with_another_body_returns_the_stored_event(shop: Database) -> None:
    """The caller compares the digests and answers that the two events conflict."""
    first, second = a_consent_event(), a_consent_event(digest="e" * 64, state="refused")
    insert(shop, first)
    assert insert(shop, second, second) == [Stored(first, False), Stored(first, False)]


def test_a_batch_answers_in_its_own_order(shop: Database) -> None:
    known = a_consent_event("known")
    insert(shop, known)
    batch = [a_consent_event(name) for name in ("zebra", "known", "ant", "zebra", "bee")]
    answers = insert(shop, *batch)
    assert [answer.event for answer in answers] == batch
    assert [answer.is_new for answer in answers] == [True, False, True, False, True]


def test_new_events_are_added_and_answered_in_their_order(shop: Database) -> None:
    batch = [a_consent_event(name) for name in ("zebra", "ant", "bee")]
    assert insert_new(shop, *batch) == [Stored(one, True) for one in batch]
    assert insert(shop, *batch) == [Stored(one, False) for one in batch]


def test_no_new_events_are_no_mistake(shop: Database) -> None:
    assert insert_new(shop) == []


@pytest.mark.parametrize("names", [["known"], ["ant", "known", "zebra"], ["ant", "bee", "ant"]], ids=str)
def test_of_events_that_are_not_all_new_none_is_kept(shop: Database, names: list[str]) -> None:
    """Whether one was stored before or comes twice: the database tells only how many it took."""
    insert(shop, a_consent_event("known"))
    with pytest.raises(NotAllNew):
        insert_new(shop, *map(a_consent_event, names))
    with shop.read() as connection:
        assert list(connection.scalars(select(consent_event.c.event_id))) == [an_id("known")]


@pytest.mark.postgres
def test_an_event_that_another_process_commits_meanwhile_is_not_new(postgresql_url: str) -> None:
    """Neither has seen the other's when it begins. SQLite, where one writes at a time, knows no such moment."""
    ours, theirs = Database(postgresql_url), Database(postgresql_url)
    publish_the_shop(ours)
    batch = [a_consent_event(number) for number in range(16)]
    with ThreadPoolExecutor(1) as pool:
        with theirs.write() as connection:
            choices.insert_new_events(connection, batch[7:8])
            answer = pool.submit(insert_new, ours, *batch)
            wait_until(lambda: somebody_waits(theirs))
        with pytest.raises(NotAllNew):
            answer.result(SLOW)
    assert [stored.is_new for stored in insert(ours, *batch)].count(False) == 1
    ours.close()
    theirs.close()


def test_batches_with_the_same_events_in_opposite_orders_do_not_lock_each_other_out(shop: Database) -> None:
    """PostgreSQL ends one of two transactions that wait for one another; here neither ever does."""
    start = threading.Barrier(2, timeout=SLOW)

    def insert_all(backwards: bool) -> int:
        new = 0
        for group in range(10):
            events = [a_consent_event((group, number)) for number in range(250)]
            start.wait()
            new += sum(stored.is_new for stored in insert(shop, *(events[::-1] if backwards else events)))
        return new

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(insert_all, [False, True])) == 2500


@pytest.mark.postgres
@pytest.mark.parametrize("add", [insert, insert_new])
def test_a_batch_is_written_in_the_order_of_its_ids(
    postgresql_url: str, add: Callable[..., list[Stored]]
) -> None:
    """The order that every process keeps, read from where the rows lie: it is why the test above holds."""
    database = Database(postgresql_url)
    publish_the_shop(database)
    add(database, *map(a_consent_event, range(50)))
    with database.read() as connection:
        written = list(connection.scalars(select(consent_event.c.event_id).order_by(text("ctid"))))
    database.close()
    assert written == sorted(written)


def test_a_large_batch_is_one_transaction(shop: Database) -> None:
    assert all(stored.is_new for stored in insert(shop, *map(a_consent_event, range(1000))))


def test_the_events_of_a_record_come_oldest_first(shop: Database) -> None:
    later = a_consent_event("later", recorded_at=NOON + timedelta(days=3), state="withdrawn")
    first = a_consent_event("first")
    insert(shop, later, a_consent_event("stranger", record_id=an_id("someone else")), first)
    with shop.read() as connection:
        assert choices.events_of_record(connection, an_id("record")) == [first, later]
        assert choices.events_of_record(connection, an_id("nobody")) == []


@pytest.mark.parametrize(
    "wrong",
    [{"state": "maybe"}, {"method": "guess"}, {"layer": 3}, {"site_id": "nowhere"}, {"notice_id": "e" * 64}],
    ids=str,
)
def test_an_event_that_breaks_a_rule_is_refused(shop: Database, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        insert(shop, a_consent_event(**wrong))


def test_counts_add_up_over_days(database: Database) -> None:
    with database.write() as connection:
        counters.bump(connection, "shop", NOON.date(), "disagreement")
        counters.bump(connection, "shop", NOON.date(), "disagreement", by=4)
        counters.bump(connection, "shop", NOON.date() + timedelta(days=1), "disagreement")
        counters.bump(connection, "shop", NOON.date(), "something else")
        counters.bump(connection, "blog", NOON.date(), "disagreement")
    with database.read() as connection:
        assert counters.read(connection, "shop", "disagreement") == 6
        assert counters.read(connection, "shop", "never counted") == 0
