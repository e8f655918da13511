"""Slows down the guessing of passwords: a short wait that grows with every attempt and always ends by itself.

Law: an attempt is counted when it is admitted, so that parallel guesses cannot slip past the count; a refused
attempt is not counted, so that hammering does not lengthen anybody's wait. Nothing about the caller's network
is kept, and nothing outlives the process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

FORGET_SECONDS = 900
MOST_ADDRESSES = 4096
HASHES_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Pace:
    """How many attempts are free, and the longest wait in seconds after that."""

    free: int
    longest_seconds: int


PER_ADDRESS = Pace(free=5, longest_seconds=60)
OVERALL = Pace(free=200, longest_seconds=2)


@dataclass(slots=True)
class _Attempts:
    count: int
    last_at: float

    def wait_seconds(self, pace: Pace, now: float) -> float:
        beyond = self.count - pace.free
        if beyond < 0:
            return 0.0
        pause = min(2.0 ** min(beyond, 16), pace.longest_seconds)
        return self.last_at + pause - now


class Throttle:
    """Counts sign-in attempts per address and overall; safe to share between threads."""

    def __init__(self) -> None:
        self.hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)
        """Held while a password is checked: argon2 takes 64 MiB and a core each time, for anybody who asks."""
        self._lock = threading.Lock()
        self._overall = _Attempts(0, 0.0)
        self._addresses: OrderedDict[str, _Attempts] = OrderedDict()

    def admit(self, address: str, now: datetime) -> int:
        """Return 0 and count the attempt, or return the whole seconds to wait and count nothing."""
        at = now.timestamp()
        with self._lock:
            mine = self._fresh(self._addresses.get(address), at)
            self._overall = self._fresh(self._overall, at)
            wait = max(mine.wait_seconds(PER_ADDRESS, at), self._overall.wait_seconds(OVERALL, at))
            if wait > 0:
                return max(1, round(wait))
            for attempts in (mine, self._overall):
                attempts.count, attempts.last_at = attempts.count + 1, at
            self._remember(address, mine)
            return 0

    def forgive(self, address: str) -> None:
        """Forget the attempts of an address whose owner has just proved the password."""
        with self._lock:
            self._addresses.pop(address, None)

    def _fresh(self, attempts: _Attempts | None, at: float) -> _Attempts:
        if attempts is None or at - attempts.last_at > FORGET_SECONDS:
            return _Attempts(0, at)
        return attempts

    def _remember(self, address: str, attempts: _Attempts) -> None:
        self._addresses[address] = attempts
        self._addresses.move_to_end(address)
        if len(self._addresses) > MOST_ADDRESSES:
            self._addresses.popitem(last=False)
