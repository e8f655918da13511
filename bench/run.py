"""One load of one server, and what it cost that server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.load import Load
from bench.report import count, short
from bench.servers import Server


class NothingAnswered(Exception):
    """Not one request was answered well, so that there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a load saw, and the server's processor time for each good answer, in microseconds."""

    load: Load
    cpu_us: float


def observe(server: Server, send: Callable[[], Load]) -> Run:
    """Send a load and return it with its cost; raises NothingAnswered."""
    before = server.cpu_seconds()
    load = send()
    if not load.answers:
        raise NothingAnswered(f"{load.failures} requests failed and none was answered")
    return Run(load, (server.cpu_seconds() - before) / load.answers * 1e6)


def figures(runs: Sequence[Run]) -> list[str]:
    """Return the medians: rate, 50th and 99th percentile in milliseconds, processor microseconds."""
    return [
        count(median(run.load.per_second for run in runs)),
        short(median(run.load.p50_ms for run in runs)),
        short(median(run.load.p99_ms for run in runs)),
        short(median(run.cpu_us for run in runs)),
    ]
