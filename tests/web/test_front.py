"""The front answers the hot paths itself, hands the rest to Flask, and never lets a fault out as a bare error."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from werkzeug.test import Client

from cookieguard.errors import Unavailable
from cookieguard.web.front import Front


def flask(environ: Any, start_response: Any) -> list[bytes]:
    """Stands where Flask stands."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"Flask: {environ['REQUEST_METHOD']} {environ['PATH_INFO']}".encode()]


class Broken:
    """A part that fails in one way, whatever is asked of it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def site(self, _site_id: str) -> None:
        raise self.error

    def serve(self, _environ: Any) -> None:
        raise self.error


def a_client(error: Exception) -> Client:
    broken: Any = Broken(error)
    return Client(Front(flask, broken, broken))


FAULT = RuntimeError("secret words of ours")
HOT = [
    ("GET", "/b/shop.js"),
    ("HEAD", "/b/shop.js"),
    ("POST", "/v1/sites/shop/choices"),
    ("OPTIONS", "/v1/sites/shop/choices"),
]


@pytest.mark.parametrize(("method", "path"), HOT)
def test_a_fault_of_ours_is_a_problem_that_tells_nothing_and_a_traceback_for_us(method, path, caplog):
    answer = a_client(FAULT).open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text
    if method != "HEAD":
        assert answer.json["code"] == "internal-error"
    assert "secret words of ours" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(("method", "path"), HOT)
def test_a_service_that_is_away_says_when_to_come_back(method, path):
    answer = a_client(Unavailable("Not now.", retry_after_seconds=7)).open(path, method=method)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"), ("GET", "/admin/"), ("GET", "/healthz"), ("POST", "/b/shop.js"), ("DELETE", "/b/shop.js"),
        ("GET", "/v1/sites/shop"), ("GET", "/v1/records/1"), ("GET", "/B/shop.js"), ("GET", "/x/b/shop.js"),
        ("GET", "/b"),
    ],
)  # fmt: skip
def test_every_other_request_goes_to_flask(method, path):
    assert a_client(FAULT).open(path, method=method).text == f"Flask: {method} {path}"


def test_a_fault_while_the_log_is_off_is_answered_all_the_same():
    logging.disable(logging.CRITICAL)
    try:
        assert a_client(FAULT).get("/b/shop.js").status_code == 500
    finally:
        logging.disable(logging.NOTSET)
