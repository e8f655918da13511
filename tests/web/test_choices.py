"""`POST /v1/sites/SITE/choices` as a page uses it: on record before the answer, and once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cookieguard.domain.consent_cookie import parse_payload
from cookieguard.domain.decision import decide
from cookieguard.storage import choices
from cookieguard.storage.database import Database
from cookieguard.usecases.live_sites import read_asked_under
from tests.builders import ORIGIN, a_body, a_refusal, all_categories, an_event_id
from tests.consent_server import ConsentServer, a_server

GA, YOUTUBE = "google-analytics-4", "youtube"
PATH = "/v1/sites/shop/choices"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[ConsentServer]:
    with a_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def version(server) -> str:
    ((notice_id,),) = server.rows("SELECT id FROM notice WHERE site_id = 'shop'")
    return str(notice_id)


@pytest.fixture(scope="module")
def terms(server, version):
    return read_asked_under(server.services.database, version).terms


def state_in_file(server: ConsentServer, event_id: str) -> str:
    """Return the state of an event as another program finds it in the file."""
    ((state,),) = server.rows("SELECT state FROM consent_event WHERE event_id = ?", event_id.replace("-", ""))
    return str(state)


def test_a_new_choice_is_created_and_the_same_event_again_is_not(server, version):
    body = a_body(version)
    first, again = server.choose(body), server.choose(body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert set(first.json) == {"record", "receipt", "cookie"}


def test_the_record_is_committed_before_the_answer(server, version):
    body = a_body(version)
    assert server.choose(body).status_code == 201
    other = Database(f"sqlite:///{server.file}")
    with other.read() as connection:
        assert choices.find_event(connection, body["event"]).categories == body["categories"]
    other.close()


def test_the_same_event_with_another_body_is_a_conflict(server, version):
    body = a_body(version)
    server.choose(body)
    answer = server.choose(a_refusal(version, event=body["event"]))
    assert (answer.status_code, answer.json["code"]) == (409, "event-conflict")
    assert state_in_file(server, body["event"]) == "partial"


def test_reordered_names_and_blanks_are_the_same_body(server, version):
    body = a_body(version)
    turned = dict(
        reversed([(k, dict(reversed(v.items())) if isinstance(v, dict) else v) for k, v in body.items()])
    )
    first = server.choose(body)
    again = server.send(
        PATH, data=json.dumps(turned, indent=4), content_type="application/json", headers={"Origin": ORIGIN}
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json


def test_the_answers_cookie_verifies_and_grants_what_was_chosen(server, version, terms):
    answer = server.choose(a_body(version, vendors={YOUTUBE: True}, granted=[GA, YOUTUBE]))
    payload = server.keys.verify_cookie("shop", answer.json["cookie"])
    choice = parse_payload(payload, terms)
    assert decide(terms, choice, choice.day).granted == (GA, YOUTUBE)
    assert choice.record == answer.json["record"].replace("-", "")
    assert len(payload) <= 200


def test_a_refusals_cookie_holds_no_record_id(server, version, terms):
    answer = server.choose(a_refusal(version))
    choice = parse_payload(server.keys.verify_cookie("shop", answer.json["cookie"]), terms)
    assert (choice.record, choice.grants_anything()) == (None, False)
    assert answer.json["record"].replace("-", "") not in answer.json["cookie"]


def test_withdrawing_with_the_receipt_continues_the_record(server, version):
    given = server.choose(a_body(version)).json
    receipt = {"record": given["record"], "receipt": given["receipt"]}
    body = a_refusal(version, method="withdraw", layer=0, **receipt)
    withdrawn = server.choose(body)
    assert (withdrawn.status_code, withdrawn.json["record"]) == (201, given["record"])
    assert state_in_file(server, body["event"]) == "withdrawn"


@pytest.mark.parametrize("receipt", ["A" * 43, "x" * 20])
def test_a_bad_receipt_begins_a_new_record(server, version, receipt):
    given = server.choose(a_body(version)).json
    body = a_body(version, record=given["record"], receipt=receipt)
    answer = server.choose(body)
    assert (answer.status_code, answer.json["record"]) == (201, body["event"])


def test_nobody_adds_to_a_record_by_naming_it(server, version):
    given = server.choose(a_body(version)).json
    body = a_body(version, record=given["record"])
    assert server.choose(body).json["record"] == body["event"]


def test_a_browser_that_disagrees_is_counted_for_its_site(server, version):
    def count() -> int:
        return sum(
            n
            for (n,) in server.rows(
                "SELECT count FROM counter WHERE site_id = 'shop' AND name = 'disagreement'"
            )
        )

    before = count()
    server.choose(a_body(version))
    assert count() == before
    assert server.choose(a_body(version, granted=[])).status_code == 201
    assert count() == before + 1


def test_a_page_that_was_open_while_a_new_version_was_published_is_heard(server, version):
    server.publish(name="Renamed meanwhile")
    server.clocks.forward(60)
    body = a_body(version)
    assert server.choose(body).status_code == 201
    rows = server.rows(
        "SELECT notice_id FROM consent_event WHERE event_id = ?", body["event"].replace("-", "")
    )
    assert rows == [(version,)]
    server.publish()
    server.clocks.forward(60)


def test_sites_do_not_mix(server, version):
    other_origin = "https://www.other.example"
    other = server.publish(site="other", origins=[other_origin]).notice_id
    server.clocks.forward(60)
    ours = server.choose(a_body(version))
    theirs = server.choose(a_body(other), "other", other_origin)
    assert (ours.status_code, theirs.status_code) == (201, 201)
    assert server.keys.verify_cookie("shop", theirs.json["cookie"]) is None
    assert server.choose(a_body(other), "other", ORIGIN).json["code"] == "wrong-origin"
    assert server.choose(a_body(version), "other", other_origin).json["code"] == "wrong-site"
    stolen = a_body(version, record=theirs.json["record"], receipt=theirs.json["receipt"])
    assert server.choose(stolen).json["record"] == stolen["event"]


def test_the_same_event_from_many_connections_at_once_is_recorded_once(server, version):
    body, together = a_body(version), threading.Barrier(12)

    def send(_: int) -> int:
        together.wait()
        client = server.app.test_client()
        with client.post(PATH, json=body, headers={"Origin": ORIGIN}) as answer:
            return answer.status_code

    with ThreadPoolExecutor(12) as pool:
        codes = sorted(pool.map(send, range(12)))
    assert codes == [200] * 11 + [201]
    assert (
        len(server.rows("SELECT 1 FROM consent_event WHERE event_id = ?", body["event"].replace("-", "")))
        == 1
    )


@pytest.mark.parametrize(
    "path",
    ["/v1/sites/nobody/choices", "/v1/sites//choices", "/v1/sites/SHOP/choices", "/v1/sites/a/b/choices"],
)
def test_a_site_that_is_not_published_is_not_found(server, version, path):
    answer = server.send(path, json=a_body(version), headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.json["code"]) == (404, "unknown-site")


def test_a_body_may_come_without_its_length(server, version):
    """Chunked: the server learns the length by reading."""
    body = json.dumps(a_body(version)).encode()
    answer = server.send(
        PATH,
        headers={"Origin": ORIGIN},
        content_type="application/json; charset=utf-8",
        environ_overrides={"wsgi.input": Chunked(body), "wsgi.input_terminated": True},
    )
    assert answer.status_code == 201


class Chunked:
    """A body whose end is only found by reading."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes."""
        end = len(self.content) if size < 0 else size
        taken, self.content = self.content[:end], self.content[end:]
        return taken


