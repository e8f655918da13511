"""Browser and server hold one rule: the same vectors, thousands of random cases, and twins that must be caught."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from cookieguard.domain.consent_cookie import format_payload, parse_payload
from cookieguard.domain.decision import decide
from cookieguard.domain.gating import vendor_of_url, vendors_of_name
from tests.browser.banner_modules import BannerModules, ask_browser
from tests.browser.chromium import Chromium
from tests.browser.servers import ThreadedServer
from tests.unit.test_vectors import VECTORS, choice_from, read, terms_from
from tests.vectors.random_cases import Case, random_cases

SEED, COUNT = 20261122, 5000
TWINS = json.loads((VECTORS / "twins.json").read_text("utf-8"))["twins"]


@pytest.fixture(scope="module")
def modules() -> BannerModules:
    """The app that serves the modules."""
    return BannerModules()


@pytest.fixture(scope="module")
def page(browser: Chromium, shop_server: ThreadedServer, modules: BannerModules) -> Iterator[Page]:
    """A page that may import the banner's modules; they keep no state, so one page serves all."""
    with shop_server.serving(modules):
        window = browser.private_window()
        page = window.new_page()
        page.goto("http://shop.test/")
        yield page
        window.close()


def vector_cases() -> list[tuple[str, Case, Any]]:
    """Return every shared vector as (why, case, expected)."""
    found: list[tuple[str, Case, Any]] = []
    rules = read("decide")
    for case in rules["cases"]:
        given = {
            "terms": case.get("terms") or rules["terms"],
            "choice": case["choice"],
            "today": case["today"],
        }
        found.append((case["why"], ("decide", given), case["expect"]))
    rules = read("consent_cookie")
    for case in rules["cases"]:
        given = {"terms": rules["terms"], "payload": case["payload"]}
        found.append((case["why"], ("parse", given), case["expect"]))
        if case["expect"] and case["expect"]["version"] == rules["terms"]["version"]:
            given = {"terms": rules["terms"], "choice": case["expect"]}
            found.append((case["why"], ("format", given), case["payload"]))
    terms = rules["terms"]
    refusal = {**rules["cases"][0]["expect"], "record": "f" * 32}
    found.append(
        (
            "A refusal drops the record id",
            ("format", {"terms": terms, "choice": refusal}),
            rules["cases"][0]["payload"],
        )
    )
    rules = read("gating")
    for case in rules["urls"]:
        found.append((case["why"], ("url", {"hosts": rules["hosts"], "url": case["url"]}), case["expect"]))
    for case in rules["storage"]:
        found.append((case["why"], ("name", {"names": rules["names"], "name": case["name"]}), case["expect"]))
    for case in read("signals")["cases"]:
        given = {"decision": case["decision"], "listeners": case["listeners"]}
        found.append((case["why"], ("signals", given), case["expect"]))
    return found


def ask_python(rule: str, given: dict[str, Any]) -> Any:
    """Return what the server's side makes of one case, in JSON values."""
    if rule == "url":
        return vendor_of_url(given["hosts"], given["url"])
    if rule == "name":
        return vendors_of_name(given["names"], given["name"])
    terms = terms_from(given["terms"])
    if rule == "decide":
        decision = decide(terms, choice_from(given["choice"]), given["today"])
        return {name: getattr(decision, name) for name in ("ask", "answered", "categories", "vendors")}
    if rule == "format":
        choice = choice_from(given["choice"])
        assert choice
        return format_payload(choice, terms)
    parsed = parse_payload(given["payload"], terms)
    return parsed and {n: getattr(parsed, n) for n in ("version", "day", "categories", "vendors", "record")}


def test_the_browser_passes_every_shared_vector(page: Page) -> None:
    """Reports all that differ at once, each with the reason why its case exists."""
    cases = vector_cases()
    answers = ask_browser(page, [case for _, case, _ in cases])
    wrong = [
        f"{why}: {got} instead of {want}"
        for (why, _, want), got in zip(cases, answers, strict=True)
        if got != want
    ]
    assert not wrong, "\n".join(wrong)


def test_browser_and_server_agree_on_random_cases(page: Page) -> None:
    cases = random_cases(SEED, COUNT)
    answers = ask_browser(page, cases)
    pairs = zip(cases, answers, strict=True)
    wrong = [
        f"{case}: {got} there, {ask_python(*case)} here" for case, got in pairs if got != ask_python(*case)
    ]
    assert not wrong, "\n".join(wrong[:10]) + f"\n{len(wrong)} of {COUNT} differ"


def test_the_random_cases_reach_both_sides_of_every_rule() -> None:
    """A generator that only ever makes refusals would agree with anything."""
    answers: dict[str, set[bool]] = {}
    for rule, given in random_cases(SEED, COUNT):
        got = ask_python(rule, given)
        yes = bool(got and got["answered"]) if rule == "decide" else bool(got)
        answers.setdefault(rule, set()).add(yes)
    assert answers.pop("format") == {True}
    assert all(sides == {True, False} for sides in answers.values()), answers


@pytest.mark.parametrize("number", range(len(TWINS)), ids=[twin["why"] for twin in TWINS])
def test_a_wrong_twin_is_caught(page: Page, modules: BannerModules, number: int) -> None:
    """Each twin has one mistake; vectors that let it pass would let the mistake pass."""
    twin = TWINS[number]
    modules.spoil(twin["module"], twin["right"], twin["wrong"])
    cases = vector_cases()
    answers = ask_browser(page, [case for _, case, _ in cases], folder=f"twin/{number}")
    assert any(got != want for (_, _, want), got in zip(cases, answers, strict=True))
