"""What the dialog shows of one site in one language: every word final, nothing left to fill in or look up."""

from __future__ import annotations

import json
import re

import pytest

from cookieguard.domain.category import CATEGORIES
from cookieguard.texts import load_texts
from cookieguard.texts.dialog import dialog_data
from tests.builders import a_site, the_catalogue

NL, EN = load_texts("nl"), load_texts("en")


def every_text(value: object) -> list[str]:
    """Return every text anywhere inside."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in every_text(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in every_text(inner)]
    return [value] if isinstance(value, str) else []


def everything():
    """A site that uses the whole catalogue."""
    return a_site(vendors=[{"id": vendor.id} for vendor in the_catalogue()])


@pytest.mark.parametrize("texts", [NL, EN], ids=["nl", "en"])
def test_nothing_is_left_to_fill_in(texts):
    data = dialog_data(everything(), texts)
    assert [text for text in every_text(data["texts"]) if re.search(r"[{}]", text)] == []
    assert [key for key, text in data["texts"].items() if not text.strip()] == []


@pytest.mark.parametrize("texts", [NL, EN], ids=["nl", "en"])
def test_it_is_plain_json(texts):
    data = dialog_data(everything(), texts)
    assert json.loads(json.dumps(data, allow_nan=False)) == json.loads(json.dumps(data))


def test_both_languages_say_the_same_things():
    nl, en = dialog_data(a_site(), NL), dialog_data(a_site(), EN)
    assert nl.keys() == en.keys()
    assert nl["texts"].keys() == en["texts"].keys()
    assert [vendor["id"] for vendor in nl["vendors"]] == [vendor["id"] for vendor in en["vendors"]]
    assert (nl["language"], en["language"]) == ("nl", "en")


def test_only_categories_that_have_vendors_are_shown_in_the_fixed_order():
    shown = [category["id"] for category in dialog_data(a_site(), EN)["categories"]]
    used = {vendor["category"] for vendor in dialog_data(a_site(), EN)["vendors"]}
    assert shown == [category for category in CATEGORIES if category in used]
    assert 0 < len(shown) < len(CATEGORIES)


def test_a_vendor_that_is_off_is_not_shown():
    assert [vendor["id"] for vendor in dialog_data(a_site(), EN)["vendors"]] == [
        "google-analytics-4",
        "youtube",
    ]


def test_a_vendor_is_told_with_who_where_what_and_how_long():
    vendor = dialog_data(a_site(), EN)["vendors"][0]
    facts = the_catalogue().vendors["google-analytics-4"]
    assert (vendor["name"], vendor["entity"]) == (facts.name, facts.entity)
    assert vendor["country"] == EN.country(facts.country)
    assert vendor["privacy_url"] == facts.privacy_url
    assert vendor["purposes"] == EN.purpose_list(facts.purposes)
    assert all(names and lifetime for names, lifetime in vendor["storage"])


def test_necessary_items_are_told_with_their_reason_in_the_language():
    assert dialog_data(a_site(), NL)["necessary"] == [
        {
            "name": "Mandje",
            "purpose": "Onthoudt artikelen.",
            "justification": "Zonder mandje geen bestelling.",
        }
    ]
    assert dialog_data(a_site(), EN)["necessary"][0]["name"] == "Basket"


def test_a_necessary_vendor_stands_among_the_necessary_items_and_is_no_choice():
    vendor = next(vendor for vendor in the_catalogue() if vendor.exempt != "never")
    site = a_site(
        vendors=[{"id": vendor.id, "category": "necessary", "justification": {"nl": "Ja.", "en": "Yes."}}]
    )
    data = dialog_data(site, EN)
    assert (data["vendors"], data["categories"], data["names"]) == ([], [], {})
    assert (data["necessary"][1]["name"], data["necessary"][1]["justification"]) == (vendor.name, "Yes.")


def test_the_controller_and_the_contact_are_named():
    texts = dialog_data(a_site(), EN)["texts"]
    assert "Shop Ltd" in texts["intro"]
    assert "dpo@shop.example" in texts["contact"]
    assert "The Shop" in texts["title"]


def test_without_a_data_protection_officer_the_controllers_address_is_the_contact():
    controller = {"name": "Shop Ltd", "email": "privacy@shop.example", "privacy_url": "/privacy"}
    assert "privacy@shop.example" in dialog_data(a_site(controller=controller), EN)["texts"]["contact"]


def test_the_age_and_the_life_of_an_answer_are_the_sites():
    texts = dialog_data(a_site(minimum_age=15, validity_days=1), EN)["texts"]
    assert "15" in texts["age"]
    assert "1 day" in texts["settings_intro"]
    assert "1 days" not in texts["settings_intro"]


def test_braces_in_a_name_are_just_braces():
    assert "{title} {0}" in dialog_data(a_site(name="{title} {0}"), EN)["texts"]["title"]


def test_only_names_in_the_sites_own_jar_may_be_swept():
    for vendor_id, names in dialog_data(everything(), EN)["names"].items():
        own = {item.pattern for item in the_catalogue().vendors[vendor_id].storage if item.party == "1p"}
        assert set(names) == own


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_small_buttons_say_what_the_first_layer_refers_to(language):
    texts = load_texts(language)
    assert texts.labels["settings"] == texts.fill("settings_title")
    assert texts.labels["withdraw"] == texts.fill("withdraw")