def test_every_kind_of_act_is_recorded_as_what_it_is(server, version):
    states = {}
    for method, said in (("accept-all", True), ("reject-all", False), ("save", True), ("api", False)):
        asked = all_categories(analytics=said, social=said)
        body = a_body(version, event=an_event_id(), method=method, categories=asked)
        assert server.choose(body).status_code == 201
        states[method] = state_in_file(server, body["event"])
    assert states == {"accept-all": "given", "reject-all": "refused", "save": "given", "api": "refused"}


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("reject-all", {"categories": all_categories(analytics=True)}),
        ("reject-all", {"categories": all_categories(), "vendors": {"youtube": True}}),
        ("accept-all", {"categories": all_categories(analytics=True)}),
        (
            "accept-all",
            {"categories": all_categories(analytics=True, social=True), "vendors": {"youtube": False}},
        ),
    ],
)
def test_an_act_whose_name_and_content_differ_is_not_recorded(server, version, method, changes):
    before = server.counts()
    answer = server.choose(a_body(version, method=method, **changes))
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (422, "invalid-choice")
    assert server.counts() == before


def test_a_category_that_nobody_was_asked_about_cannot_be_granted(server, version):
    before = server.counts()
    answer = server.choose(a_body(version, categories=all_categories(analytics=True, advertising=True)))
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (422, "unknown-category")
    assert server.counts() == before
