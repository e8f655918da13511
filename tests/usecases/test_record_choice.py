"""A choice is judged again, committed, and answered with proof; the same event again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from cookieguard.domain.consent_cookie import parse_payload
from cookieguard.domain.decision import decide
from cookieguard.errors import CookieguardError, Unavailable
from cookieguard.storage import choices, counters
from cookieguard.storage.database import Database
from cookieguard.usecases.live_sites import AskedUnder, read_asked_under, read_live_sites
from cookieguard.usecases.record_choice import (
    DISAGREEMENT,
    EventConflict,
    Recorded,
    RefusedChoice,
    UnknownCategory,
    UnknownVendor,
    UnknownVersion,
    WrongSite,
    record_choice,
)
from tests.builders import NOW, all_categories, an_answer, an_event_id
from tests.consent_server import ConsentServer, a_server

GA, YOUTUBE = "google-analytics-4", "youtube"
NOTHING: dict[str, Any] = {"method": "reject-all", "categories": all_categories(), "granted": []}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[ConsentServer]:
    with a_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def asked(server) -> AskedUnder:
    database = server.services.database
    found = read_asked_under(database, read_live_sites(database, {})["shop"].notice_id)
    assert found
    return found


@pytest.fixture
def record(server, asked):
    """Record an answer; every one has an event id of its own unless the test gives it."""

    def record(now=NOW, site="shop", under=asked, **changes: Any) -> Recorded:
        answer = an_answer(**{"version": under.notice_id if under else "a" * 64, **changes})
        return record_choice(answer, site, under, writer=server.services.writer, signers=server.keys, now=now)

    return record


def stored(server, event_id):
    with server.services.database.read() as connection:
        return choices.find_event(connection, event_id)


def disagreements(server) -> int:
    with server.services.database.read() as connection:
        return counters.read(connection, "shop", DISAGREEMENT)


def read_cookie(server, asked, recorded: Recorded):
    payload = server.keys.verify_cookie("shop", recorded.cookie)
    assert payload
    return parse_payload(payload, asked.terms)


def test_what_is_kept_is_the_choice_and_nothing_about_the_visitor(server, asked, record):
    event_id = an_event_id()
    recorded = record(event=event_id, digest="e" * 64, layer=2, language="nl")
    event = stored(server, event_id)
    assert recorded.is_new
    assert recorded.record == event.record_id == event_id
    assert (event.site_id, event.notice_id, event.digest) == ("shop", asked.notice_id, "e" * 64)
    assert (event.state, event.method, event.layer, event.language) == ("partial", "save", 2, "nl")
    assert event.categories == all_categories(analytics=True)
    assert (event.vendors, event.recorded_at) == ({}, NOW)
    assert event.decided_at == NOW - timedelta(seconds=2)
    assert event.valid_until == event.decided_at + timedelta(days=180)


def test_the_cookie_grants_what_was_chosen(server, asked, record):
    choice = read_cookie(server, asked, record(vendors={YOUTUBE: True}))
    assert decide(asked.terms, choice, choice.day).granted == (GA, YOUTUBE)


def test_a_cookie_that_grants_something_names_its_record(server, asked, record):
    recorded = record()
    assert read_cookie(server, asked, recorded).record == recorded.record.replace("-", "")


def test_a_refusal_stores_no_record_id_in_the_cookie(server, asked, record):
    recorded = record(**NOTHING)
    assert read_cookie(server, asked, recorded).record is None
    assert recorded.record.replace("-", "") not in recorded.cookie


def test_two_refusals_of_one_day_have_the_same_cookie(record):
    """Nothing in it singles a visitor out."""
    assert record(**NOTHING).cookie == record(**NOTHING).cookie


def test_the_same_event_again_gives_the_same_answer_again(record):
    event_id = an_event_id()
    first = record(event=event_id)
    later = record(NOW + timedelta(days=2), event=event_id)
    assert (first.is_new, later.is_new) == (True, False)
    assert (later.record, later.receipt, later.cookie) == (first.record, first.receipt, first.cookie)


def test_an_event_whose_clock_was_wrong_keeps_the_day_on_which_it_first_arrived(record):
    event_id = an_event_id()
    first = record(event=event_id, decided_at=0)
    assert record(NOW + timedelta(days=2), event=event_id, decided_at=0).cookie == first.cookie


def test_the_same_event_with_another_content_is_a_conflict_and_the_first_stays(server, record):
    event_id = an_event_id()
    record(event=event_id)
    before = stored(server, event_id)
    with pytest.raises(EventConflict):
        record(event=event_id, digest="f" * 64, **NOTHING)
    assert stored(server, event_id) == before


def test_an_event_of_another_site_is_a_conflict_even_with_the_same_content(server, record):
    """The notices differ, so honest browsers cannot do this; a record must not leak across sites."""
    event_id = an_event_id()
    record(event=event_id)
    other = server.publish(site="other").notice_id
    with pytest.raises(EventConflict):
        record(site="other", under=read_asked_under(server.services.database, other), event=event_id)


def test_a_receipt_adds_to_its_record(server, record):
    first = record()
    event_id = an_event_id()
    second = record(event=event_id, record=first.record, receipt=first.receipt)
    assert second.record == first.record
    assert second.receipt == first.receipt
    assert stored(server, event_id).record_id == first.record


@pytest.mark.parametrize("receipt", [None, "", "A" * 43, "of another record", "of another site"])
def test_without_a_good_receipt_a_new_record_begins(server, record, receipt):
    """An outdated receipt must not cost the visitor the choice itself."""
    first, event_id = record(), an_event_id()
    forged = {
        "of another record": record().receipt,
        "of another site": server.keys.sign_receipt("other", first.record),
    }
    second = record(event=event_id, record=first.record, receipt=forged.get(receipt, receipt))
    assert (second.is_new, second.record) == (True, event_id)


def test_a_receipt_without_a_record_says_nothing(record):
    event_id = an_event_id()
    assert record(event=event_id, receipt=record().receipt).record == event_id


def test_withdrawing_continues_the_record_and_says_so(server, record):
    first, event_id = record(), an_event_id()
    changes = {**NOTHING, "method": "withdraw", "layer": 0}
    second = record(event=event_id, record=first.record, receipt=first.receipt, **changes)
    assert second.record == first.record
    assert (stored(server, event_id).state, stored(server, event_id).method) == ("withdrawn", "withdraw")


def test_a_first_no_is_a_refusal_and_not_a_withdrawal(server, record):
    event_id = an_event_id()
    record(event=event_id, **NOTHING)
    assert stored(server, event_id).state == "refused"


def test_an_answer_to_an_old_version_is_recorded_under_that_version(server, asked, record):
    """The page was open while a new version was published."""
    server.publish(name="Renamed meanwhile")
    event_id = an_event_id()
    record(event=event_id)
    assert stored(server, event_id).notice_id == asked.notice_id


def test_an_honest_browser_is_in_agreement(server, record):
    before = disagreements(server)
    record()
    record(granted=[GA, YOUTUBE], vendors={YOUTUBE: True})
    record(**NOTHING)
    assert disagreements(server) == before


@pytest.mark.parametrize("granted", [[], [GA, YOUTUBE], [YOUTUBE], ["nobody"], [GA, "nobody"]])
def test_a_browser_that_released_something_else_is_counted_and_recorded(server, record, granted):
    before, event_id = disagreements(server), an_event_id()
    record(event=event_id, granted=granted)
    assert disagreements(server) == before + 1
    assert stored(server, event_id)


def test_a_disagreement_that_is_sent_twice_is_counted_once(server, record):
    before, event_id = disagreements(server), an_event_id()
    for _ in range(3):
        record(event=event_id, granted=[])
    assert disagreements(server) == before + 1


def refused(error: type[CookieguardError], server: ConsentServer, record: Any, **changes: Any) -> None:
    """Expect a refusal that leaves no trace."""
    before = server.counts()
    with pytest.raises(error) as raised:
        record(**changes)
    assert type(raised.value) is error
    assert server.counts() == before


def test_an_unknown_version_is_refused(server, record):
    refused(UnknownVersion, server, record, under=None)


def test_a_version_of_another_site_is_refused(server, record):
    server.publish(site="other")
    refused(WrongSite, server, record, site="other")


@pytest.mark.parametrize(
    "categories",
    [
        {},
        {"analytics": True},
        {**all_categories(), "necessary": True},
        {**all_categories(), "marketing": False},
    ],
)
def test_other_than_exactly_the_four_categories_are_refused(server, record, categories):
    refused(UnknownCategory, server, record, categories=categories)


@pytest.mark.parametrize("vendors", [{"hotjar": True}, {"": False}, {GA: True, "nobody": True}])
def test_a_vendor_that_was_not_asked_about_is_refused(server, record, vendors):
    refused(UnknownVendor, server, record, vendors=vendors)


def test_a_language_in_which_the_notice_was_not_shown_is_refused(server, record):
    refused(RefusedChoice, server, record, language="de")


@pytest.mark.parametrize("changes", [{}, {"categories": all_categories(), "vendors": {GA: True}}])
def test_a_withdrawal_cannot_grant_anything(server, record, changes):
    refused(RefusedChoice, server, record, method="withdraw", **changes)


def test_a_database_that_takes_nothing_is_told_and_the_event_can_be_sent_again(tmp_path, asked):
    with a_server(tmp_path) as server:
        blocked = Database(f"sqlite:///{server.file}")
        version = server.publish().notice_id
        under = read_asked_under(server.services.database, version)
        answer = an_answer(version=version)
        impatient = Impatient(server.services.writer)
        arguments: dict[str, Any] = {"writer": impatient, "signers": server.keys, "now": NOW}
        with blocked.write(), pytest.raises(Unavailable):
            record_choice(answer, "shop", under, **arguments)
        impatient.timeout_seconds = 20.0
        recorded = record_choice(answer, "shop", under, **arguments)
        assert recorded.record == answer.event
        assert server.counts()["consent_event"] == 1
        blocked.close()


class Impatient:
    """The real writer, asked with less patience."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        self.timeout_seconds = 0.05

    def record(self, event: Any, _timeout_seconds: float, tallies: Any) -> Any:
        return self.writer.record(event, self.timeout_seconds, tallies)


def test_sites_keep_their_records_apart(server, asked, record):
    other = server.publish(site="other").notice_id
    under = read_asked_under(server.services.database, other)
    ours, theirs = an_event_id(), an_event_id()
    first = record(event=ours)
    second = record(site="other", under=under, event=theirs, record=first.record, receipt=first.receipt)
    assert second.record == theirs
    assert (stored(server, ours).site_id, stored(server, theirs).site_id) == ("shop", "other")
    assert server.keys.verify_cookie("shop", second.cookie) is None
