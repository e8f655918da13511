"""Judges host patterns: one that reaches too far would hold or release what is not its vendor's.

Grammar: `[*.]host[/path-prefix]`, lower case, at least two labels. `*` may stand inside a label, but in
none of the last two, and as a whole path segment.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LABEL = re.compile(r"[a-z0-9*-]+")
_SEGMENT = re.compile(r"\*|[A-Za-z0-9._~-]*")
# Registries and hosting services under which anybody can have a name, as far as a vendor file could
# plausibly hit one (publicsuffix.org); suffixes of one label are refused as too short.
_SHARED = re.compile(
    r"(?:ac|co|com|edu|gov|net|org)\.[a-z]{2}|amazonaws\.com|azure(?:edge|websites)\.net|blogspot\.com"
    r"|cloudfront\.net|firebaseapp\.com|git(?:hub|lab)\.io|herokuapp\.com|netlify\.app|pages\.dev|vercel\.app"
    r"|web\.app|windows\.net|workers\.dev"
)

# Each rule: does it object to these labels and path segments, what is wrong, the mend. The first counts.
_RULES: tuple[tuple[Callable[[list[str], list[str]], bool], str, str], ...] = (
    (
        lambda labels, path: not all(map(_LABEL.fullmatch, labels)),
        "is no host",
        "use lower-case letters, digits and hyphens; no scheme, port or underscore",
    ),
    (
        lambda labels, path: len(labels) < 2,
        "has fewer than two labels",
        "write the host in full, such as cdn.example.com",
    ),
    (
        lambda labels, path: "*" in labels,
        "has a bare * label",
        "put *. in front only, or name the fixed part of the label",
    ),
    (
        lambda labels, path: "*" in labels[-2] + labels[-1],
        "has a * in its registrable domain",
        "spell out the last two labels",
    ),
    (
        lambda labels, path: _SHARED.fullmatch(".".join(labels)) is not None,
        "belongs to many owners",
        "add the vendor's own label in front of it",
    ),
    (
        lambda labels, path: not all(map(_SEGMENT.fullmatch, path)),
        "has a bad path",
        "write a plain prefix, with * only as a whole segment",
    ),
)


def host_mistake(pattern: str) -> tuple[str, str] | None:
    """Return what is wrong with a host pattern and the mend; None for a good one."""
    host, _, path = pattern.partition("/")
    labels, segments = host.removeprefix("*.").split("."), path.split("/")
    return next(((wrong, mend) for objects, wrong, mend in _RULES if objects(labels, segments)), None)
