"""The shop's basket: article slugs in one session cookie, which the shop cannot do without.

Law: the cookie comes from the visitor, so an unknown slug or a line too many is left out, never an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

COOKIE = "kh_basket"
MAX_LINES = 20
_SEPARATOR = "."


def parse_basket(value: str, known: Collection[str]) -> list[str]:
    """Return the known slugs of a cookie value, in the order they were added."""
    return [slug for slug in value.split(_SEPARATOR) if slug in known][:MAX_LINES]


def format_basket(slugs: Sequence[str]) -> str:
    """Return the cookie value of these slugs; the inverse of `parse_basket`."""
    return _SEPARATOR.join(slugs[:MAX_LINES])


def count_lines(slugs: Sequence[str]) -> dict[str, int]:
    """Return how many of each slug there are, first added first."""
    return dict(Counter(slugs))
