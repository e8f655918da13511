"""The shared vectors against the Python side of each rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.choice import Choice, Terms
from cookieguard.domain.consent_cookie import format_payload, parse_payload
from cookieguard.domain.decision import decide
from cookieguard.domain.gating import vendor_of_url, vendors_of_name

VECTORS = Path(__file__).parent.parent / "vectors"


def read(rule: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((VECTORS / f"{rule}.json").read_text("utf-8"))
    return vectors


def terms_from(data: dict[str, Any]) -> Terms:
    vendors = {vendor["id"]: vendor["category"] for vendor in data["vendors"]}
    honours = {version: tuple(asked) for version, asked in data["honours"].items()}
    return Terms(data["version"], data["days"], vendors, honours)


def choice_from(data: dict[str, Any] | None) -> Choice | None:
    return Choice(**data) if data else None


def cases(rule: str, group: str = "cases") -> list[Any]:
    return [pytest.param(case, id=case["why"]) for case in read(rule)[group]]


@pytest.mark.parametrize("case", cases("decide"))
def test_decide(case: dict[str, Any]) -> None:
    decision = decide(
        terms_from(case.get("terms") or read("decide")["terms"]), choice_from(case["choice"]), case["today"]
    )
    got = {name: getattr(decision, name) for name in ("ask", "answered", "categories", "vendors")}
    assert got == case["expect"]


@pytest.mark.parametrize("case", cases("consent_cookie"))
def test_the_cookie_is_read(case: dict[str, Any]) -> None:
    assert parse_payload(case["payload"], terms_from(read("consent_cookie")["terms"])) == choice_from(
        case["expect"]
    )


@pytest.mark.parametrize("case", cases("consent_cookie"))
def test_what_was_read_is_written_back_to_the_letter(case: dict[str, Any]) -> None:
    terms = terms_from(read("consent_cookie")["terms"])
    choice = choice_from(case["expect"])
    if choice is not None and choice.version == terms.version:
        assert format_payload(choice, terms) == case["payload"]


def test_the_longest_payload_leaves_the_cookie_below_200_bytes() -> None:
    vendors = {f"vendor-{n}": CATEGORIES[n % 4] for n in range(200)}
    terms = Terms("a" * 16, 730, vendors)
    answers = {v: True for n, v in enumerate(vendors) if n % 2}
    choice = Choice("a" * 16, 99999, dict.fromkeys(CATEGORIES, False), answers, "f" * 32)
    payload = format_payload(choice, terms)
    assert len(payload) <= 200
    assert parse_payload(payload, terms) == choice


@pytest.mark.parametrize("case", cases("gating", "urls"))
def test_the_vendor_of_an_address(case: dict[str, Any]) -> None:
    assert vendor_of_url(read("gating")["hosts"], case["url"]) == case["expect"]


@pytest.mark.parametrize("case", cases("gating", "storage"))
def test_the_vendors_that_claim_a_name(case: dict[str, Any]) -> None:
    assert vendors_of_name(read("gating")["names"], case["name"]) == case["expect"]
