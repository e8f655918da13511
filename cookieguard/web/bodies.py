"""Reads request bodies before anybody works on them, a few at a time.

The law of this file: a sender that dawdles holds one of a few places, never the threads that serve scripts.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cookieguard.errors import Unavailable
from cookieguard.web.answers import problem
from cookieguard.web.choice_body import LIMIT as CHOICE_LIMIT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLACES = 16
PATIENCE_SECONDS = 0.2
# What a form of the admin may hold; Flask refuses more by its own limit.
FORM_LIMIT = 1024 * 1024


class Bodies:
    """A WSGI application around another, which finds each body whole and in memory."""

    def __init__(self, inner: WSGIApplication, places: int = PLACES) -> None:
        self._inner = inner
        self._places = threading.BoundedSemaphore(places)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Read the body and hand on, or answer 503 where all places are taken."""
        if not (environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING")):
            return self._inner(environ, start_response)
        if not self._places.acquire(timeout=PATIENCE_SECONDS):
            busy = Unavailable(
                "Too many requests are being received; nothing was changed.", retry_after_seconds=2
            )
            return problem(busy).send(start_response)
        try:
            environ["wsgi.input"] = io.BytesIO(_read(environ))
        finally:
            self._places.release()
        return self._inner(environ, start_response)


def _read(environ: WSGIEnvironment) -> bytes:
    limit = CHOICE_LIMIT if environ["PATH_INFO"].startswith("/v1/") else FORM_LIMIT
    length = environ.get("CONTENT_LENGTH") or ""
    told = int(length) if length.isascii() and length.isdigit() and len(length) < 10 else limit + 1
    # One byte more than is allowed tells whoever judges it that there was more.
    body: bytes = environ["wsgi.input"].read(min(told, limit + 1))
    return body
