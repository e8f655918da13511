"""Reads and writes the payload of the `cg_consent` cookie (contract, section 5).

Grammar: `1.VERSION.DAY.CATEGORIES.EXCEPTIONS[.RECORD]`, at most 200 bytes. The browser holds the
same grammar in `static/banner/core/cookie.js`; `tests/vectors/consent_cookie.json` binds the two.
A value that deviates in any way is no choice: it is never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.choice import Choice, Terms

NAME = "cg_consent"
# Stands between payload and signature; a character that neither of them can hold.
SIGNATURE_SEPARATOR = "~"

_PAYLOAD = re.compile(
    r"1\.([0-9a-f]{16})\.([1-9][0-9]{4})\.([01]{4})\.([0-9a-f]{0,100})(?:\.([0-9a-f]{32}))?"
)


def format_payload(choice: Choice, terms: Terms) -> str:
    """Write `choice`, made under the version in force, as the cookie's payload.

    The record id is left out where nothing was granted: a refusal must not single anybody out.
    """
    bits = "".join(
        str(int(choice.vendors.get(v, _of(choice, c)) != _of(choice, c))) for v, c in terms.vendors.items()
    )
    exceptions = _hex(bits) if "1" in bits else ""
    categories = "".join(str(int(choice.categories[category])) for category in CATEGORIES)
    payload = f"1.{choice.version}.{choice.day}.{categories}.{exceptions}"
    return f"{payload}.{choice.record}" if choice.record and choice.grants_anything() else payload


def parse_payload(payload: str, terms: Terms) -> Choice | None:
    """Read a payload; None for anything malformed or about a version that `terms` does not honour."""
    match = _PAYLOAD.fullmatch(payload)
    asked = terms.asked_under(match[1]) if match else None
    if match is None or asked is None:
        return None
    categories = {category: digit == "1" for category, digit in zip(CATEGORIES, match[3], strict=True)}
    differs = _differing(match[4], asked)
    if differs is None:
        return None
    choice = Choice(
        version=match[1],
        day=int(match[2]),
        categories=categories,
        vendors={v: not categories[terms.vendors[v]] for v in differs if v in terms.vendors},
        record=match[5],
    )
    # A refusal that carries an id was not written by us.
    return None if choice.record and "1" not in match[3] and not differs else choice


def _of(choice: Choice, category: str) -> bool:
    return choice.categories.get(category, False)


def _hex(bits: str) -> str:
    width = -(-len(bits) // 4)
    return f"{int(bits.ljust(width * 4, '0'), 2):0{width}x}"


def _differing(digits: str, asked: Sequence[str]) -> list[str] | None:
    """Return the vendors whose bit is set; None unless the digits are exactly what we would write."""
    if not digits:
        return []
    bits = "".join(f"{int(digit, 16):04b}" for digit in digits)
    if len(digits) != -(-len(asked) // 4) or "1" in bits[len(asked) :] or "1" not in bits:
        return None
    return [vendor for vendor, bit in zip(asked, bits, strict=False) if bit == "1"]
