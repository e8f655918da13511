"""The cookie that holds an operator's session: unreadable for scripts, and bound to this host on https."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

NAME = "cookieguard"


class SessionCookies(SecureCookieSessionInterface):
    """Signs with SHA-256 and follows the scheme of the request, so that one server may answer on both.

    On https the name has the __Host- prefix: a neighbouring subdomain or a plain-http page cannot plant
    such a cookie (RFC 6265bis, 4.1.3.2).
    """

    digest_method: Callable[..., Any] = staticmethod(hashlib.sha256)

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name for this request's scheme."""
        return f"__Host-{NAME}" if request.is_secure else NAME

    def get_cookie_secure(self, app: Flask) -> bool:
        """Return whether the cookie is for https only."""
        return request.is_secure

    def get_cookie_path(self, app: Flask) -> str:
        """Return the root, which the prefix demands."""
        return "/"

    def get_cookie_domain(self, app: Flask) -> None:
        """Return no domain: the cookie is for this very host."""
        return

    def get_cookie_httponly(self, app: Flask) -> bool:
        """Return that no script may read it."""
        return True

    def get_cookie_samesite(self, app: Flask) -> str:
        """Return Lax: links into the admin work, forms of other sites do not carry it."""
        return "Lax"
