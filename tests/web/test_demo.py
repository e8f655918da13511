"""The demo shop: its pages, every vendor it was asked to use, and nothing that loads before a choice."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cookieguard.catalogue.reader import load_catalogue
from cookieguard.demo.__main__ import main
from cookieguard.demo.basket import format_basket, parse_basket
from cookieguard.demo.content import format_price, read_definition, read_products, read_texts, read_vendors
from cookieguard.demo.shop import create_shop
from cookieguard.domain.definition import parse_site
from cookieguard.errors import InvalidDefinition
from cookieguard.resources import static_folder
from tests.web.shop_page import Page

CONSENT = "http://localhost:5080"
LANGUAGES = ("nl", "en")
PATHS = ("/", "/products", "/products/desk-lamp", "/contact", "/privacy", "/basket", "/thanks")
PAGES = [f"/{language}{path}" for language in LANGUAGES for path in PATHS]
ISSUE_VENDORS = {
    "google-analytics-4", "hotjar", "google-ads", "meta-pixel", "linkedin-insight", "x-pixel", "x-embed",
    "instagram", "pinterest-tag", "pinterest-widgets", "youtube", "whatsapp", "jsdelivr", "font-awesome",
    "cloudflare-web-analytics",
}  # fmt: skip


def as_managed() -> Flask:
    """The shop as its definition ships."""
    return create_shop(CONSENT, "kantoorhuis", order_number=lambda: "KH-123456")


def as_marked_up() -> Flask:
    """A shop whose definition manages nobody: all its vendors stand in the pages."""
    definition = read_definition("kantoorhuis")
    definition["vendors"] = [{"id": each["id"]} for each in definition["vendors"]]
    return create_shop(CONSENT, "kantoorhuis", definition)


@pytest.fixture(scope="module", params=[as_managed, as_marked_up])
def either(request) -> FlaskClient:
    return request.param().test_client()


@pytest.fixture(scope="module")
def app() -> Flask:
    return as_managed()


@pytest.fixture
def shop(app) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(shop):
    return lambda path: Page(shop.get(path).text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_its_language(shop, path):
    answer = shop.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{path[1:3]}">' in answer.text


def test_the_root_leads_to_the_dutch_shop(shop):
    assert shop.get("/").headers["Location"] == "/nl/"


@pytest.mark.parametrize("path", ["/fr/", "/nl/products/unknown", "/nl/unknown"])
def test_what_the_shop_does_not_have_is_not_found(shop, path):
    assert shop.get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_the_consent_script_is_the_first_element_in_head(page, path):
    tags = page(path).live
    assert [tag for tag, _ in tags[:3]] == ["html", "head", "script"]
    assert tags[2][1] == {"src": f"{CONSENT}/b/kantoorhuis.js"}


@pytest.mark.parametrize("path", PAGES)
def test_no_third_party_is_contacted_by_the_page_itself(either, path):
    """Links may lead anywhere; what a browser loads by itself is the shop's own or the consent script."""
    assert Page(either.get(path).text).leaks(CONSENT) == []


@pytest.mark.parametrize(
    "leak",
    [
        '<img src="https://www.facebook.com/tr">',
        '<script src="//assets.pinterest.com/js/pinit.js"></script>',
        '<link rel="stylesheet" href="https://cdn.jsdelivr.net/a.css">',
        '<img srcset="https://i.ytimg.com/a.jpg 2x">',
        '<p style="background: url(https://i.ytimg.com/a.jpg)">',
        "<style>@import 'https://use.fontawesome.com/a.css'</style>",
        '<template></template><iframe src="https://www.youtube.com/embed/a"></iframe>',
        '<button onclick="go()">',
    ],
)
def test_a_page_that_loads_or_runs_something_by_itself_would_be_caught(leak):
    assert Page(leak).leaks(CONSENT)


def test_the_shops_own_files_name_no_other_host():
    for path in (static_folder() / "demo").rglob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.findall(r"""https?://|url\(|["'(]//""", text), path.name


@pytest.mark.parametrize("path", PAGES)
def test_only_the_consent_script_and_the_shops_own_modules_run(page, path):
    running = [each["src"] for each in page(path).scripts()]
    assert running == [f"{CONSENT}/b/kantoorhuis.js", "/static/demo/panel.js"]


@pytest.mark.parametrize("path", PAGES)
def test_every_gated_element_is_inert(either, path):
    for tag, attributes in Page(either.get(path).text).gated():
        if tag == "script":
            assert attributes["type"] == "text/plain"
        elif tag in ("iframe", "img"):
            assert "src" not in attributes
            assert attributes["data-cg-src"].startswith("https://")
        elif tag == "link":
            assert "href" not in attributes
            assert attributes["data-cg-href"].startswith("https://")
        else:
            assert tag == "template"


def test_no_page_leaks_through_noscript(shop):
    """Vendors' noscript images would load without any choice where JavaScript is off."""
    assert not [path for path in PAGES if "<noscript" in shop.get(path).text]


def test_the_shop_uses_every_vendor_that_was_asked_for():
    assert {each["id"] for each in read_definition("kantoorhuis")["vendors"]} == ISSUE_VENDORS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vendor_is_either_managed_or_on_a_page(page, language):
    definition = read_definition("kantoorhuis")
    managed = {each["id"] for each in definition["vendors"] if "account" in each}
    parsed = [page(f"/{language}{path}") for path in PATHS]
    marked = {each["data-cg-vendor"] for one in parsed for _, each in one.gated() if "data-cg-vendor" in each}
    links = {each.get("href", "") for one in parsed for tag, each in one.live if tag == "a"}
    assert marked.isdisjoint(managed)
    assert marked | managed | {"whatsapp"} == ISSUE_VENDORS
    assert "https://wa.me/31600000000" in links


