"""What machines ask about the server: is it alive, can it work."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from cookieguard.errors import CookieguardError, Unavailable
from cookieguard.web.answers import HttpAnswer, json_answer, problem
from cookieguard.web.services import services


def create_blueprint() -> Blueprint:
    """Return `/`, `/healthz` (the process answers) and `/readyz` (the database is there and up to date)."""
    blueprint = Blueprint("ops", __name__)
    blueprint.add_url_rule("/", "root", _root)
    blueprint.add_url_rule("/healthz", "health", _health)
    blueprint.add_url_rule("/readyz", "ready", _ready)
    return blueprint


def answer_in_problems(app: Flask) -> None:
    """Answer what no page of the admin has answered as problem+json (RFC 9457)."""
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(CookieguardError, lambda error: _response(problem(error)))


def _root() -> AnyResponse:
    return redirect("/admin/")


def _health() -> Response:
    return Response("alive\n", mimetype="text/plain")


def _ready() -> Response:
    if not services().database.is_current():
        raise Unavailable("The database is not up to date; run `cookieguard db upgrade`.")
    return Response("ready\n", mimetype="text/plain")


def _http_problem(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response(request.environ)
    content = {
        "type": "about:blank",
        "title": error.name,
        "status": status,
        "code": error.name.lower().replace(" ", "-"),
        "detail": error.description,
    }
    return _response(json_answer(status, content, media_type="application/problem+json"))


def _response(answer: HttpAnswer) -> Response:
    return Response(answer.body, answer.status, list(answer.headers))
