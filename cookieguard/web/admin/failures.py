"""Shows refusals and failures as a page that says what happened, what was kept and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from flask import Blueprint, Response, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound

from cookieguard.errors import CookieguardError, Unavailable

STALE_FORM = (
    "This form was opened in another session, or long ago. Nothing was changed. "
    "Go back, load the page again and repeat your last step."
)


def add_to(blueprint: Blueprint) -> None:
    """Answer errors inside the admin with its own page."""
    # Unknown paths enter the blueprint as well, so that they ask for a session like the known ones.
    blueprint.add_url_rule("/<path:rest>", "unknown", _unknown)
    blueprint.register_error_handler(CSRFError, _stale_form)
    blueprint.register_error_handler(HTTPException, _refused)
    blueprint.register_error_handler(CookieguardError, _failed)


def _unknown(rest: str) -> NoReturn:
    raise NotFound("Nothing lives at this address.")


def _stale_form(_: CSRFError) -> Response:
    return _page(400, "This form is out of date", STALE_FORM)


def _refused(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    title = "There is no such page" if error.code == 404 else error.name
    return _page(error.code or 500, title, error.description or "")


def _failed(error: CookieguardError) -> Response:
    response = _page(error.status, error.title, error.detail, error.evidence.get("findings", ()))
    if isinstance(error, Unavailable):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _page(status: int, title: str, detail: str, findings: Sequence[object] = ()) -> Response:
    page = render_template("admin/failure.html", title=title, detail=detail, findings=findings)
    return make_response(page, status)
