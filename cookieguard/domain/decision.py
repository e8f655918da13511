"""Decides what may run now.

The law of this file: nothing runs unless a valid, unexpired answer said yes to it by name or by
category. The browser holds the same rule in `static/banner/core/decide.js`; the vectors in
`tests/vectors/decide.json` bind the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.choice import Choice, Terms

# A visitor east of Greenwich with a fast clock may honestly write tomorrow's day.
CLOCK_SKEW_DAYS = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What may run (`categories`, `vendors`: id to bool), and whether the visitor must be asked.

    `answered` tells that a usable answer is there; it may still leave new vendors to `ask` about.
    """

    ask: bool
    answered: bool
    categories: Mapping[str, bool]
    vendors: Mapping[str, bool]

    @property
    def granted(self) -> tuple[str, ...]:
        """Return the ids of the vendors that may run, in notice order."""
        return tuple(vendor for vendor, allowed in self.vendors.items() if allowed)


def decide(terms: Terms, choice: Choice | None, today: int) -> Decision:
    """Judge `choice` (None: nothing usable was said) on UTC day `today` (days since 1970-01-01).

    A vendor that the answered version did not ask about is never granted, and makes us ask. A category in
    which the site has no vendor is never granted: nobody was asked about it.
    """
    asked = terms.asked_under(choice.version) if choice else None
    if choice is None or asked is None or not _is_fresh(choice.day, today, terms.validity_days):
        return Decision(True, False, dict.fromkeys(CATEGORIES, False), dict.fromkeys(terms.vendors, False))
    present = set(terms.vendors.values())
    return Decision(
        ask=any(vendor not in asked for vendor in terms.vendors),
        answered=True,
        categories={c: c in present and choice.categories.get(c) is True for c in CATEGORIES},
        vendors={
            vendor: vendor in asked and choice.allows(vendor, category)
            for vendor, category in terms.vendors.items()
        },
    )


def _is_fresh(day: int, today: int, validity_days: int) -> bool:
    return -CLOCK_SKEW_DAYS <= today - day < validity_days
