"""Topic 3: deliveries of the script a second, beside nginx serving the same bytes as a static file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from bench.load import Loader
from bench.office_shop import OfficeShop
from bench.plan import Plan
from bench.programs import find
from bench.report import count, middle_ratio, table
from bench.run import Run, figures, observe
from bench.servers import Server, consent_server, nginx

HEADS = (
    "answer, connections", "CookieGuard /s", "p50 ms", "p99 ms", "CPU µs", "nginx /s", "p50 ms", "p99 ms",
    "CPU µs", "ratio of rates", "ratio of CPU",
)  # fmt: skip
TITLE = "The script: GET /b/SITE.js"
ACCEPT = {"Accept-Encoding": "gzip, deflate, br, zstd"}
# What each server says by itself, about itself and this one answer.
OWN = {"date", "server", "etag", "content-length", "last-modified", "connection"}


class Different(Exception):
    """The two servers do not give the same answer, so that comparing them would say nothing."""


def measure_scripts(shop: OfficeShop, data_folder: Path, loader: Loader, plan: Plan) -> str:
    """Return the table of deliveries; raises Different."""
    program = find("nginx")
    if program is None:
        return table(
            TITLE, ("not measured",), [["nginx is not installed (Debian, Ubuntu: `apt-get install nginx`)"]]
        )
    path = f"/b/{shop.site_id}.js"
    with consent_server(data_folder) as ours:
        _, headers, body = ours.get(path, ACCEPT)
        same = {name: value for name, value in headers.items() if name not in OWN}
        with nginx(program, data_folder / "nginx", path, body, same) as theirs:
            runs = _measure((ours, theirs), path, body, loader, plan)
    failures = sum(run.load.failures for several in runs.values() for run in several)
    notes = (
        f"{count(len(body))} bytes in brotli, over HTTP/1.1 without TLS, with the same headers on both sides. "
        f"nginx: `worker_processes auto`, no access log; CookieGuard: its usual settings.",
        f"Load: {loader.name}, rounds: {plan.rounds} of {plan.seconds} s, the two in turn; medians. "
        "Ratios are taken round by round.",
        f"Failures {failures}.",
    )
    return table(TITLE, HEADS, _rows(runs, plan), notes)


Runs = Mapping[tuple[int, int, str], list[Run]]
"""By status, number of connections and name of the server; one run a round."""


def _measure(servers: tuple[Server, Server], path: str, body: bytes, loader: Loader, plan: Plan) -> Runs:
    runs: dict[tuple[int, int, str], list[Run]] = defaultdict(list)
    for status in (200, 304):
        requests = [_request(server, path, status, body) for server in servers]
        for connections in plan.connections:
            for _ in range(plan.rounds):
                for name, server, request in zip(("ours", "nginx"), servers, requests, strict=True):
                    send = partial(loader.get, server.port, request, connections, plan.seconds)
                    runs[status, connections, name].append(observe(server, send))
    return runs


def _request(server: Server, path: str, status: int, body: bytes) -> bytes:
    """Return the request that makes `server` answer with `status`, once it was seen to do so."""
    headers = dict(ACCEPT)
    if status == 304:
        headers["If-None-Match"] = server.get(path, ACCEPT)[1]["etag"]
    found, said, content = server.get(path, headers)
    if (
        found != status
        or content != (body if status == 200 else b"")
        or (content and said["content-encoding"] != "br")
    ):
        raise Different(f"expected {status} with the script, got {found} with {len(content)} bytes")
    fields = {"Host": f"127.0.0.1:{server.port}", **headers}
    return "\r\n".join([f"GET {path} HTTP/1.1", *(f"{n}: {v}" for n, v in fields.items()), "", ""]).encode()


def _rows(runs: Runs, plan: Plan) -> list[list[str]]:
    rows = []
    for status in (200, 304):
        for connections in plan.connections:
            ours, theirs = (runs[status, connections, name] for name in ("ours", "nginx"))
            rates = [[run.load.per_second for run in side] for side in (ours, theirs)]
            costs = [[run.cpu_us for run in side] for side in (ours, theirs)]
            rows.append(
                [
                    f"{status}, {connections}",
                    *figures(ours),
                    *figures(theirs),
                    middle_ratio(*rates),
                    middle_ratio(*costs),
                ]
            )
    return rows
