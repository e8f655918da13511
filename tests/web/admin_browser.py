"""A person at the admin, without a browser: keeps cookies and fills in forms with the page's token."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery"
ANNA = "anna@example.com"
BOB = "bob@example.com"


class AdminBrowser:
    """One browser; `scheme` decides whether it speaks http or https."""

    def __init__(self, app: Flask, scheme: str = "http") -> None:
        self.client: FlaskClient = app.test_client()
        self.scheme = scheme

    def get(self, path: str) -> TestResponse:
        """Ask for a page."""
        return self.open(path)

    def open(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        """Send any request; the answer is read at once, so that no file stays open."""
        return self.client.open(
            path, method=method, base_url=f"{self.scheme}://localhost", buffered=True, **options
        )

    def post(self, path: str, token: str | None = None, **fields: Any) -> TestResponse:
        """Send a form with the given token, or the one that the page at hand carries; "" sends none."""
        if token is None:
            token = self.token()
        data = {**fields, **({"csrf_token": token} if token else {})}
        headers = {"Referer": f"{self.scheme}://localhost/admin/"}
        return self.open(path, "POST", data=data, headers=headers)

    def token(self) -> str:
        """Return the CSRF token of the first page, or of the sign-in page while nobody is signed in."""
        page = self.open("/admin/", follow_redirects=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found
        return html.unescape(found[1])

    def sign_in(self, email: str = ANNA, password: str = PASSWORD, next: str = "") -> TestResponse:
        """Fill in the sign-in page."""
        return self.post("/admin/sign-in", email=email, password=password, next=next)

    def cookie(self) -> str:
        """Return the value of the session cookie."""
        name = "__Host-cookieguard" if self.scheme == "https" else "cookieguard"
        cookie = self.client.get_cookie(name)
        assert cookie is not None
        return cookie.value

    def carry(self, value: str) -> None:
        """Put a session cookie in place, as a thief or an old tab would."""
        self.client.set_cookie("cookieguard", value)
