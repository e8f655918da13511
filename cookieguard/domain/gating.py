"""Tells which vendor a URL belongs to and which vendors claim a storage name.

Host patterns read `[*.]host[/path-prefix]`: a leading `*.` stands for one or more labels (never the
apex), a `*` inside a label for any letters of it, a `*` path segment for one segment. The longest
pattern wins. The browser holds the same rule in `static/banner/core/gating.js`;
`tests/vectors/gating.json` binds the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cookieguard.domain.weburl import locate


def vendor_of_url(hosts: Mapping[str, Sequence[str]], url: str) -> str | None:
    """Return the vendor whose longest host pattern matches `url`; `hosts` maps vendor id to patterns.

    None means unknown: nobody here answers for that address.
    """
    location = locate(url)
    if location is None:
        return None
    place = location.host + location.path
    best, owner = "", None
    for vendor, patterns in hosts.items():
        for pattern in patterns:
            if len(pattern) > len(best) and _host_pattern(pattern).match(place):
                best, owner = pattern, vendor
    return owner


def vendors_of_name(names: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Return every vendor that claims the cookie or storage key `name`; `names` maps id to glob patterns."""
    return [v for v, patterns in names.items() if any(_name_pattern(p).fullmatch(name) for p in patterns)]


@lru_cache(maxsize=4096)
def _host_pattern(pattern: str) -> re.Pattern[str]:
    host, _, path = pattern.partition("/")
    labels = re.escape(host).replace(r"\*", "[^./]*")
    if host.startswith("*."):
        labels = r"(?:[^./]+\.)+" + re.escape(host[2:]).replace(r"\*", "[^./]*")
    return re.compile(labels + "/" + re.escape(path).replace(r"\*", "[^/]*"))


@lru_cache(maxsize=4096)
def _name_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*"), re.DOTALL)
