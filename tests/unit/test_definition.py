"""A site definition becomes a Site, or every mistake in it is told at once with its place and its mend."""

from __future__ import annotations

import pytest

from cookieguard.domain.definition import parse_site
from cookieguard.domain.finding import Finding
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


def test_a_good_definition_becomes_a_site():
    site = a_site()
    assert (site.id, site.default_language, site.languages) == ("shop", "nl", ("nl", "en"))
    assert (site.validity_days, site.retention_months, site.minimum_age) == (180, 24, 16)
    assert site.controller.dpo == "dpo@shop.example"
    assert site.necessary[0].name == {"nl": "Mandje", "en": "Basket"}


def test_active_vendors_are_those_switched_on_in_the_order_of_their_ids():
    assert [used.vendor.id for used in a_site().active_vendors] == ["google-analytics-4", "youtube"]


def test_every_mistake_is_told_at_once_with_place_problem_and_mend():
    definition = a_definition(
        origins=["https://www.shop.example/page"],
        controller={"name": "Shop Ltd", "email": "privacy", "privacy_url": "/privacy"},
        validity_days=731,
        vendors=[{"id": "youtub"}, {"id": "google-analytics-4", "account": "UA-1"}],
        colour="red",
    )
    found = findings(definition)
    assert [finding.path for finding in found] == [
        ("origins", 0),
        ("controller", "email"),
        ("validity_days",),
        ("vendors", 0, "id"),
        ("vendors", 1, "account"),
        ("colour",),
    ]
    assert all(finding.problem and finding.mend for finding in found)


@pytest.mark.parametrize("field", ["site", "name", "origins", "languages", "controller", "authority"])
@pytest.mark.parametrize("value", ["left out", None])
def test_a_required_field_may_neither_be_left_out_nor_empty(field, value):
    definition = a_definition()
    del definition[field]
    if value is None:
        definition[field] = None
    assert ((field,), "is missing") in [(finding.path, finding.problem) for finding in findings(definition)]


@pytest.mark.parametrize("definition", [None, [], "site: shop", 7, True])
def test_what_is_no_mapping_is_no_definition(definition):
    assert str(findings(definition)[0]) == "definition: expected named fields; write name: value lines"


def test_an_unknown_field_is_met_with_the_nearest_known_name():
    assert told(validty_days=90) == ["validty_days: unknown field; did you mean validity_days?"]


def test_an_unknown_field_like_no_other_is_met_with_the_known_names():
    (line,) = told(look={"shade": "dark"})
    assert line == "look.shade: unknown field; known: layout"


@pytest.mark.parametrize(
    "origin",
    [
        "www.shop.example", "https://", "https://www.shop.example/", "https://www.shop.example/nl",
        "HTTPS://www.shop.example", "https://WWW.shop.example", "https://user@shop.example", "*",
        "https://*.shop.example", "ftp://shop.example", "null", "https://shop.example:", "https://shop.example:0443",
        "https://shop.example:443", "http://shop.example:80", "https://shop.example?x", "https://shop.example\n", 7,
    ],
)  # fmt: skip
def test_an_origin_is_exactly_what_a_browser_sends(origin):
    (line,) = told(origins=["https://www.shop.example", origin])
    assert line.startswith("origins[1]: ")


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:5081", "https://shop.example:80", "https://xn--caf-dma.example"]
)
def test_an_origin_may_have_an_unusual_port_or_name(origin):
    assert a_site(origins=[origin]).origins == (origin,)


def test_an_origin_may_stand_only_once():
    (line,) = told(origins=["https://shop.example", "https://shop.example"])
    assert line.startswith("origins[1]: 'https://shop.example' stands twice")


@pytest.mark.parametrize("origins", ["https://shop.example", [], {}, 1])
def test_origins_are_a_list_with_something_in_it(origins):
    (line,) = told(origins=origins)
    assert line.startswith("origins: expected a list, got ")


def test_a_language_without_texts_is_refused_with_those_there_are():
    lines = told(languages=["nl", "en", "xx"])
    assert lines[0] == "languages[2]: 'xx' is not allowed; choose from en, nl"


def test_the_default_language_is_one_of_the_sites():
    (line,) = told(languages=["nl"], default_language="en", necessary=None)
    assert line == "default_language: 'en' is not allowed; choose from nl"


def test_the_first_language_is_the_default():
    assert a_site(languages=["en", "nl"], default_language=None).default_language == "en"


def test_a_necessary_item_is_said_in_every_language():
    item = {
        "name": {"nl": "Mandje"},
        "purpose": "Same in both",
        "justification": {"nl": "a", "en": "b", "de": "c"},
    }
    assert told(necessary=[item]) == [
        "necessary[0].name.en: is missing; add it",
        "necessary[0].justification.de: unknown field; known: en, nl",
    ]


@pytest.mark.parametrize("field", ["name", "purpose", "justification"])
@pytest.mark.parametrize("value", [None, "", "  ", 7, [], {}])
def test_a_necessary_item_without_a_reason_or_name_is_refused(field, value):
    item = {"name": "Basket", "purpose": "Remembers.", "justification": "No order without it.", field: value}
    lines = told(necessary=[item])
    assert lines
    assert all(line.startswith(f"necessary[0].{field}") for line in lines)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "shop.example", 'https://x"y', "https://a b"]
)
def test_a_link_is_an_address_of_the_web_or_a_path(url):
    (line,) = told(authority={"name": "A", "url": url})
    assert line.startswith("authority.url: ")


@pytest.mark.parametrize("name", ["\0", "a\x1bb", "a\ud800b", "a\rb"])
def test_a_text_holds_no_control_characters(name):
    (line,) = told(name=name)
    assert line == "name: the text holds control characters; remove them"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("validity_days", 0), ("validity_days", 731), ("validity_days", True), ("validity_days", "180"),
        ("validity_days", 180.0), ("validity_days", None), ("retention_months", 121), ("minimum_age", 12),
        ("minimum_age", 19),
    ],
)  # fmt: skip
def test_a_number_out_of_its_bounds_is_refused(field, value):
    definition = {**a_definition(), field: value}
    (finding,) = findings(definition)
    assert finding.path == (field,)


@pytest.mark.parametrize(
    ("field", "value"), [("validity_days", 1), ("validity_days", 730), ("minimum_age", 13)]
)
def test_the_bounds_themselves_are_allowed(field, value):
    assert getattr(a_site(**{field: value}), field) == value


@pytest.mark.parametrize("site", ["Shop", "-shop", "shop-", "a" * 49, "a/b", "..", "sh op", "shöp", "shop\n"])
def test_a_sites_name_fits_in_an_address(site):
    assert told(site=site)[0].startswith("site: ")
