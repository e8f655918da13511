"""A notice is its canonical JSON: the same words have the same id everywhere, one changed word has another."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from typing import Any

import pytest

from cookieguard.domain.choice import Choice
from cookieguard.domain.decision import decide
from cookieguard.domain.notice import Notice, build_notice, canonical_json, terms_of
from cookieguard.domain.site import Site
from tests.builders import a_notice, a_site, all_categories

GA, YOUTUBE, HOTJAR = ({"id": name} for name in ("google-analytics-4", "youtube", "hotjar"))


def a_notice_with(*vendors: dict[str, Any], **changes: Any) -> Notice:
    return a_notice(a_site(vendors=list(vendors), **changes))


def terms_after(earlier: Notice, now: Notice):
    return terms_of(now.body, [(earlier.id, earlier.body)])


def an_acceptance(of: Notice) -> Choice:
    return Choice(of.id[:16], 20_000, all_categories(True))


def test_the_id_is_the_hash_of_the_text():
    notice = a_notice()
    assert notice.id == hashlib.sha256(notice.text.encode()).hexdigest()


def test_the_same_definition_has_the_same_id_in_every_process():
    """Strings hash differently in every process; nothing in a notice may depend on that."""
    program = "from tests.builders import a_notice; print(a_notice().id)"
    ids = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert ids == {a_notice().id}


def test_the_order_in_which_vendors_are_written_changes_nothing():
    assert a_notice_with(GA, YOUTUBE).id == a_notice_with(YOUTUBE, GA).id


def test_a_vendor_that_is_off_is_no_part_of_the_notice():
    assert a_notice_with(GA).id == a_notice_with(GA, {**HOTJAR, "enabled": False}).id


@pytest.mark.parametrize(
    "changes",
    [
        {"origins": ["https://shop.example"]}, {"default_language": "en"}, {"validity_days": 179},
        {"name": "The Shop."}, {"retention_months": 23}, {"minimum_age": 17}, {"look": {"layout": "bar"}},
        {"necessary": None},
        {"vendors": [{"id": "youtube"}]}, {"vendors": [{"id": "google-analytics-4"}, {"id": "youtube"}]},
        {"authority": {"name": "Another", "url": "https://authority.example"}},
        {"controller": {"name": "Shop Ltd", "email": "x@shop.example", "privacy_url": "/privacy"}},
    ],
    ids=str,
)  # fmt: skip
def test_any_change_of_the_definition_has_another_id(changes):
    assert a_notice(a_site(**changes)).id != a_notice().id


@pytest.mark.parametrize(
    "part",
    [
        {"dialogs": {"nl": {"title": "Cookies?"}, "en": {"title": "Cookies!"}}},
        {"software": {"core": "c" * 64, "second": "e" * 64}},
    ],
    ids=lambda part: next(iter(part)),
)
def test_any_changed_word_or_script_has_another_id(part):
    assert a_notice(**part).id != a_notice().id


def test_every_field_of_a_site_is_told_in_its_notice():
    told = set(a_notice().body)
    assert {field.name for field in fields(Site)} - {"id"} <= told


def test_a_notice_holds_what_the_visitor_saw_of_each_vendor():
    vendor = a_notice().body["vendors"][0]
    assert {
        "id",
        "name",
        "category",
        "entity",
        "country",
        "privacy_url",
        "hosts",
        "storage",
        "purposes",
    } <= set(vendor)
    assert vendor["account"] == "G-ABC1234567"


def test_canonical_json_is_sorted_without_blanks_and_unescaped():
    assert canonical_json({"b": [1, {"d": None, "c": "é\u2028"}], "a": True}) == (
        '{"a":true,"b":[1,{"c":"é\u2028","d":null}]}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_canonical_json_has_no_word_for_what_is_no_number(value):
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(value)


def test_the_text_is_canonical_itself():
    notice = a_notice()
    assert canonical_json(json.loads(notice.text)) == notice.text


def test_terms_ask_about_all_vendors_but_the_necessary_ones():
    site = a_site(vendors=[GA, YOUTUBE])
    needed = replace(site.vendors[1], vendor=replace(site.vendors[1].vendor, category="necessary"))
    terms = terms_of(build_notice(replace(site, vendors=(site.vendors[0], needed)), {}, {}).body)
    assert terms.vendors == {"google-analytics-4": "analytics"}


def test_an_answer_about_a_vendor_that_is_still_there_holds():
    old, new = a_notice_with(GA, YOUTUBE), a_notice_with(GA, YOUTUBE, name="Renamed")
    decision = decide(terms_after(old, new), an_acceptance(old), 20_000)
    assert (decision.ask, decision.granted) == (False, ("google-analytics-4", "youtube"))


def test_a_removed_vendor_leaves_the_other_answers_as_they_are():
    old, new = a_notice_with(GA, YOUTUBE), a_notice_with(YOUTUBE)
    terms = terms_after(old, new)
    assert terms.honours == {old.id[:16]: ("", "youtube")}
    decision = decide(terms, an_acceptance(old), 20_000)
    assert (decision.ask, decision.granted) == (False, ("youtube",))


def test_a_new_vendor_was_not_asked_about_and_is_not_granted():
    old, new = a_notice_with(YOUTUBE), a_notice_with(GA, YOUTUBE)
    decision = decide(terms_after(old, new), an_acceptance(old), 20_000)
    assert (decision.ask, decision.granted) == (True, ("youtube",))


def test_a_vendor_that_moved_to_another_category_was_not_asked_about():
    old, new = a_notice_with(GA, YOUTUBE), a_notice_with(GA, {**YOUTUBE, "category": "advertising"})
    terms = terms_after(old, new)
    assert terms.honours == {old.id[:16]: ("google-analytics-4", "")}
    decision = decide(terms, an_acceptance(old), 20_000)
    assert (decision.ask, decision.granted) == (True, ("google-analytics-4",))


@pytest.mark.parametrize("changed", [{"entity": "Buyer Ltd"}, {"purposes": ("remarketing",)}])
def test_a_vendor_with_another_company_or_purpose_was_not_asked_about(changed):
    site = a_site(vendors=[GA, YOUTUBE])
    old = build_notice(site, {}, {})
    bought = replace(site.vendors[0], vendor=replace(site.vendors[0].vendor, **changed))
    new = build_notice(replace(site, vendors=(bought, site.vendors[1])), {}, {})
    decision = decide(terms_after(old, new), an_acceptance(old), 20_000)
    assert (decision.ask, decision.granted) == (True, ("youtube",))


def test_an_answer_that_was_given_for_a_shorter_time_does_not_hold():
    old, new = a_notice_with(GA, validity_days=90), a_notice_with(GA, validity_days=180)
    assert terms_after(old, new).honours == {}
    assert terms_after(new, old).honours == {new.id[:16]: ("google-analytics-4",)}


def test_an_answer_to_another_controller_does_not_hold():
    other = {"name": "Buyer Ltd", "email": "privacy@buyer.example", "privacy_url": "/privacy"}
    old, new = a_notice_with(GA), a_notice_with(GA, controller=other)
    terms = terms_after(old, new)
    assert terms.honours == {}
    assert decide(terms, an_acceptance(old), 20_000).granted == ()


def test_a_controllers_new_address_leaves_the_answers_as_they_are():
    moved = {"name": "Shop Ltd", "email": "new@shop.example", "privacy_url": "/privacy"}
    old, new = a_notice_with(GA), a_notice_with(GA, controller=moved)
    assert decide(terms_after(old, new), an_acceptance(old), 20_000).granted == ("google-analytics-4",)


def test_a_vendor_that_went_off_and_came_back_keeps_its_answer():
    """Off and on again is the same notice, so the answers from before count as they were given."""
    on, off = a_notice_with(GA, YOUTUBE), a_notice_with({**GA, "enabled": False}, YOUTUBE)
    again = a_notice_with(GA, YOUTUBE)
    assert again == on
    terms = terms_of(again.body, [(off.id, off.body), (on.id, on.body)])
    assert terms.honours == {off.id[:16]: ("youtube",)}
    assert decide(terms, an_acceptance(on), 20_000).granted == ("google-analytics-4", "youtube")
    meanwhile = decide(terms, an_acceptance(off), 20_000)
    assert (meanwhile.ask, meanwhile.granted) == (True, ("youtube",))


def test_the_own_version_is_not_among_those_that_are_honoured_beside_it():
    notice = a_notice()
    assert terms_of(notice.body, [(notice.id, notice.body)]).honours == {}
