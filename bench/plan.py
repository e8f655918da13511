"""How long and how often is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """`rounds` of `seconds` each for every number of `connections`."""

    rounds: int = 3
    seconds: int = 2
    connections: tuple[int, ...] = (1, 16, 64)


FULL = Plan()
QUICK = Plan(rounds=1, seconds=1)
"""Shows that everything works; its figures mean little."""
