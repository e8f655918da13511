"""Tells Flask under which address the world reaches it, where a TLS proxy stands before it.

Forwarded headers are not read: whoever sends them is not known, while the operator's word is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class PublicUrl:
    """A WSGI application around another; `url` is scheme and host, such as https://consent.example.com."""

    def __init__(self, inner: WSGIApplication, url: str) -> None:
        self._inner = inner
        self._scheme, self._host, *_ = urlsplit(url)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand on with the public scheme and host in place of the inner ones."""
        environ["wsgi.url_scheme"] = self._scheme
        environ["HTTP_HOST"] = self._host
        return self._inner(environ, start_response)
