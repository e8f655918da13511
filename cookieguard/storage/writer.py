"""Group commit: one thread writes everybody's choices, many to a transaction.

Law: record() returns only after the COMMIT that holds its event. A fault of one event is that event's alone;
an outage of the database is everybody's at once, and the next batch simply tries again.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import Connection

from cookieguard.domain.record import ConsentEvent
from cookieguard.errors import CookieguardError, Unavailable
from cookieguard.storage.choices import NotAllNew, Stored, insert_events, insert_new_events
from cookieguard.storage.counters import Tally, bump
from cookieguard.storage.database import Database

_Insert = Callable[[Connection, Sequence[ConsentEvent]], list[Stored]]

_log = logging.getLogger(__name__)


class Unstorable(CookieguardError):
    """One event breaks a rule of the database that an earlier check should have caught; it was not kept."""

    code: ClassVar[str] = "unstorable"
    title: ClassVar[str] = "The choice cannot be stored"


@dataclass(frozen=True, slots=True)
class _Job:
    event: ConsentEvent
    tallies: Sequence[Tally]
    answer: Future[Stored] = field(default_factory=Future)


class ChoiceWriter:
    """The one writer of choices in this process; made after a fork, closed before its database.

    `batch` is the most events in one transaction, `capacity` the most that wait.
    """

    def __init__(self, database: Database, batch: int = 256, capacity: int = 1024) -> None:
        self._database = database
        self._batch = batch
        self._capacity = capacity
        self._waiting: deque[_Job] = deque()
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="choice-writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many events wait to be taken up: what to watch, since at `capacity` the next is refused."""
        return len(self._waiting)

    def record(self, event: ConsentEvent, timeout_seconds: float, counters: Sequence[Tally] = ()) -> Stored:
        """Commit an event, adding one to each of `counters` if it is new, and return what is stored.

        Raises Unavailable when too many wait, the time is up or the database fails: the event may or may not
        be kept then, and sending it again is safe. Raises Unstorable when the database refuses this event.
        """
        job = _Job(event, counters)
        self._enqueue(job)
        try:
            return job.answer.result(timeout_seconds)
        except TimeoutError:
            job.answer.cancel()  # spares the work if the writer has not taken it up yet
            raise Unavailable("The choice was not written in time. Send it again.") from None

    def close(self) -> None:
        """Take nothing more, write what waits and end the thread; calling it again changes nothing."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _enqueue(self, job: _Job) -> None:
        with self._changed:
            if self._closed:
                raise Unavailable("The server is stopping; nothing was kept. Send it again.")
            if len(self._waiting) >= self._capacity:
                raise Unavailable("Too many choices wait; nothing was kept. Send it again.")
            self._waiting.append(job)
            self._changed.notify()

    def _run(self) -> None:
        while jobs := self._next_jobs():
            live = [job for job in jobs if job.answer.set_running_or_notify_cancel()]
            if live:
                self._settle(live)

    def _next_jobs(self) -> list[_Job]:
        """Wait for work and take up to one batch; an empty list means closed and drained."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]

    def _settle(self, jobs: Sequence[_Job]) -> None:
        """Answer every job: with what is stored, or with why it is not."""
        try:
            answers = self._write(jobs)
        except Unavailable as error:
            _log.warning("%d choices not written: %s", len(jobs), error.detail)
            for job in jobs:
                # One exception for each: the threads that raise it write their traceback into it.
                job.answer.set_exception(Unavailable(error.detail, **error.evidence))
        except Exception as error:
            self._isolate(jobs, error)
        else:
            for job, stored in zip(jobs, answers, strict=True):
                job.answer.set_result(stored)

    def _write(self, jobs: Sequence[_Job]) -> list[Stored]:
        try:
            return self._commit(jobs, insert_new_events)
        except NotAllNew:  # rare: a browser sends an event again only if it heard no answer
            return self._commit(jobs, insert_events)

    def _commit(self, jobs: Sequence[_Job], insert: _Insert) -> list[Stored]:
        with self._database.write() as connection:
            answers = insert(connection, [job.event for job in jobs])
            tallies = Counter(
                tally
                for job, stored in zip(jobs, answers, strict=True)
                if stored.is_new
                for tally in job.tallies
            )
            for tally, by in sorted(tallies.items()):
                bump(connection, *tally, by)
        return answers

    def _isolate(self, jobs: Sequence[_Job], error: Exception) -> None:
        """Write the halves of a batch that failed, down to the one event at fault."""
        if len(jobs) > 1:
            self._settle(jobs[: len(jobs) // 2])
            self._settle(jobs[len(jobs) // 2 :])
            return
        refusal = Unstorable("The database refuses this choice; it was not kept.", cause=type(error).__name__)
        refusal.__cause__ = error
        _log.error("choice %s not written: %s", jobs[0].event.event_id, type(error).__name__)
        jobs[0].answer.set_exception(refusal)
