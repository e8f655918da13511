"""Who may put a choice on record: pages of exactly the site's origins, by POST; everybody else changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import ORIGIN, a_body
from tests.consent_server import ConsentServer, a_server

PATH = "/v1/sites/shop/choices"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[ConsentServer]:
    with a_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def version(server) -> str:
    ((notice_id,),) = server.rows("SELECT id FROM notice WHERE site_id = 'shop'")
    return str(notice_id)


def test_an_answer_is_readable_for_the_page_and_for_no_cache(server, version):
    answer = server.choose(a_body(version))
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Vary"] == "Origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_also_a_refusal_is_readable_for_the_page(server, version):
    """Its outbox must learn that sending again is of no use."""
    answer = server.choose({**a_body(version), "layer": 9})
    assert answer.status_code == 422
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_a_preflight_allows_post_with_json_for_the_sites_origin(server):
    answer = server.send(PATH, "OPTIONS", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert answer.headers["Vary"] == "Origin"
    assert "Content-Length" not in answer.headers


NEAR_MISSES = [
    "", "null", "*", "https://www.shop.example/", "https://www.shop.example:443", "http://www.shop.example",
    "https://shop.example", "https://WWW.shop.example", "HTTPS://www.shop.example", "https://www.shop.example.",
    "https://www.shop.example.evil.example", "https://evil-www.shop.example", "https://wwwXshop.example",
    "https://www.shop.examples", "https://www.shop.exampl", "https://evil.example/https://www.shop.example",
    "https://www.shop.example@evil.example", "https://evil.example#https://www.shop.example", "//www.shop.example",
    "www.shop.example", "https://www.shop.example:8443", "https://www.shop.example, https://evil.example",
    "https://evil.example, https://www.shop.example", "https://www.shop.example https://evil.example",
    "https://www.shop.example%00", "https://www.shop.example\t", "https://sub.www.shop.example", "https://xn--shop.example",
    "file://", "https://www.shop.example?", "wss://www.shop.example",
]  # fmt: skip


@pytest.mark.parametrize("origin", NEAR_MISSES)
@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_an_origin_that_is_not_exactly_the_sites_is_refused(server, version, origin, method):
    before = server.counts()
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = server.send(PATH, method, json=a_body(version), headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "wrong-origin")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Vary"] == "Origin"
    assert server.counts() == before


def test_a_request_without_an_origin_is_refused(server, version):
    """A browser always tells it for POST; what does not is no page."""
    assert server.send(PATH, json=a_body(version)).json["code"] == "wrong-origin"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "post", "BREW"])
@pytest.mark.parametrize("headers", [{}, {"Origin": ORIGIN}], ids=["without origin", "with origin"])
def test_any_other_method_is_told_which_ones_there_are(server, method, headers):
    answer = server.send(PATH, method, headers=headers)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
    assert answer.mimetype == "application/problem+json"
    assert (answer.data == b"") == (method == "HEAD")
