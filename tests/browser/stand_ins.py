"""What the recorder answers: a small stand-in for each vendor's library, and something fitting for all else.

A stand-in (`vendors/*.js`) does to the outside what its vendor's library is documented or seen to do: the
cookies it leaves, the requests it sends on. So a library that was let through shows by its second hop too.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath

VENDORS = Path(__file__).parent / "vendors"

LIBRARIES = {
    "www.googletagmanager.com/gtag/js": "gtag.js",
    "www.googletagmanager.com/gtm.js": "gtm.js",
    "www.googleadservices.com/pagead/conversion*.js": "conversion.js",
    "connect.facebook.net/*/fbevents.js": "fbevents.js",
    "static.hotjar.com/c/hotjar-*.js": "hotjar.js",
    "snap.licdn.com/li.lms-analytics/*.js": "insight.js",
    "static.ads-twitter.com/uwt.js": "uwt.js",
    "platform.twitter.com/widgets.js": "widgets.js",
    "platform.x.com/widgets.js": "widgets.js",
    "s.pinimg.com/ct/core.js": "pintrk.js",
    "assets.pinterest.com/js/pinit.js": "pinit.js",
    "www.clarity.ms/tag/*": "clarity.js",
    "*/matomo.js": "matomo.js",
    "*/piwik.js": "matomo.js",
    "www.instagram.com/embed.js": "instagram.js",
    "static.cloudflareinsights.com/beacon.min.js": "cloudflare.js",
    "kit.fontawesome.com/*.js": "fontawesome.js",
    "analytics.tiktok.com/i18n/pixel/events.js": "tiktok.js",
    "bat.bing.com/bat.js": "uet.js",
    "www.youtube.com/iframe_api": "youtube_api.js",
    "www.youtube.com/embed/*": "youtube.html",
    "www.youtube-nocookie.com/embed/*": "youtube.html",
    "www.instagram.com/p/*": "instagram.html",
    "platform.twitter.com/embed/*": "tweet.html",
}
"""Host and path (shell patterns, the first that fits) -> file in `vendors/`."""

THIRD_PARTY_COOKIES = {
    "*.doubleclick.net": "IDE",
    "www.facebook.com": "fr",
    "px.ads.linkedin.com": "bcookie",
    "analytics.twitter.com": "personalization_id",
    "syndication.twitter.com": "guest_id",
    "ct.pinterest.com": "_pinterest_ct_ua",
    "*.clarity.ms": "CLID",
    "c.bing.com": "MUID",
    "bat.bing.com": "MUID",
    "www.youtube.com": "VISITOR_INFO1_LIVE",
    "www.instagram.com": "mid",
}
"""Host -> the cookie it sets on itself with every answer; only an ordinary window keeps it."""

EMPTY_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
EMPTY_PAGE = b"<!doctype html><title>Stand-in</title>"
SCRIPT, STYLE, IMAGE, PAGE = "text/javascript", "text/css", "image/gif", "text/html; charset=utf-8"
BY_DESTINATION = {
    "script": SCRIPT,
    "style": STYLE,
    "image": IMAGE,
    "iframe": PAGE,
    "document": PAGE,
    "frame": PAGE,
}
BY_SUFFIX = {".js": SCRIPT, ".mjs": SCRIPT, ".css": STYLE, ".html": PAGE}
BY_SUFFIX |= dict.fromkeys((".gif", ".png", ".jpg", ".jpeg", ".webp", ".svg", ".ico"), IMAGE)
EMPTY = {SCRIPT: b"", STYLE: b"", IMAGE: EMPTY_GIF, PAGE: EMPTY_PAGE}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: status, headers in order, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def answer(host: str, path: str, method: str, headers: Mapping[str, str]) -> Answer:
    """Answer as `host` would: its stand-in, else something empty of the type that was asked for, else 204."""
    always = (*_open_to(headers), *_cookies(host))
    media_type, body = _content(f"{host}{path}", path, headers)
    if method == "OPTIONS" or media_type is None:
        return Answer(204, always)
    return Answer(200, (("Content-Type", media_type), *always), body)


def _content(address: str, path: str, headers: Mapping[str, str]) -> tuple[str | None, bytes]:
    file = next((file for pattern, file in LIBRARIES.items() if fnmatchcase(address, pattern)), None)
    if file:
        return (PAGE if file.endswith(".html") else SCRIPT), _stand_in(file)
    media_type = BY_DESTINATION.get(headers.get("sec-fetch-dest", "")) or _by_looks(path, headers)
    return media_type, EMPTY.get(media_type or "", b"")


def _by_looks(path: str, headers: Mapping[str, str]) -> str | None:
    """Guess the type for plain http, where the browser does not say what a request is for."""
    if headers.get("accept", "").startswith("text/html"):
        return PAGE
    if headers.get("accept", "").startswith("image/"):
        return IMAGE
    return BY_SUFFIX.get(PurePosixPath(path).suffix)


def _open_to(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Allow every origin and forbid caching, since a cached answer would hide the next request."""
    return (
        ("Access-Control-Allow-Origin", headers.get("origin", "*")),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Headers", "content-type"),
        ("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        ("Cache-Control", "no-store"),
    )


def _cookies(host: str) -> tuple[tuple[str, str], ...]:
    name = next((name for pattern, name in THIRD_PARTY_COOKIES.items() if fnmatchcase(host, pattern)), None)
    return (
        (("Set-Cookie", f"{name}=stand-in; Path=/; Secure; SameSite=None; Max-Age=7776000"),) if name else ()
    )


@cache
def _stand_in(file: str) -> bytes:
    text = (VENDORS / file).read_text("utf-8")
    if file.endswith(".html"):
        return text.encode()
    return "\n".join(("(() => {", (VENDORS / "outside.js").read_text("utf-8"), text, "})();")).encode()
