"""A load generator of one Python thread: it writes prepared requests and reads answers, and nothing else."""

from __future__ import annotations

import itertools
import selectors
import socket
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

PATIENCE_SECONDS = 10.0
_END_OF_HEAD = b"\r\n\r\n"


class _Connection:
    """One request at a time over one open connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer = b""
        self._sent_at = 0.0

    def send(self, request: bytes) -> None:
        self._answer = b""
        self._sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, float] | None:
        """Read what is there; return (status, milliseconds) once the answer is whole, status 0 if it broke."""
        part = self.socket.recv(65536)
        self._answer += part
        if not part:
            return 0, 0.0
        if is_whole(self._answer):
            return int(self._answer[9:12]), (time.perf_counter() - self._sent_at) * 1000
        return None


def plain_load(
    port: int, requests: Sequence[bytes], placeholder: bytes, connections: int, seconds: float
) -> tuple[int, int, float, float, float]:
    """Load for `seconds`, then wait for the last answers.

    `placeholder`, if not empty, is replaced by a fresh UUID in each request. Returns the good answers, the
    failures, the seconds in which was sent, and the 50th and 99th percentile in milliseconds.
    """
    waiting_requests = _fresh(requests, placeholder)
    times: list[float] = []
    failures = 0
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        opened = [_Connection(port) for _ in range(connections)]
        for connection in opened:
            stack.callback(connection.socket.close)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(waiting_requests))
        started_at = time.perf_counter()
        give_up_at = started_at + seconds + PATIENCE_SECONDS
        busy = connections
        while busy and time.perf_counter() < give_up_at:
            for key, _ in selector.select(timeout=1):
                answer = key.data.receive()
                if answer is None:
                    continue
                good = 200 <= answer[0] < 400
                failures += not good
                times += [answer[1]] if good else []
                if answer[0] and time.perf_counter() - started_at < seconds:
                    key.data.send(next(waiting_requests))
                else:
                    selector.unregister(key.fileobj)
                    busy -= 1
    return len(times), failures + busy, seconds, percentile(times, 50), percentile(times, 99)


def is_whole(answer: bytes) -> bool:
    """Return whether head and body of an HTTP answer are there; without a length there is no body."""
    head, end, body = answer.partition(_END_OF_HEAD)
    if not end:
        return False
    _, named, rest = head.lower().partition(b"\r\ncontent-length:")
    return len(body) >= (int(rest.split(b"\r\n")[0]) if named else 0)


def percentile(times: Sequence[float], share: int) -> float:
    """Return the time that `share` per cent of all do not exceed; 0.0 of none."""
    if not times:
        return 0.0
    return sorted(times)[max(0, -(-len(times) * share // 100) - 1)]


def _fresh(requests: Sequence[bytes], placeholder: bytes) -> Iterator[bytes]:
    for request in itertools.cycle(requests):
        yield request.replace(placeholder, str(uuid.uuid4()).encode()) if placeholder else request
