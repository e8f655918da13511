"""Many threads hand in choices; one writer commits them in groups and answers each."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import Connection, Engine, event, func, select

from cookieguard.domain.record import ConsentEvent
from cookieguard.errors import Unavailable
from cookieguard.storage import choices, counters
from cookieguard.storage.choices import Stored
from cookieguard.storage.counters import Tally
from cookieguard.storage.database import Database
from cookieguard.storage.schema import consent_event
from cookieguard.storage.writer import ChoiceWriter, Unstorable
from tests.storage.builders import (
    NOON,
    SLOW,
    a_consent_event,
    publish_the_shop,
    wait_until,
    writing_blocked,
)

DISAGREEMENT = Tally("shop", NOON.date(), "disagreement")


@pytest.fixture
def writer(shop: Database) -> Iterator[ChoiceWriter]:
    """A writer of the shop's choices."""
    opened = ChoiceWriter(shop)
    yield opened
    opened.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that stand for requests."""
    with ThreadPoolExecutor(64) as threads:
        yield threads


@pytest.fixture
def commits() -> Iterator[list[object]]:
    """One entry for every commit since the test began."""
    seen: list[object] = []
    note = seen.append
    event.listen(Engine, "commit", note)
    yield seen
    event.remove(Engine, "commit", note)


class WatchedDatabase(Database):
    """A database that tells when a thread has asked for a transaction."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.asked = threading.Event()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        self.asked.set()
        with super().write() as connection:
            yield connection


@pytest.fixture
def database(url: str) -> Iterator[WatchedDatabase]:
    opened = WatchedDatabase(url)
    yield opened
    opened.close()


@contextmanager
def all_waiting(
    database: Database,
    writer: ChoiceWriter,
    pool: ThreadPoolExecutor,
    events: list[ConsentEvent],
    counters: Sequence[Tally] = (),
) -> Iterator[list[Future[Stored]]]:
    """Hand in events: the first is being written and the others wait, in order, until the block ends."""
    assert isinstance(database, WatchedDatabase)
    with writing_blocked(database):
        database.asked.clear()
        answers = [pool.submit(writer.record, events[0], SLOW, counters)]
        assert database.asked.wait(SLOW)
        for position, one in enumerate(events[1:], start=1):
            answers.append(pool.submit(writer.record, one, SLOW, counters))
            wait_until(partial(is_waiting, writer, position))
        yield answers


def is_waiting(writer: ChoiceWriter, count: int) -> bool:
    return writer.waiting == count


def stored_ids(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(consent_event.c.event_id)))


def test_an_event_is_committed_when_record_returns(shop: Database, writer: ChoiceWriter) -> None:
    one = a_consent_event()
    assert writer.record(one, SLOW) == Stored(one, True)
    with shop.read() as connection:
        assert choices.find_event(connection, one.event_id) == one


def test_an_event_sent_again_is_not_new(writer: ChoiceWriter) -> None:
    one = a_consent_event()
    writer.record(one, SLOW)
    assert writer.record(one, SLOW) == Stored(one, False)


def test_a_known_id_with_another_body_returns_what_is_stored(writer: ChoiceWriter) -> None:
    first = a_consent_event()
    writer.record(first, SLOW)
    assert writer.record(a_consent_event(digest="e" * 64), SLOW) == Stored(first, False)


def test_the_same_event_from_sixteen_threads_at_once_is_new_to_one(
    shop: Database, writer: ChoiceWriter, pool: ThreadPoolExecutor
) -> None:
    start = threading.Barrier(16, timeout=SLOW)

    def record(_: int) -> Stored:
        start.wait()
        return writer.record(a_consent_event(), SLOW)

    answers = list(pool.map(record, range(16)))
    assert [stored.is_new for stored in answers].count(True) == 1
    assert {stored.event for stored in answers if stored.event != a_consent_event()} == set()
    assert len(stored_ids(shop)) == 1


def test_known_events_spoil_no_batch(shop: Database, writer: ChoiceWriter, pool: ThreadPoolExecutor) -> None:
    """Known, or twice in the batch: each is answered as if it came alone, and counted once."""
    writer.record(a_consent_event("known"), SLOW, [DISAGREEMENT])
    batch = [a_consent_event(name) for name in ("first", "zebra", "known", "ant", "zebra", "bee")]
    with all_waiting(shop, writer, pool, batch, [DISAGREEMENT]) as answers:
        pass
    news = [True, True, False, True, False, True]
    assert [answer.result() for answer in answers] == list(map(Stored, batch, news))
    with shop.read() as connection:
        assert counters.read(connection, "shop", "disagreement") == len(stored_ids(shop)) == 5


def test_two_writers_on_two_databases_store_each_event_once(url: str, pool: ThreadPoolExecutor) -> None:
    """As two processes do: each hands in the same 200 events, from 32 threads, one from either end."""
    databases = [Database(url) for _ in range(2)]
    publish_the_shop(databases[0])
    writers = [ChoiceWriter(database, batch=16) for database in databases]
    events = [a_consent_event(number) for number in range(200)]
    jobs = [
        pool.submit(writer.record, one, SLOW)
        for pair in zip(events, reversed(events), strict=True)
        for writer, one in zip(writers, pair, strict=True)
    ]
    assert sum(job.result().is_new for job in jobs) == 200
    assert len(stored_ids(databases[0])) == 200
    for opened in (*writers, *databases):
        opened.close()


def test_everything_that_waits_goes_into_one_commit(
    shop: Database, writer: ChoiceWriter, pool: ThreadPoolExecutor, commits: list[object]
) -> None:
    with all_waiting(shop, writer, pool, [a_consent_event(number) for number in range(40)]) as answers:
        pass
    wait(answers)
    # the transaction that held the writer up, the event that was being written, the 39 that waited
    assert len(commits) == 3


