"""Serves a WSGI app on a free port of this machine, over http and https alike, to a real browser."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

from tests.browser.either_scheme import EitherScheme, a_tls_context

App = Callable[..., Iterable[bytes]]


def a_page(markup: str) -> App:
    """Make an app that answers everything with one page."""

    def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<!doctype html><title>Page</title><body>" + markup.encode()]

    return app


class ThreadedServer:
    """Runs from construction until `close`, on one port that outlives being taken down and brought back."""

    def __init__(self, app: App) -> None:
        self.app = app
        """Asked for every request, so a test may put another app in its place (see `serving`)."""
        self._tls = a_tls_context()
        self.port = 0
        self._start()

    def _start(self) -> None:
        self._server = _Server("127.0.0.1", self.port, self._dispatch, _Handler)
        self._server.tls = self._tls
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def _dispatch(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return self.app(environ, start_response)

    @contextmanager
    def serving(self, app: App) -> Iterator[None]:
        """Serve another app inside the block."""
        before, self.app = self.app, app
        try:
            yield
        finally:
            self.app = before

    @contextmanager
    def unreachable(self) -> Iterator[None]:
        """Refuse connections inside the block, then answer on the same port again."""
        self.close()
        try:
            yield
        finally:
            self._start()

    def close(self) -> None:
        """Stop answering; a connection attempt is refused from now on."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(EitherScheme, BaseWSGIServer):
    """Werkzeug's development server, one thread a connection."""

    multithread = True
    request_queue_size = 128
    allow_reuse_address = True


class _Handler(WSGIRequestHandler):
    """Tells the app which scheme the browser spoke, and keeps standard error for the tests."""

    def make_environ(self) -> dict[str, Any]:
        """Return the WSGI environment, with the connection's own scheme."""
        scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
        return {**super().make_environ(), "wsgi.url_scheme": scheme}

    def log(self, type: str, message: str, *arguments: Any) -> None:
        """Say nothing."""
