"""A choice reaches the record from a browser whose storage is blocked, full or damaged, too."""

from __future__ import annotations

import pytest

from tests.browser.between import refuse
from tests.browser.held import click, inline, log
from tests.browser.settled import settled

EMPTY = "!localStorage.cg_outbox"
BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError") } })"""


def test_without_storage_a_choice_is_recorded_while_the_page_lives(shop, recorder, consent_server, record):
    page = shop.visitor()
    page.add_init_script(BLOCKED)
    shop.open(inline("a"), page=page, site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    with consent_server.unreachable():
        click(page, "accept-all")
        assert log(page, recorder) == ["a"]
    page.evaluate("dispatchEvent(new Event('online'))")
    settled(page, recorder)
    assert record.states() == ["given"]
    page.evaluate("dispatchEvent(new Event('online'))")
    page.reload()
    assert log(page, recorder) == ["a"]
    page.evaluate("void CookieGuard.withdraw()")
    page.wait_for_function("CookieGuard.consent().source === 'choice' && !CookieGuard.has('analytics')")
    settled(page, recorder)
    assert record.states() == ["given", "withdrawn"]


def test_a_full_storage_holds_up_nothing_and_is_forgotten_when_there_is_room(shop, recorder, between, record):
    server = between(refuse("503 Service Unavailable"))
    page = shop.open(site=record.site)
    page.wait_for_selector("[data-cg-layer]")
    page.evaluate(
        "for (let size = 2 ** 23; size >= 1; size /= 2) try { localStorage[size] = 'x'.repeat(size) } catch {}"
    )
    click(page, "accept-all")
    server.wait_for_answer()
    assert page.evaluate(EMPTY), "there was no room for it"
    page.evaluate("localStorage.clear()")
    server = between(lambda _number, inner, *request: inner(*request))
    page.evaluate("dispatchEvent(new Event('online'))")
    server.wait_for_answer()
    settled(page, recorder)
    page.evaluate("dispatchEvent(new Event('online'))")
    settled(page, recorder)
    assert (server.posts, record.states()) == (1, ["given"])


@pytest.mark.parametrize("kept", ["{", "5", '"text"', "null", "{}", "[null, 1, {}, []]", '[{"event": "x"}]'])
def test_a_damaged_outbox_delays_nothing(shop, record, kept):
    page = shop.visitor()
    page.add_init_script(f"localStorage.cg_outbox ||= {kept!r}")
    shop.open(inline("a"), page=page, site=record.site)
    click(page, "accept-all")
    assert page.evaluate("log") == ["a"]
    page.wait_for_function(f"!localStorage.cg_outbox || localStorage.cg_outbox === {kept!r}")
    assert record.states() == ["given"]
