"""The vendors that are known by id; an unknown id is never guessed, only met with suggestions."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cookieguard.domain.vendor import Vendor


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every known vendor by id, and the vocabulary of purposes (id to one English line)."""

    vendors: Mapping[str, Vendor]
    purposes: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Vendor]:
        """Yield the vendors in the order of their ids."""
        return (self.vendors[vendor_id] for vendor_id in sorted(self.vendors))

    def __len__(self) -> int:
        return len(self.vendors)

    def get(self, vendor_id: str) -> Vendor | None:
        """Return the vendor with exactly this id; None if there is none."""
        return self.vendors.get(vendor_id)

    def suggest(self, vendor_id: str) -> list[str]:
        """Return up to three ids that the writer of an unknown id may have meant, the likeliest first.

        Reads other names too: "facebook-pixel" suggests meta-pixel.
        """
        known: dict[str, list[str]] = {}
        for vendor in self:
            for name in (vendor.id, vendor.name, *vendor.aliases):
                known.setdefault(_slug(name), []).append(vendor.id)
        wanted = _slug(vendor_id)
        if wanted in known:
            return known[wanted][:3]
        close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.7)
        longer = [name for name in known if len(wanted) > 2 and name.startswith(wanted)]
        return list(dict.fromkeys(i for name in close + longer for i in known[name]))[:3]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
