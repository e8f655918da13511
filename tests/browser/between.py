"""Stands between the browser and the consent server, to do what networks do to a request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from tests.browser.page_of import DEADLINE_SECONDS
from tests.browser.servers import App

Deed = Callable[[int, App, dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""Gets the number of the POST, from one, and the server's app with its two arguments; answers in its place."""


class Between:
    """Stands before the consent server and does something to each POST, by its number from one."""

    def __init__(self, inner: App, deed: Deed) -> None:
        self.inner = inner
        self.deed = deed
        self.posts = 0
        self.answered = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as the deed does, and anything but a POST as the server."""
        if environ["REQUEST_METHOD"] != "POST":
            return self.inner(environ, start_response)
        self.posts += 1
        try:
            return self.deed(self.posts, self.inner, environ, start_response)
        finally:
            self.answered.release()

    def wait_for_answer(self) -> None:
        """Return once one more POST has been answered."""
        assert self.answered.acquire(timeout=DEADLINE_SECONDS)


def refuse(status: str, media_type: str = "text/plain") -> Deed:
    """Return the deed of answering with a status and no content."""

    def deed(
        _number: int, _inner: App, _environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        headers = [
            ("Access-Control-Allow-Origin", "*"),
            ("Content-Length", "0"),
            ("Content-Type", media_type),
        ]
        start_response(status, headers)
        return []

    return deed
