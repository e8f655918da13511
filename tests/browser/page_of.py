"""A company site made of the HTML that a test gives, with the consent script first in its head.

Beside its page it serves `/log/NAME.js`, which notes NAME in `window.log`. `?after=/PATH` holds any answer
back until the page has asked for PATH, so that a test decides what arrives first, without waiting a fixed time.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Page

from tests.browser.chromium import NewContext
from tests.browser.servers import ThreadedServer

DEADLINE_SECONDS = 10
SCRIPT_TYPES = {".js", ".mjs"}
HEAD = """<!doctype html><html lang="{language}"><head>{script}<meta charset="utf-8"><title>Shop</title>
<script nonce="own">window.log ||= []</script></head><body>"""
ASKS_FOR_MORE = """<script nonce="own">(function look() {{
  ({condition}) ? fetch("/more/{number}") : requestAnimationFrame(look)
}})()</script>"""


def more_when(condition: str, number: int) -> str:
    """Return markup that lets piece `number` come once `condition` (JavaScript) holds in the page."""
    return ASKS_FOR_MORE.format(condition=condition, number=number)


def integrity_of(name: str) -> str:
    """Return the `integrity` of `/log/NAME.js`."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_note(name)).digest()).decode()


def _note(name: str) -> bytes:
    return f'window.log.push("{name}");'.encode()


class Shop:
    """The site's WSGI app; `open` decides what its page is."""

    def __init__(self, server: ThreadedServer, new_context: NewContext) -> None:
        self.server = server
        self._new_context = new_context
        self._asked: list[str] = []
        self._since = 0
        self._changed = threading.Condition()
        self.serve("")
        self.errors: list[str] = []
        """Uncaught errors of every page; a test that expects some clears it."""

    def serve(
        self,
        *pieces: str,
        site: str = "shop",
        script: str | None = None,
        headers: Iterable[tuple[str, str]] = (),
        language: str = "nl",
    ) -> None:
        """Answer from now on with a page of these pieces; each but the first waits for `more_when`."""
        script = (
            f'<script nonce="own" src="http://consent.test/b/{site}.js"></script>'
            if script is None
            else script
        )
        first, *rest = pieces
        self._pieces = [HEAD.format(script=script, language=language) + first, *rest]
        self._headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            *headers,
        ]

    def open(self, *pieces: str, page: Page | None = None, at: str = "http://shop.test/", **how: Any) -> Page:
        """Serve the pieces and go there, as a new visitor or in `page`; return when it has loaded."""
        options = {name: how.pop(name) for name in ("screen", "locale", "ordinary") if name in how}
        self.serve(*pieces or ("",), **how)
        page = page or self.visitor(**options)
        page.goto(at)
        return page

    def visitor(self, **options: Any) -> Page:
        """Return an empty page of a new visitor, watched for uncaught errors."""
        context = self._new_context(**options)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        return context.new_page()

    @property
    def asked(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        with self._changed:
            return list(self._asked)

    def wait_until_asked(self, path: str) -> None:
        """Return once the page that is loading, or loaded last, has asked for `path`."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: path in self._asked[self._since :], DEADLINE_SECONDS)
        assert arrived, f"{path} was not asked for within {DEADLINE_SECONDS} s"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        with self._changed:
            position = len(self._asked)
            self._asked.append(path)
            self._changed.notify_all()
        for awaited in parse_qs(environ["QUERY_STRING"]).get("after", []):
            self.wait_until_asked(awaited)
        name = PurePosixPath(path)
        if path.startswith("/log/") and name.suffix in SCRIPT_TYPES:
            return _answer(start_response, "text/javascript", _note(name.stem))
        if path.startswith("/more/"):
            return _answer(start_response, "text/plain", b"")
        if name.suffix:
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        self._since = position
        start_response("200 OK", self._headers)
        return self._page()

    def _page(self) -> Iterator[bytes]:
        for number, piece in enumerate(self._pieces):
            if number:
                self.wait_until_asked(f"/more/{number}")
            yield piece.encode()


def _answer(start_response: Callable[..., Any], media_type: str, body: bytes) -> list[bytes]:
    headers = [
        ("Content-Type", media_type),
        ("Cache-Control", "no-store"),
        ("Content-Length", str(len(body))),
    ]
    # Another site may ask with `crossorigin`.
    start_response("200 OK", [*headers, ("Access-Control-Allow-Origin", "*")])
    return [body]
