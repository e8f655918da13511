"""Splits a URL the way a browser does, as far as telling which host and path it reaches.

The law of this file: follow the WHATWG URL Standard for http(s) and ws(s); where that gets
deeper than this file, answer None, which callers treat as unknown and therefore hold.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"(https?|wss?):", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)


class Location(NamedTuple):
    """Where a request goes: `host` in lower case without a trailing dot, `path` beginning with a slash."""

    host: str
    path: str


def locate(url: str) -> Location | None:
    """Return where an absolute or scheme-relative `url` leads; None for any other or a doubtful one.

    `https:/host` leads to that host from an http page and to the page's own from an https page; taking it
    for the host holds more.
    """
    text = re.sub(r"[\t\n\r]", "", url.strip(_C0_AND_SPACE)).replace("\\", "/")
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text
    if not scheme and not rest.startswith("//"):
        return None
    before_query = re.split(r"[?#]", rest.lstrip("/"), maxsplit=1)[0]
    authority, slash, path = before_query.partition("/")
    host = _host(authority.rpartition("@")[2])
    return Location(host, _path(slash + path)) if host else None


def _host(authority: str) -> str | None:
    name, _, port = authority.partition(":")
    if port and not (re.fullmatch(r"0*[0-9]{1,5}", port) and int(port[-5:]) < 65536):
        return None
    try:
        decoded = unquote_to_bytes(name).decode("utf-8")
    except UnicodeDecodeError:
        return None
    host = unicodedata.normalize("NFKC", decoded).replace("\u3002", ".").lower().removesuffix(".")
    plain = _HOST.fullmatch(host) and not _ENDS_IN_NUMBER.search(host)
    # Internationalised names stay unknown: no vendor of the catalogue has one.
    return host if plain and not any(label.startswith("xn--") for label in host.split(".")) else None


def _path(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for position, segment in enumerate(segments):
        dots = _DOT.sub(".", segment) if len(segment) <= 6 else segment
        last = position == len(segments) - 1
        if dots == "..":
            kept = kept[:-1] + ([""] if last else [])
        elif dots == ".":
            kept = kept + ([""] if last else [])
        else:
            kept.append(segment)
    return "/" + "/".join(kept)