def test_a_commit_holds_no_more_than_a_batch(
    shop: Database, pool: ThreadPoolExecutor, commits: list[object]
) -> None:
    writer = ChoiceWriter(shop, batch=4)
    with all_waiting(shop, writer, pool, [a_consent_event(number) for number in range(1 + 10)]) as answers:
        pass
    wait(answers)
    writer.close()
    assert len(commits) == 2 + 3


@pytest.mark.parametrize(
    "poison",
    [{"layer": 9}, {"notice_id": "e" * 64}, {"categories": {"analytics": object()}}, {"language": "\ud800"}],
    ids=["breaks a check", "refers to nothing", "is no JSON", "is no text"],
)
def test_a_poisoned_event_fails_alone(
    shop: Database, writer: ChoiceWriter, pool: ThreadPoolExecutor, poison: dict[str, object]
) -> None:
    good = [a_consent_event(number) for number in range(20)]
    batch = [*good[:7], a_consent_event("poisoned", **poison), *good[7:]]
    with all_waiting(shop, writer, pool, batch) as answers:
        pass
    with pytest.raises(Unstorable):
        answers.pop(7).result()
    assert [answer.result() for answer in answers] == [Stored(one, True) for one in good]
    assert sorted(stored_ids(shop)) == sorted(one.event_id for one in good)


def test_the_writer_goes_on_after_a_poisoned_event(writer: ChoiceWriter) -> None:
    with pytest.raises(Unstorable):
        writer.record(a_consent_event("poisoned", layer=9), SLOW)
    assert writer.record(a_consent_event(), SLOW).is_new


def test_a_full_queue_refuses_at_once(shop: Database, pool: ThreadPoolExecutor) -> None:
    writer = ChoiceWriter(shop, capacity=3)
    with all_waiting(shop, writer, pool, [a_consent_event(number) for number in range(1 + 3)]) as answers:
        with pytest.raises(Unavailable) as caught:
            writer.record(a_consent_event("one too many"), SLOW)
        assert caught.value.retry_after_seconds > 0
    assert all(answer.result().is_new for answer in answers)
    assert writer.record(a_consent_event("one too many"), SLOW).is_new
    writer.close()


def test_an_event_that_waits_too_long_is_unavailable_and_is_not_written_later(
    shop: Database, pool: ThreadPoolExecutor
) -> None:
    writer = ChoiceWriter(shop)
    first = a_consent_event("being written")
    with all_waiting(shop, writer, pool, [first]), pytest.raises(Unavailable):
        writer.record(a_consent_event("late"), timeout_seconds=0.01)
    writer.close()
    assert stored_ids(shop) == [first.event_id]


def test_an_event_that_was_written_too_late_can_be_sent_again(shop: Database, writer: ChoiceWriter) -> None:
    one = a_consent_event()
    with writing_blocked(shop), pytest.raises(Unavailable):
        writer.record(one, timeout_seconds=0.05)
    assert writer.record(one, SLOW).event == one
    assert stored_ids(shop) == [one.event_id]


def test_closing_writes_what_waits(shop: Database, pool: ThreadPoolExecutor) -> None:
    writer = ChoiceWriter(shop, batch=2)
    with all_waiting(shop, writer, pool, [a_consent_event(number) for number in range(9)]) as answers:
        closing = pool.submit(writer.close)
    closing.result()
    assert [answer.result().is_new for answer in answers] == [True] * 9


def test_a_closed_writer_takes_nothing_and_may_be_closed_again(shop: Database) -> None:
    writer = ChoiceWriter(shop)
    writer.close()
    writer.close()
    with pytest.raises(Unavailable):
        writer.record(a_consent_event(), SLOW)


def test_a_counter_rides_with_its_event(shop: Database, writer: ChoiceWriter) -> None:
    writer.record(a_consent_event("counted"), SLOW, counters=[DISAGREEMENT])
    writer.record(a_consent_event("not counted"), SLOW)
    with shop.read() as connection:
        assert counters.read(connection, "shop", "disagreement") == 1


def test_an_event_sent_again_is_not_counted_again(shop: Database, writer: ChoiceWriter) -> None:
    for _ in range(3):
        writer.record(a_consent_event(), SLOW, counters=[DISAGREEMENT])
    with shop.read() as connection:
        assert counters.read(connection, "shop", "disagreement") == 1


def test_counters_of_one_batch_add_up(shop: Database, writer: ChoiceWriter, pool: ThreadPoolExecutor) -> None:
    events = [a_consent_event(number) for number in range(30)]
    with all_waiting(shop, writer, pool, events, [DISAGREEMENT]) as answers:
        pass
    wait(answers)
    with shop.read() as connection:
        assert counters.read(connection, "shop", "disagreement") == 30


def test_a_refused_event_is_not_counted(shop: Database, writer: ChoiceWriter) -> None:
    with pytest.raises(Unstorable):
        writer.record(a_consent_event(layer=9), SLOW, counters=[DISAGREEMENT])
    with shop.read() as connection:
        assert counters.read(connection, "shop", "disagreement") == 0


def test_every_event_is_stored_once_when_many_threads_hand_them_in(
    shop: Database, writer: ChoiceWriter, pool: ThreadPoolExecutor
) -> None:
    events = [a_consent_event(number) for number in range(1000)]
    answers = list(pool.map(lambda one: writer.record(one, SLOW), events))
    assert answers == [Stored(one, True) for one in events]
    with shop.read() as connection:
        assert connection.scalar(select(func.count()).select_from(consent_event)) == 1000
