"""Topic 2: durable choices a second, beside a bare loop of the same database's commits on the same disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bench.commits import commit_rows, copy_database, count_events
from bench.load import Load, Loader
from bench.office_shop import OfficeShop
from bench.plan import Plan
from bench.report import count, middle_ratio, table
from bench.run import Run, figures, observe
from bench.servers import Server, consent_server

HEADS = (
    "connections", "choices/s", "p50 ms", "p99 ms", "CPU µs", "bare loop, 1 row a commit: rows/s", "ratio",
    "bare loop, as many rows a commit as connections: rows/s", "ratio",
)  # fmt: skip


class Lost(Exception):
    """What was acknowledged is not what is stored."""


@dataclass(frozen=True, slots=True)
class Round:
    """One load and, right after it, the two loops in rows a second."""

    run: Run
    single: float
    shared: float


def measure_choices(shop: OfficeShop, data_folder: Path, loader: Loader, plan: Plan) -> str:
    """Return the table of durable choices; raises Lost unless exactly what was acknowledged is stored."""
    database = data_folder / "cookieguard.sqlite3"
    with consent_server(data_folder) as server:
        requests = shop.choices(f"127.0.0.1:{server.port}")
        send = partial(loader.choose, server.port, requests, seconds=plan.seconds)
        warm_up = send(connections=plan.connections[-1])
        copy = copy_database(database, data_folder / "loop.sqlite3")
        rounds = {
            connections: [_round(server, send, connections, copy, plan) for _ in range(plan.rounds)]
            for connections in plan.connections
        }
    loads = [warm_up, *(each.run.load for several in rounds.values() for each in several)]
    acknowledged, stored = sum(load.answers for load in loads), count_events(database)
    if acknowledged != stored:
        raise Lost(f"{acknowledged} choices were acknowledged and {stored} are stored")
    notes = (
        f"Load: {loader.name}, rounds: {plan.rounds} of {plan.seconds} s, server and loops in turn; "
        "medians. Ratios are taken round by round.",
        "SQLite, WAL, synchronous=FULL on both sides; the loop is Python's sqlite3 on a copy of the database, "
        "without HTTP, checks or signatures. CPU: of the server's processes, for one choice.",
        f"Acknowledged {count(acknowledged)} choices and stored {count(stored)}; "
        f"failures {sum(load.failures for load in loads)}.",
    )
    return table("Durable choices: POST /v1/sites/SITE/choices", HEADS, list(_rows(rounds)), notes)


def _round(server: Server, send: Callable[..., Load], connections: int, copy: Path, plan: Plan) -> Round:
    return Round(
        observe(server, lambda: send(connections=connections)),
        commit_rows(copy, 1, plan.seconds),
        commit_rows(copy, connections, plan.seconds),
    )


def _rows(rounds: Mapping[int, list[Round]]) -> Iterator[list[str]]:
    for connections, several in rounds.items():
        ours = [each.run.load.per_second for each in several]
        single, shared = [each.single for each in several], [each.shared for each in several]
        yield [
            str(connections),
            *figures([each.run for each in several]),
            count(median(single)),
            middle_ratio(ours, single),
            count(median(shared)),
            middle_ratio(ours, shared),
        ]
