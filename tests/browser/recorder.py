"""A server that answers for every host there is and remembers who was contacted, with what."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.either_scheme import EitherScheme, a_tls_context
from tests.browser.stand_ins import Answer, answer

KEPT_HEADERS = ("accept", "cookie", "content-type", "origin", "referer", "sec-fetch-dest", "sec-gpc")
MARKER_HOST = "settled.test"
"""A host that only the tests themselves ask for; it is kept apart and counts as nobody."""
NAMELESS = "(a connection that said nothing)"
"""The host of a plain connection on which no request came: somebody was contacted, who knows who.

Left out once a plain request is heard, because Chromium opens a spare connection to a host that it visits.
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that reached the network: a `request`, or a `connect` (a TLS handshake)."""

    kind: str
    scheme: str
    host: str
    method: str = ""
    path: str = ""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def parameter(self, name: str) -> str | None:
        """Return the first value of a query parameter, or None."""
        return next(iter(parse_qs(self.query, keep_blank_values=True).get(name, [])), None)

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"{self.kind} {self.method} {self.scheme}://{self.host}{self.path}{query}"


class Recorder:
    """Listens on one port from construction until `close`; safe to read while the browser works."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._heard: list[Heard] = []
        self._markers: list[str] = []
        self._silent: set[socket.socket] = set()
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    @property
    def heard(self) -> list[Heard]:
        """Return everything heard since the last `clear`, in order."""
        with self._changed:
            return self._everything()

    def _everything(self) -> list[Heard]:
        spoken_to = any(heard.scheme == "http" for heard in self._heard)
        silent = [] if spoken_to else [Heard("connect", "http", NAMELESS) for _ in self._silent]
        return self._heard + silent

    @property
    def requests(self) -> list[Heard]:
        """Return the requests alone, without the connections that carried them."""
        return [heard for heard in self.heard if heard.kind == "request"]

    def hosts(self) -> set[str]:
        """Return every host that was contacted, be it only by opening a connection."""
        return {heard.host for heard in self.heard}

    def clear(self) -> None:
        """Forget what was heard; connections stay open, so a host can be asked again without a `connect`."""
        with self._changed:
            self._heard.clear()
            self._markers.clear()

    def forget(self) -> None:
        """Forget what was heard and hang up on everybody, so that a later contact needs a new connection."""
        self._server.hang_up()
        with self._changed:
            self._silent.clear()
        self.clear()

    def wait_for(self, predicate: Callable[[Heard], bool], timeout: float = 10) -> Heard:
        """Return the first thing heard that fits, as soon as it is there; fail after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: any(map(predicate, self._everything())), timeout)
            everything = self._everything()
        found = next(filter(predicate, everything), None)
        said = "\n  ".join(map(str, everything)) or "nothing at all"
        assert found, f"Not heard within {timeout} s. Heard was:\n  {said}"
        return found

    def wait_for_marker(self, path: str, timeout: float = 10) -> None:
        """Return once the marker host was asked for `path`; fail after `timeout` seconds."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: path in self._markers, timeout)
        assert arrived, f"The browser did not ask for the marker {path} within {timeout} s"

    def hear(self, heard: Heard) -> None:
        """Remember one thing; called by the connections' threads."""
        with self._changed:
            if heard.host != MARKER_HOST:
                self._heard.append(heard)
            elif heard.kind == "request":
                self._markers.append(heard.path)
            self._changed.notify_all()

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection that has said nothing yet; called by the connections' threads."""
        with self._changed:
            self._silent.add(connection)
            self._changed.notify_all()

    def spoke(self, connection: socket.socket) -> None:
        """Take a connection off the silent ones: from here on its handshake or request tells who is meant."""
        with self._changed:
            self._silent.discard(connection)

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()


class _Server(EitherScheme, HTTPServer):
    """The sockets beneath a Recorder."""

    request_queue_size = 256

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.tls = a_tls_context()
        self.tls.sni_callback = self._hear_the_name
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Connection)

    def _hear_the_name(self, _tls: ssl.SSLSocket, name: str | None, _context: ssl.SSLContext) -> None:
        self.recorder.hear(Heard("connect", "https", name or NAMELESS))

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection before its thread starts, so that no moment exists in which it is unknown."""
        self.recorder.opened(request)
        super().process_request(request, client_address)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection from its first byte to its end."""
        if request.recv(1, socket.MSG_PEEK):
            self.recorder.spoke(request)
            super().finish_request(request, client_address)

    def serve(self, request: Any, client_address: Any) -> None:
        """Keep the connection at hand while it is served, so that it can be hung up on."""
        self._open.add(request)
        try:
            super().serve(request, client_address)
        finally:
            self._open.discard(request)

    def hang_up(self) -> None:
        """End every connection; the browser opens new ones when it needs them."""
        for connection in [*self._open, *self.recorder._silent]:
            with suppress(OSError):  # the browser was quicker
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a browser that hangs up."""


class _Connection(BaseHTTPRequestHandler):
    """Reads one request after another, records it, and answers as its host would."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def _respond(self) -> None:
        scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
        host = self.headers.get("host", "").partition(":")[0].lower()
        url = urlsplit(self.path)
        kept = {name: self.headers[name] for name in KEPT_HEADERS if name in self.headers}
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        heard = Heard("request", scheme, host, self.command, url.path, url.query, kept, body)
        self.server.recorder.hear(heard)
        self._send(answer(host, url.path, self.command, kept))

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _respond  # noqa: N815

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep standard error for the tests."""
