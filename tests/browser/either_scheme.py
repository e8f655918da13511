"""Lets one listening port answer http and https alike, whichever the browser happens to speak."""

from __future__ import annotations

import socket
import socketserver
import ssl
from typing import Any

import trustme

TLS_HANDSHAKE = b"\x16"


def a_tls_context() -> ssl.SSLContext:
    """Return a server context whose certificate fits no host: the browser is told not to look."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("everyone.test").configure_cert(context)
    # No HTTP/2: one request at a time on a connection keeps the servers plain.
    context.set_alpn_protocols(["http/1.1"])
    return context


class EitherScheme(socketserver.ThreadingMixIn):
    """A mixin for socketserver's servers; set `tls` before serving."""

    tls: ssl.SSLContext
    daemon_threads = True
    block_on_close = False

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Look at the first byte without taking it, put TLS around the connection if need be, and serve."""
        try:
            first = request.recv(1, socket.MSG_PEEK)
            if first == TLS_HANDSHAKE:
                with self.tls.wrap_socket(request, server_side=True) as wrapped:
                    self.serve(wrapped, client_address)
            elif first:
                self.serve(request, client_address)
        except OSError:
            # The browser hung up, as it does with connections opened on suspicion; there is nobody to answer.
            return

    def serve(self, request: Any, client_address: Any) -> None:
        """Answer the requests of one connection, decrypted already."""
        super().finish_request(request, client_address)  # type: ignore[misc]