def test_a_vendor_that_is_no_longer_managed_comes_with_its_official_tag():
    """The ids in the snippets are those of the definition, so that both ways load the same account."""
    html = as_marked_up().test_client().get("/nl/").text
    for each in read_definition("kantoorhuis")["vendors"]:
        if "account" in each:
            assert f'data-cg-vendor="{each["id"]}"' in html
            assert each["account"] in html


def test_a_vendor_that_is_switched_off_has_no_tag_and_no_line_in_the_panel():
    definition = read_definition("kantoorhuis")
    for each in definition["vendors"]:
        each["enabled"] = each["id"] != "youtube"
    shop = create_shop(CONSENT, "kantoorhuis", definition).test_client()
    assert "youtube" not in shop.get("/nl/products/desk-lamp").text.lower()


def test_the_pages_use_every_form_of_gated_markup(page):
    gated = page("/nl/products/desk-lamp").gated() + page("/nl/").gated()
    scripts = [each for tag, each in gated if tag == "script"]
    assert {tag for tag, _ in gated} == {"script", "iframe", "img", "link", "template"}
    assert [each for each in scripts if each.get("data-cg-type") == "module"]
    assert [each for each in scripts if "async" in each]
    assert [each for each in scripts if "defer" in each]
    assert [each for each in scripts if "src" not in each]
    assert [each for tag, each in gated if tag == "template" and each["data-cg-category"] == "social"]


def test_the_conversion_is_counted_on_the_thank_you_page_only(shop):
    counted = [path for path in PAGES if "'conversion'" in shop.get(path).text]
    assert counted == ["/nl/thanks", "/en/thanks"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_offers_to_choose_and_to_withdraw(page, path):
    parsed = page(path)
    assert {"preferences", "withdraw"} <= {each["data-cg"] for _, each in parsed.live if "data-cg" in each}
    assert f"/{path[1:3]}/privacy" in {each.get("href") for _, each in parsed.live}


def test_an_order_goes_from_the_basket_to_the_thank_you_page(shop):
    basket = shop.post("/nl/basket", data={"product": "stapler"}, follow_redirects=True)
    assert "Nietmachine Klik" in basket.text
    thanks = shop.post("/nl/order", follow_redirects=True)
    assert "KH-123456" in thanks.text
    assert "Nietmachine Klik" not in shop.get("/nl/basket").text


def test_a_forged_order_number_is_not_shown(shop):
    assert "<script>alert" not in shop.get("/nl/thanks?order=<script>alert(1)</script>").text
    assert "KH-1234567" not in shop.get("/nl/thanks?order=KH-1234567").text


def test_a_basket_forgets_what_the_shop_does_not_sell():
    assert parse_basket("stapler.nonsense..stapler", {"stapler"}) == ["stapler", "stapler"]
    assert format_basket(["stapler", "desk-lamp"]) == "stapler.desk-lamp"
    assert parse_basket(".".join(["stapler"] * 500), {"stapler"}) == ["stapler"] * 20


def test_prices_are_written_the_way_the_language_does():
    assert format_price(129900, "nl") == "€\u00a01.299,00"
    assert format_price(129900, "en") == "€1,299.00"


def test_both_languages_say_the_same_things():
    dutch, english = (read_texts(language) for language in LANGUAGES)
    assert dutch.keys() == english.keys()
    assert dutch["panel"].keys() == english["panel"].keys()
    for each in read_products().values():
        assert all(
            set(text) == set(LANGUAGES) and all(text.values())
            for text in (each.name, each.line, each.text, each.facts)
        )
    assert all(set(each["use"]) == set(LANGUAGES) for each in read_vendors().values())


def test_every_picture_and_style_of_the_shop_is_there(shop, page):
    own = {
        value
        for path in PAGES
        for tag, each in page(path).live
        for name, value in each.items()
        if name in ("src", "href") and value.startswith("/static/")
    }
    assert len(own) > 12
    for path in own:
        with shop.get(path) as answer:
            assert answer.status_code == 200, path


def test_the_office_shop_states_what_the_law_asks_for():
    definition = read_definition("kantoorhuis")
    assert (definition["retention_months"], definition["minimum_age"]) == (24, 16)
    assert definition["controller"]["dpo"]
    assert definition["authority"]["name"] == "Autoriteit Persoonsgegevens"
    assert {"http://127.0.0.1:5081", "http://localhost:5081"} <= set(definition["origins"])
    assert all(each["justification"] for each in definition["necessary"])


def test_the_minimal_site_has_one_vendor_and_a_shop_of_its_own():
    assert len(read_definition("minimal")["vendors"]) == 1
    html = create_shop(CONSENT, "minimal").test_client().get("/nl/products/desk-lamp").text
    assert f"{CONSENT}/b/minimal.js" in html
    assert "data-cg-vendor" not in html


@pytest.mark.parametrize("site_id", ["unknown", "../kantoorhuis", ""])
def test_a_site_that_is_not_shipped_is_refused_by_name(site_id):
    with pytest.raises(InvalidDefinition, match="kantoorhuis, minimal"):
        create_shop(CONSENT, site_id)


@pytest.mark.parametrize("site_id", ["kantoorhuis", "minimal"])
def test_a_shipped_definition_is_valid(site_id):
    site = parse_site(read_definition(site_id), load_catalogue(), LANGUAGES)
    assert site.id == site_id


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [(["--site", "nope"], "kantoorhuis, minimal"), (["--consent-url", "nonsense"], "http://localhost:5080")],
)
def test_the_command_names_the_mend_of_a_wrong_argument(capsys, arguments, mend):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert mend in capsys.readouterr().err
