"""Whatever else is sent as a choice gets a stable code, changes no table and leaves one line in the log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import ORIGIN, a_body, all_categories
from tests.consent_server import ConsentServer, a_server
from tests.web.bad_bodies import MALFORMED, MARK, NOT_JSON, NOT_UTF8, TOO_DEEP

LIMIT = 16 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[ConsentServer]:
    with a_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def version(server) -> str:
    ((notice_id,),) = server.rows("SELECT id FROM notice WHERE site_id = 'shop'")
    return str(notice_id)


@pytest.fixture(scope="module")
def others_version(server) -> str:
    return server.publish(site="other", origins=["https://www.other.example"]).notice_id


@pytest.fixture
def send(server) -> Callable[..., TestResponse]:
    return server.choose_bytes


@pytest.fixture
def refused(server, caplog) -> Callable[[TestResponse, int, str], None]:
    """Check a refusal from all sides; `before` is taken when the test begins."""
    caplog.set_level(logging.DEBUG)
    server.shelf.site("shop")
    before = server.counts()

    def check(answer: TestResponse, status: int, code: str) -> None:
        assert (answer.status_code, answer.json["code"]) == (status, code)
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == status
        assert answer.json["type"] == f"urn:cookieguard:problem:{code}"
        assert answer.json["title"]
        assert answer.json["detail"]
        assert server.counts() == before
        (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("cookieguard")]
        assert line == f"choice refused: site=shop code={code} status={status}"
        assert MARK not in caplog.text

    return check


def raw(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


@pytest.mark.parametrize("content", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_in_one_sense_only_is_refused(send, refused, content):
    refused(send(content), 400, "not-json")


@pytest.mark.parametrize("content", NOT_UTF8.values(), ids=NOT_UTF8)
def test_what_is_not_utf_8_is_refused(send, refused, content):
    refused(send(content), 400, "not-utf-8")


@pytest.mark.parametrize("content", TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_nests_deeper_than_a_choice_is_refused(send, refused, content):
    refused(send(content), 400, "too-deep")


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"1", b"true", b"[{}]"])
def test_json_that_is_no_object_is_no_choice(send, refused, content):
    refused(send(content), 422, "malformed-choice")


FIELDS = ("event", "version", "language", "layer", "method", "categories", "vendors", "granted", "decided_at")


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_is_missing_is_named(send, refused, version, name):
    answer = send(raw(without(a_body(version), name)))
    refused(answer, 422, "malformed-choice")
    assert name in answer.json["detail"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_may_not_be_null(send, refused, version, name):
    refused(send(raw({**a_body(version), name: None})), 422, "malformed-choice")


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in MALFORMED.items() for value in values],
    ids=lambda value: repr(value)[:24],
)
def test_a_field_of_another_name_type_or_form_is_refused(send, refused, version, name, value):
    refused(send(raw({**a_body(version), name: value})), 422, "malformed-choice")


@pytest.mark.parametrize(
    "categories",
    [{}, {"analytics": True}, {**all_categories(), "necessary": False}, {**all_categories(), MARK: True},
     {**without(all_categories(), "social"), "Social": False}, {**all_categories(), "\u0000": True}],
    ids=repr,
)  # fmt: skip
def test_other_than_exactly_the_four_categories_are_refused(send, refused, version, categories):
    refused(send(raw(a_body(version, categories=categories))), 422, "unknown-category")


@pytest.mark.parametrize(
    "vendors", [{"hotjar": True}, {"nobody": False}, {f"v{n}": True for n in range(1000)}], ids=len
)
def test_a_vendor_that_was_not_asked_about_is_refused(send, refused, version, vendors):
    refused(send(raw(a_body(version, vendors=vendors))), 422, "unknown-vendor")


def test_ten_thousand_vendors_are_too_large_to_be_read(send, refused, version):
    refused(send(raw(a_body(version, vendors={f"v{n}": True for n in range(10_000)}))), 413, "too-large")


@pytest.mark.parametrize("unknown", ["f" * 64, "0" * 64])
def test_a_version_that_was_never_published_is_refused(send, refused, unknown):
    """A future one too: from a server that is ahead of this one, or made up."""
    refused(send(raw(a_body(unknown))), 422, "unknown-version")


def test_the_version_of_another_site_is_refused(others_version, send, refused):
    refused(send(raw(a_body(others_version))), 422, "wrong-site")


def test_a_language_that_the_site_does_not_speak_is_refused(send, refused, version):
    refused(send(raw(a_body(version, language="de"))), 422, "invalid-choice")


def test_a_withdrawal_that_grants_is_refused(send, refused, version):
    refused(send(raw(a_body(version, method="withdraw"))), 422, "invalid-choice")


@pytest.mark.parametrize(
    "media_type",
    [
        "", "text/plain", "text/plain;charset=utf-8", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json", "application/jsonp", "application/json-patch+json", "application/problem+json", "json",
        ";application/json",
    ],
)  # fmt: skip
def test_another_media_type_is_refused(send, refused, version, media_type):
    """A form of any site can send those without asking; JSON it cannot."""
    refused(send(raw(a_body(version)), media_type), 415, "unsupported-media-type")


def test_the_largest_body_is_read_and_one_byte_more_is_not(send, refused, version):
    body = raw(a_body(version))
    assert len(body) < LIMIT
    refused(send(body.ljust(LIMIT + 1)), 413, "too-large")


def test_the_largest_body_is_read(send, version):
    assert send(raw(a_body(version)).ljust(LIMIT)).status_code == 201


class Counting(io.BytesIO):
    """A body without end that remembers how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        """Return as much as is asked for; asking for all would never end."""
        assert size is not None
        assert size >= 0
        self.taken += size
        return b" " * size


def test_an_endless_body_without_a_length_is_read_only_up_to_the_limit(send, refused):
    body = Counting()
    answer = send(
        b"", environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    )
    refused(answer, 413, "too-large")
    assert body.taken == LIMIT + 1


@pytest.mark.parametrize("length", [str(LIMIT + 1), "1" + "0" * 17, "²", "x", "-1", "+5", "1_0", "9" * 5000])
def test_a_body_whose_length_is_too_large_or_none_is_not_read(send, refused, length):
    body = Counting()
    answer = send(b"", environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": length})
    refused(answer, 413, "too-large")
    assert body.taken <= LIMIT + 1


def test_a_body_that_breaks_off_is_refused(send, refused, version):
    whole = raw(a_body(version))
    answer = send(
        b"", environ_overrides={"wsgi.input": io.BytesIO(whole[:-9]), "CONTENT_LENGTH": str(len(whole))}
    )
    refused(answer, 400, "not-json")


@pytest.mark.parametrize("origin", [f"https://{MARK}.example", "null", ""])
def test_a_wrong_origin_is_refused_with_the_same_care(send, refused, version, origin):
    refused(send(raw(a_body(version)), headers={"Origin": origin}), 403, "wrong-origin")


def test_an_unknown_site_is_refused_and_its_name_is_not_logged(server, caplog, version):
    before = server.counts()
    answer = server.send(
        f"/v1/sites/{MARK.lower()}/choices", json=a_body(version), headers={"Origin": ORIGIN}
    )
    assert (answer.status_code, answer.json["code"]) == (404, "unknown-site")
    assert server.counts() == before
    assert caplog.messages == ["choice refused: site=? code=unknown-site status=404"]


def test_a_refusal_does_not_stand_in_the_way_of_the_next_good_body(send, version):
    body = a_body(version)
    assert send(raw({**body, "layer": 9})).status_code == 422
    assert send(raw(body)).status_code == 201
