"""A process that writes choices from several threads until it is done or killed.

`python -m tests.storage.writing_process URL PREFIX THREADS EVENTS` prints one line for every acknowledged
event: its id and whether it was new. Processes with the same PREFIX write the same events.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

from cookieguard.storage.database import Database
from cookieguard.storage.writer import ChoiceWriter
from tests.storage.builders import SLOW, a_consent_event


def main(url: str, prefix: str, threads: str, events: str) -> None:
    """Write `events` events with `threads` threads."""
    database = Database(url)
    writer = ChoiceWriter(database)
    names = (f"{prefix}-{number}" for number in range(int(events)))
    turn = threading.Lock()
    workers = [threading.Thread(target=_record_all, args=(writer, names, turn)) for _ in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    writer.close()
    database.close()


def _record_all(writer: ChoiceWriter, names: Iterator[str], turn: threading.Lock) -> None:
    while name := _next(names, turn):
        stored = writer.record(a_consent_event(name), timeout_seconds=SLOW)
        # One write() of a short line to a pipe is never torn apart, not even by a kill (POSIX, PIPE_BUF).
        os.write(1, f"{stored.event.event_id} {stored.is_new}\n".encode())


def _next(names: Iterator[str], turn: threading.Lock) -> str | None:
    with turn:
        return next(names, None)


if __name__ == "__main__":
    main(*sys.argv[1:])
