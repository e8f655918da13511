"""The vendors of a site definition: known, in the right form, and necessary only with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cookieguard.domain.catalogue import Catalogue
from cookieguard.domain.definition import parse_site
from cookieguard.domain.finding import Finding
from cookieguard.domain.site import MAX_VENDORS
from cookieguard.errors import InvalidDefinition
from tests.builders import LANGUAGES, a_definition, a_site, the_catalogue


def findings(definition: object) -> list[Finding]:
    """Return what is wrong with a definition."""
    with pytest.raises(InvalidDefinition) as refused:
        parse_site(definition, the_catalogue(), LANGUAGES)
    found: list[Finding] = refused.value.evidence["findings"]
    return found


def told(**changes: object) -> list[str]:
    """Return every finding of a_definition() with changes as one line of text."""
    return [str(finding) for finding in findings(a_definition(**changes))]


def with_vendor(**entry: object) -> list[str]:
    return told(vendors=[{"id": "youtube"}, {"id": "google-analytics-4", **entry}])


def test_an_unknown_field_of_an_unknown_vendor_is_told_too():
    lines = told(vendors=[{"id": "youtub", "acount": "1"}])
    assert lines == [
        "vendors[0].id: 'youtub' is not in the vendor catalogue; did you mean youtube?",
        "vendors[0].acount: unknown field; did you mean account?",
    ]


def test_a_vendor_is_found_by_the_name_it_has_elsewhere():
    (line,) = told(vendors=[{"id": "facebook-pixel"}])
    assert line.endswith("did you mean meta-pixel?")


def test_a_vendor_like_no_other_is_sent_to_the_catalogue():
    (line,) = told(vendors=[{"id": "zzzzzzzz"}])
    assert line.endswith("look it up in the vendor catalogue")


def test_a_vendor_may_stand_only_once():
    (line,) = told(vendors=[{"id": "youtube"}, {"id": "youtube"}])
    assert line == "vendors[1].id: youtube is listed twice; keep one of the two entries"


@pytest.mark.parametrize(
    "account", ["UA-1", "G-", "g-abc1234567", "G-ABC1234567'", "G-ABC1234567\nx", "G ABC"]
)
def test_an_account_in_the_wrong_form_is_told_with_an_example(account):
    (line,) = with_vendor(account=account)
    example = the_catalogue().vendors["google-analytics-4"].managed.example
    assert line.startswith("vendors[1].account: ")
    assert line.endswith(f"write one such as {example}")


def test_an_account_that_yaml_took_for_a_number_is_to_be_quoted():
    (line,) = told(vendors=[{"id": "hotjar", "account": 9999999}])
    assert line == "vendors[0].account: expected a text, got 9999999; put the value in quotes"


def test_a_vendor_that_cannot_be_managed_takes_no_account():
    (line,) = told(vendors=[{"id": "youtube", "account": "1"}])
    assert line.endswith("remove it and mark the tag in the page")


def test_options_count_only_beside_an_account():
    (line,) = told(vendors=[{"id": "matomo", "options": {"url": "https://matomo.shop.example/"}}])
    assert line == "vendors[0].options: count only beside an account; add the account or remove them"


def test_a_managed_vendor_needs_its_further_options():
    (line,) = told(vendors=[{"id": "matomo", "account": "1"}])
    assert line == "vendors[0].options.url: is missing; add it"


def test_an_option_that_the_vendor_does_not_know_is_refused():
    (line,) = with_vendor(account="G-ABC1234567", options={"region": "eu"})
    assert line == "vendors[1].options.region: unknown field; remove it"


def test_a_vendor_without_exemption_is_never_necessary():
    vendors = [{"id": "meta-pixel", "category": "necessary", "justification": "We like it."}]
    (line,) = told(vendors=vendors)
    assert line.startswith("vendors[0].category: ")
    assert line.endswith(" is never necessary; use advertising")


def an_exempt_vendor() -> str:
    return next(vendor.id for vendor in the_catalogue() if vendor.exempt != "never")


def test_a_necessary_vendor_needs_a_written_reason():
    vendor = {"id": an_exempt_vendor(), "category": "necessary"}
    (line,) = told(vendors=[vendor])
    assert line.startswith("vendors[0].justification: a necessary vendor needs a written reason")
    site = a_site(vendors=[{**vendor, "justification": "Blocks fraud at the till."}])
    assert site.vendors[0].vendor.category == "necessary"
    assert site.vendors[0].justification == {
        "nl": "Blocks fraud at the till.",
        "en": "Blocks fraud at the till.",
    }


def test_another_category_than_the_catalogues_is_kept():
    site = a_site(vendors=[{"id": "youtube", "category": "functional"}])
    assert site.vendors[0].vendor.category == "functional"


@pytest.mark.parametrize("category", ["marketing", "Social", "", 1, True, ["social"], {"social": True}])
def test_an_unknown_category_is_refused(category):
    (line,) = told(vendors=[{"id": "youtube", "category": category}])
    assert line.startswith("vendors[0].category: ")


@pytest.mark.parametrize("enabled", ["yes", "true", 1, 0, []])
def test_enabled_is_true_or_false_and_nothing_like_it(enabled):
    (line,) = told(vendors=[{"id": "youtube", "enabled": enabled}])
    assert line.startswith("vendors[0].enabled: expected true or false, got ")
    assert repr(enabled) in line or enabled == []


def test_more_vendors_than_a_cookie_holds_are_refused():
    many = {
        f"v-{n}": replace(the_catalogue().vendors["youtube"], id=f"v-{n}") for n in range(MAX_VENDORS + 1)
    }
    definition = a_definition(vendors=[{"id": vendor_id} for vendor_id in many])
    with pytest.raises(InvalidDefinition) as refused:
        parse_site(definition, Catalogue(many), LANGUAGES)
    (finding,) = refused.value.evidence["findings"]
    assert str(finding) == "vendors: 201 vendors; keep at most 200"
    definition["vendors"].pop()
    assert len(parse_site(definition, Catalogue(many), LANGUAGES).vendors) == MAX_VENDORS
