"""Serves `/b/SITE.js`, `/b/SITE/VERSION.js` and `/b/ui.HASH.js`, from memory and precompressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cookieguard.errors import CookieguardError
from cookieguard.web.answers import Header, HttpAnswer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from cookieguard.storage.artifacts import Artifact
    from cookieguard.web.shelf import Shelf

# Short, so that a publication reaches page loads within a minute; then a 304 is enough.
_CURRENT = "public, max-age=30, must-revalidate"
_IMMUTABLE = "public, max-age=31536000, immutable"
_PATH = re.compile(
    r"/b/(?:ui\.(?P<file>[0-9a-f]{16})|(?P<site>[a-z0-9-]{1,48})(?:/(?P<version>[0-9a-f]{16}(?:[0-9a-f]{48})?))?)\.js"
)


class NoSuchScript(CookieguardError):
    """Nothing is published there."""

    code = "unknown-script"
    status = 404
    title = "No such script"


def serve_script(environ: WSGIEnvironment, shelf: Shelf) -> HttpAnswer:
    """Answer GET and HEAD below `/b/`; raises NoSuchScript."""
    match = _PATH.fullmatch(environ["PATH_INFO"])
    file, caching = _find(match, shelf) if match else (None, "")
    if file is None:
        raise NoSuchScript("No script is published under this address; is the site's name right?")
    encoding, body = _encoded(file, environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{file.hash[:32]}{"-" + encoding if encoding else ""}"'
    headers = (("ETag", etag), ("Cache-Control", caching), *_FIXED)
    if etag in environ.get("HTTP_IF_NONE_MATCH", "").replace("W/", ""):
        return HttpAnswer(304, headers)
    typed = (*headers, ("Content-Type", file.media_type), *_coding(encoding))
    return HttpAnswer(200, typed, body)


# Scripts hold nothing about a visitor: any page may load them, also with crossorigin and integrity.
_FIXED: tuple[Header, ...] = (
    ("Vary", "Accept-Encoding"),
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
)


def _find(match: re.Match[str], shelf: Shelf) -> tuple[Artifact | None, str]:
    if match["file"]:
        return shelf.file(match["file"]), _IMMUTABLE
    if match["version"]:
        return shelf.script(match["site"], match["version"]), _IMMUTABLE
    site = shelf.site(match["site"])
    return site.script if site else None, _CURRENT


def _encoded(file: Artifact, accepted: str) -> tuple[str, bytes]:
    """Return the best coding that the client takes by name; one with a quality of nought is not taken."""
    named = re.sub(r"[ \t]", "", accepted.lower()).split(",")
    taken = {part.partition(";")[0] for part in named if not re.search(r";q=0(\.0*)?$", part)}
    if "br" in taken:
        return "br", file.brotli
    return ("gzip", file.gzip) if "gzip" in taken else ("", file.plain)


def _coding(encoding: str) -> tuple[Header, ...]:
    return (("Content-Encoding", encoding),) if encoding else ()
