"""A choice holds at once and reaches the record exactly once, whatever happens to the page and the network."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.browser.between import refuse
from tests.browser.held import click, inline, log, take_back
from tests.browser.page_of import DEADLINE_SECONDS
from tests.browser.settled import settled

EMPTY = "!localStorage.cg_outbox"
# A page with ways of its own needs the second file for nothing but the outbox.
OWN_LINKS = '<a href="#cookie-preferences">Cookies</a><button data-cg="withdraw">Stop</button>'


def cookie(page):
    return page.evaluate("document.cookie.match(/cg_consent=([^;]*)/)?.[1]")


def test_a_choice_holds_at_once_and_is_recorded_with_the_servers_signature(shop, recorder, record):
    page = shop.open(inline("a"), site=record.site)
    click(page, "accept-all")
    assert page.evaluate("log") == ["a"]
    settled(page, recorder)
    (event,) = record.events()
    assert (event.state, event.method, event.layer, event.language) == ("given", "accept-all", 1, "nl")
    assert page.evaluate(EMPTY)
    assert "~" in cookie(page)
    assert event.notice_id.startswith(page.evaluate("CookieGuard.consent().version"))


@pytest.mark.parametrize("returns", ["with the next page", "with the network", "by and by"])
def test_an_unreachable_server_delays_the_record_and_nothing_else(
    shop, recorder, consent_server, record, returns
):
    page = shop.visitor()
    page.clock.install()
    shop.open(OWN_LINKS + inline("a"), page=page, site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    with consent_server.unreachable():
        click(page, "accept-all")
        assert log(page, recorder) == ["a"]
        assert cookie(page).split(".")[3] == "1111"
        page.goto("http://shop.test/another")
        assert log(page, recorder) == ["a"], "the shop and the choice go on from the browser's own copy"
        assert not page.evaluate(EMPTY)
        assert record.states() == []
    if returns == "with the next page":
        page.reload()
    elif returns == "with the network":
        page.evaluate("dispatchEvent(new Event('online'))")
    else:
        page.clock.fast_forward("01:00")
    page.wait_for_function(EMPTY)
    settled(page, recorder)
    assert record.states() == ["given"]
    assert "~" in cookie(page)


def test_a_visitor_without_network_is_recorded_when_it_comes_back(shop, recorder, record):
    page = shop.open(inline("a"), site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    page.context.set_offline(True)
    click(page, "reject-all")
    settled_offline = page.evaluate("[CookieGuard.consent().source, log.length]")
    assert settled_offline == ["choice", 0]
    page.context.set_offline(False)
    page.wait_for_function(EMPTY)
    assert record.states() == ["refused"]


def test_several_choices_made_without_the_server_are_all_recorded(shop, recorder, consent_server, record):
    page = shop.open(site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    with consent_server.unreachable():
        click(page, "accept-all")
        take_back(page, "CookieGuard.save({ categories: { social: true } })")
        take_back(page, "CookieGuard.rejectAll()")
        settled(page, recorder)
    page.reload()
    page.wait_for_function(EMPTY)
    assert record.states() == ["given", "partial", "withdrawn"]
    assert cookie(page).split(".")[3] == "0000"


def test_an_answer_lost_after_the_commit_leads_to_one_record(shop, recorder, between, record):
    def cut_the_first(number, inner, environ, start_response):
        answer = inner(environ, start_response)
        if number == 1:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return answer

    server = between(cut_the_first)
    page = shop.open(site=record.site)
    click(page, "accept-all")
    server.wait_for_answer()
    settled(page, recorder)
    assert record.states() == ["given"]
    assert not page.evaluate(EMPTY)
    page.reload()
    page.wait_for_function(EMPTY)
    assert (server.posts, record.states()) == (2, ["given"])
    assert "~" in cookie(page)


def test_leaving_the_page_in_the_same_breath_loses_nothing(shop, recorder, between, record):
    """The answer comes when the page that asked is gone, so the next page asks again: still one record."""

    def after_leaving(number, inner, environ, start_response):
        if number == 1:
            shop.wait_until_asked("/next")
        return inner(environ, start_response)

    server = between(after_leaving)
    page = shop.open(inline("a"), site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    page.evaluate("document.querySelector('[data-cg-action=accept-all]').click(); location.href = '/next'")
    page.wait_for_url("**/next")
    page.wait_for_function(EMPTY)
    assert log(page, recorder) == ["a"]
    server.wait_for_answer()
    assert record.states() == ["given"]


def test_closing_the_tab_while_it_is_sent_loses_nothing(shop, between, record):
    closed = threading.Event()

    def after_closing(_number, inner, environ, start_response):
        assert closed.wait(DEADLINE_SECONDS)
        return inner(environ, start_response)

    server = between(after_closing)
    page = shop.open(site=record.site)
    other = page.context.new_page()
    click(page, "accept-all")
    page.close()
    closed.set()
    other.goto("http://shop.test/")
    other.wait_for_function(EMPTY)
    server.wait_for_answer()
    assert record.states() == ["given"]


def test_closing_the_tab_before_the_server_allowed_the_question_loses_nothing(shop, consent_server, record):
    """The browser asks for permission first (CORS); the choice itself is sent after the page is gone."""
    closed, arrived = threading.Event(), threading.Event()
    inner = consent_server.app

    def permit_late(environ, start_response):
        if environ["REQUEST_METHOD"] == "OPTIONS":
            assert closed.wait(DEADLINE_SECONDS)
        answer = inner(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST":
            arrived.set()
        return answer

    page = shop.open(site=record.site)
    page.context.new_page()
    with consent_server.serving(permit_late):
        click(page, "accept-all")
        page.close()
        closed.set()
        assert arrived.wait(DEADLINE_SECONDS)
    assert record.states() == ["given"]


def test_an_overloaded_server_is_asked_again_later_and_not_at_once(shop, between, record):
    def full_at_first(number, inner, environ, start_response):
        if number == 1:
            return refuse("503 Service Unavailable")(number, inner, environ, start_response)
        return inner(environ, start_response)

    server = between(full_at_first)
    page = shop.visitor()
    page.clock.install()
    shop.open(page=page, site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    click(page, "accept-all")
    server.wait_for_answer()
    page.clock.run_for(900)
    assert server.posts == 1
    page.clock.run_for(2000)
    server.wait_for_answer()
    page.clock.resume()
    page.wait_for_function(EMPTY)
    assert (server.posts, record.states()) == (2, ["given"])


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "403 Forbidden", "409 Conflict", "422 Unprocessable Content"]
)
def test_a_choice_that_the_server_refuses_is_not_sent_again(shop, recorder, between, record, status):
    server = between(refuse(status, "application/problem+json"))
    page = shop.open(inline("a"), site=record.site)
    click(page, "accept-all")
    server.wait_for_answer()
    page.wait_for_function(EMPTY)
    page.reload()
    assert log(page, recorder) == ["a"], "the visitor's choice holds all the same"
    assert server.posts == 1


def test_a_refusal_by_somebody_in_between_is_not_the_last_word(shop, recorder, between, record):
    """A hotel's portal or a company's filter."""
    server = between(refuse("403 Forbidden", "text/html"))
    page = shop.open(site=record.site)
    click(page, "accept-all")
    server.wait_for_answer()
    between(lambda _number, inner, *request: inner(*request))
    page.reload()
    page.wait_for_function(EMPTY)
    assert record.states() == ["given"]


def test_a_late_answer_does_not_undo_a_newer_choice(shop, recorder, between, record):
    newer = threading.Event()

    def hold_the_first(number, inner, environ, start_response):
        if number > 1:
            return refuse("503 Service Unavailable")(number, inner, environ, start_response)
        assert newer.wait(DEADLINE_SECONDS)
        return inner(environ, start_response)

    server = between(hold_the_first)
    page = shop.open(site=record.site)
    page.evaluate("CookieGuard.save({ categories: { social: true } })")
    page.evaluate("CookieGuard.acceptAll()")
    newer.set()
    server.wait_for_answer()
    server.wait_for_answer()
    settled(page, recorder)
    assert record.states() == ["partial"], "the newer one is still to come"
    assert cookie(page).split("~")[0].split(".")[3:5] == ["1111", ""]
    assert page.evaluate("CookieGuard.has('analytics')")
