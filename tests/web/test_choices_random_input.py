"""Random choices, random JSON, random bytes and damaged bodies: nothing makes the server fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.builders import a_body
from tests.consent_server import ConsentServer, a_server

FIELDS = (
    "event", "version", "language", "layer", "method", "categories", "vendors", "granted", "decided_at", "record",
    "receipt", "extra",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
many = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[ConsentServer]:
    with a_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def version(server) -> str:
    ((notice_id,),) = server.rows("SELECT id FROM notice")
    return str(notice_id)


def assert_told(answer: TestResponse) -> None:
    """Check that the server refused, in words that a program can rely on."""
    assert 400 <= answer.status_code < 500
    assert re.fullmatch("[a-z0-9-]+", answer.json["code"])


@many
@given(JSON)
@example("\ud800")
@example({"\ud800": 1})
def test_no_json_at_all_makes_the_server_fail(server, content):
    assert_told(server.choose_bytes(json.dumps(content).encode()))


@many
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)))
@example({"method": "\udfff"})
def test_no_choice_with_odd_fields_makes_the_server_fail(server, version, fields):
    answer = server.choose_bytes(json.dumps({**a_body(version), **fields}).encode())
    if answer.status_code != 201:
        assert_told(answer)


@many
@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_the_server_fail(server, content):
    assert_told(server.choose_bytes(content))


@many
@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_no_damage_to_a_good_body_makes_the_server_fail(server, version, at, damage):
    good = json.dumps(a_body(version)).encode()
    at = min(at, len(good) - 1)
    answer = server.choose_bytes(good[:at] + damage + good[at + len(damage) :])
    if answer.status_code != 201:
        assert_told(answer)
