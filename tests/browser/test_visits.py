"""What a visitor was promised, counted at the network: nobody hears of them unless they said yes to it."""

from __future__ import annotations

import pytest

from cookieguard.catalogue import load_catalogue
from tests.browser.office_shop import HOME, PRODUCT, OfficeShop, a_shop_definition

VISITORS = [(language, screen) for language in ("nl", "en") for screen in ("desktop", "phone")]
everywhere = pytest.mark.parametrize("office_shop", VISITORS, indirect=True, ids="-".join)

_CATALOGUE = load_catalogue()
IN_USE = {entry["id"] for entry in a_shop_definition()["vendors"]}
ANALYTICS = {v for v in IN_USE if (vendor := _CATALOGUE.get(v)) and vendor.category == "analytics"}
# A plain link contacts nobody before it is clicked.
WITHOUT_REQUESTS = {"whatsapp"}

DAMAGED = (
    "garbage",
    "1.ffffffffffffffff.20000.1111.",
    "2.0000000000000000.20000.1111.",
    "%7B%22analytics%22%3Atrue%7D",
)


@everywhere
def test_a_fresh_visit_contacts_nobody_and_stores_nothing(office_shop: OfficeShop) -> None:
    for path in (HOME, PRODUCT):
        office_shop.visit(path)
        assert office_shop.page.is_visible('[data-cg-layer="1"]')
    assert office_shop.recorder.heard == []
    assert office_shop.cookies() == {}


@everywhere
def test_after_reject_nobody_is_contacted_and_nobody_asks_again(office_shop: OfficeShop) -> None:
    office_shop.visit()
    office_shop.choose("reject-all")
    for path in (HOME, PRODUCT):
        office_shop.visit(path)
        assert office_shop.page.query_selector("[data-cg-layer]") is None
    assert office_shop.recorder.heard == []
    assert list(office_shop.cookies()) == ["cg_consent"]
    assert office_shop.cookies()["cg_consent"].split("~")[0].split(".")[3:] == ["0000", ""]


@everywhere
def test_after_closing_the_dialog_nobody_is_contacted_and_the_question_returns(
    office_shop: OfficeShop,
) -> None:
    page = office_shop.visit()
    page.focus('[data-cg-layer="1"] button')
    page.keyboard.press("Escape")
    office_shop.settle()
    assert page.query_selector("[data-cg-layer]") is None
    office_shop.visit(PRODUCT)
    assert page.is_visible('[data-cg-layer="1"]')
    assert office_shop.recorder.heard == []
    assert office_shop.cookies() == {}


@everywhere
def test_a_broken_cookie_is_no_choice(office_shop: OfficeShop) -> None:
    for value in DAMAGED:
        office_shop.context.add_cookies([{"name": "cg_consent", "value": value, "url": "http://shop.test/"}])
        office_shop.visit()
        assert office_shop.page.is_visible('[data-cg-layer="1"]'), value
    assert office_shop.recorder.heard == []


@everywhere
def test_accepting_only_analytics_contacts_exactly_the_analytics_vendors(office_shop: OfficeShop) -> None:
    office_shop.visit()
    office_shop.choose_category("analytics")
    assert office_shop.contacted() - {""} == ANALYTICS
    office_shop.forget()
    for path in (HOME, PRODUCT):
        office_shop.visit(path)
    assert office_shop.contacted() - {""} == ANALYTICS


@everywhere
def test_accepting_all_contacts_every_vendor_on_the_pages(office_shop: OfficeShop) -> None:
    office_shop.visit()
    office_shop.choose("accept-all")
    office_shop.visit(PRODUCT)
    assert office_shop.contacted() - {""} == IN_USE - WITHOUT_REQUESTS


@everywhere
def test_after_withdrawing_nobody_is_contacted_and_no_vendor_cookie_is_left(office_shop: OfficeShop) -> None:
    office_shop.visit()
    office_shop.choose("accept-all")
    assert {"_ga", "_fbp"} <= office_shop.cookies().keys()
    office_shop.withdraw()
    office_shop.forget()
    for path in (HOME, PRODUCT):
        office_shop.visit(path)
    assert office_shop.recorder.heard == []
    assert list(office_shop.cookies()) == ["cg_consent"]


@everywhere
def test_every_choice_is_on_record_as_it_was_made(office_shop: OfficeShop, consent) -> None:
    before = len(consent.events("kantoorhuis"))
    office_shop.visit()
    office_shop.choose_category("analytics")
    office_shop.withdraw()
    given, withdrawn = consent.events("kantoorhuis")[before:]
    assert (given.state, given.method, given.layer, given.language) == (
        "partial",
        "save",
        2,
        office_shop.language,
    )
    assert {category for category, said in given.categories.items() if said} == {"analytics"}
    assert (withdrawn.state, withdrawn.record_id) == ("withdrawn", given.record_id)
