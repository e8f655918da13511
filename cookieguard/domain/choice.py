"""What a visitor said, and the terms under which it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer about one published notice version.

    `version` is the first 16 hex digits of the notice id, `day` counts UTC days since 1970-01-01,
    `categories` holds all four, `vendors` only those that differ from their category.
    """

    version: str
    day: int
    categories: Mapping[str, bool]
    vendors: Mapping[str, bool] = field(default_factory=dict)
    record: str | None = None

    def allows(self, vendor: str, category: str) -> bool:
        """Return the answer for one vendor: its own if given, else its category's; unknown is no."""
        return self.vendors.get(vendor, self.categories.get(category, False)) is True

    def grants_anything(self) -> bool:
        """Return whether the visitor said yes to any category or any single vendor."""
        return any(self.categories.values()) or any(self.vendors.values())


@dataclass(frozen=True, slots=True)
class Terms:
    """What is needed to judge a choice: the version in force, its vendors and how long an answer holds.

    `vendors` maps id to category in notice order. `honours` maps each earlier version whose answers
    still hold to its own vendor order; a vendor that has left or changed category stands there as "".
    """

    version: str
    validity_days: int
    vendors: Mapping[str, str]
    honours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def asked_under(self, version: str) -> tuple[str, ...] | None:
        """Return the vendors that `version` asked about, in its order; None for a version unknown here."""
        return tuple(self.vendors) if version == self.version else self.honours.get(version)
