"""The security headers of every answer below /admin, errors and refusals included (OWASP ASVS 5.0, 3.4)."""

from __future__ import annotations

from flask import Blueprint, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: the CSRF check compares the referrer with the host on https.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
STATIC = "admin.static"


def add_to(blueprint: Blueprint, prefix: str) -> None:
    """Set the headers on every answer whose path lies below `prefix`, whoever gave it."""

    def harden(response: Response) -> Response:
        if request.path == prefix or request.path.startswith(f"{prefix}/"):
            caching = response.headers.get("Cache-Control")
            response.headers.update(HEADERS)
            if request.endpoint == STATIC and caching:
                response.headers["Cache-Control"] = caching
        return response

    # App-wide, because a path or method that matches no route never enters the blueprint.
    blueprint.after_app_request(harden)
