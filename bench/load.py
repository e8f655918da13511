"""Loads a server on this machine over kept-open connections: with wrk, or with Python where wrk is missing.

Law: only 127.0.0.1, for a time that is given, and no request stays unanswered when it returns.
"""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.office_shop import EVENT
from bench.plain_load import plain_load
from bench.programs import find

SCRIPT = Path(__file__).with_name("load.lua")
SEPARATOR = b"\x1e"
DRAIN_SECONDS = 2
# wrk leaves slower answers out of its percentiles.
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of a load saw; `answers` counts statuses below 400, all other ends are `failures`."""

    answers: int
    failures: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        """Return the rate of good answers."""
        return self.answers / self.seconds


class Loader(Protocol):
    """A load generator; `name` is for the notes below a table."""

    name: str

    def get(self, port: int, request: bytes, connections: int, seconds: int) -> Load:
        """Send one prepared GET again and again."""

    def choose(self, port: int, requests: Sequence[bytes], connections: int, seconds: int) -> Load:
        """Send prepared choices in turn, each with a fresh event id in the place of EVENT."""


class Wrk:
    """wrk with one thread; `folder` takes the prepared requests."""

    name = "wrk (1 thread)"

    def __init__(self, folder: Path) -> None:
        self._requests = folder / "requests"

    def get(self, port: int, request: bytes, connections: int, seconds: int) -> Load:
        """See Loader."""
        line, *fields = request.decode().strip().split("\r\n")
        headers = [word for field in fields for word in ("-H", field)]
        url = f"http://127.0.0.1:{port}{line.split()[1]}"
        return Load(**_wrk(seconds, f"-c{connections}", *headers, url))

    def choose(self, port: int, requests: Sequence[bytes], connections: int, seconds: int) -> Load:
        """See Loader."""
        self._requests.write_bytes(SEPARATOR.join(requests))
        given = [str(self._requests), str(seconds), str(secrets.randbits(32))]
        seen = _wrk(seconds + DRAIN_SECONDS, f"-c{connections}", f"http://127.0.0.1:{port}/", "--", *given)
        # Nothing is sent while the last answers are waited for.
        return Load(**{**seen, "seconds": seconds})


def _wrk(seconds: int, *words: str) -> dict[str, Any]:
    done = subprocess.run(
        ["wrk", "-t1", f"-d{seconds}s", "--timeout", f"{PATIENCE_SECONDS}s", "-s", str(SCRIPT), *words],
        capture_output=True,
        text=True,
        timeout=seconds + PATIENCE_SECONDS,
        check=True,
    )
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


class PlainLoader:
    """Python in this process: correct, but slower than what it loads, so rates are lower bounds."""

    name = "a Python loop, for wrk is not installed: it may be the limit itself"

    def get(self, port: int, request: bytes, connections: int, seconds: float) -> Load:
        """See Loader."""
        return Load(*plain_load(port, [request], b"", connections, seconds))

    def choose(self, port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Load:
        """See Loader."""
        return Load(*plain_load(port, requests, EVENT.encode(), connections, seconds))


def pick_loader(folder: Path) -> Loader:
    """Return wrk if it is installed, else Python."""
    return Wrk(folder) if find("wrk") else PlainLoader()
