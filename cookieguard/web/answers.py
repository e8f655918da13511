"""What a handler on the hot paths returns: status, headers and bytes, ready for any WSGI server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from cookieguard.errors import CookieguardError, Unavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """One finished HTTP answer."""

    status: int
    headers: tuple[Header, ...] = ()
    body: bytes = b""

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        """Hand the answer to the WSGI server."""
        line = f"{self.status} {HTTPStatus(self.status).phrase}"
        start_response(line, [*self.headers, *_length(self)])
        return [self.body]


def json_answer(
    status: int, content: object, *headers: Header, media_type: str = "application/json"
) -> HttpAnswer:
    """Return `content` as JSON; such an answer is never kept by a cache."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    fixed = (
        ("Content-Type", media_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return HttpAnswer(status, (*fixed, *headers), body)


def problem(error: CookieguardError, *headers: Header) -> HttpAnswer:
    """Return `error` as problem+json (RFC 9457) with its stable `code`."""
    content = {
        "type": f"urn:cookieguard:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
    }
    if isinstance(error, Unavailable):
        headers = (*headers, ("Retry-After", str(error.retry_after_seconds)))
    return json_answer(error.status, content, *headers, media_type="application/problem+json")


def _length(answer: HttpAnswer) -> Iterator[Header]:
    # RFC 9110, 8.6: no length on an answer that cannot have a body.
    if answer.status not in (204, 304):
        yield "Content-Length", str(len(answer.body))
