"""The dialog after a choice: the state in force, withdrawal, the record number, and where the focus goes."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.dialog_bench.bench_page import (
    acts,
    button,
    choose,
    layer,
    state,
    switch,
    switches,
    unfold,
)


def test_it_reopens_with_the_state_in_force(bench):
    page = bench()
    choose(page)
    unfold(page, "analytics")
    switch(page, "hotjar").check()
    switch(page, "social").check()
    button(page, "save").click()
    page.locator("#settings").click()
    social = [v["id"] for v in page.evaluate("bench.data.vendors") if v["category"] == "social"]
    assert {vendor for vendor, on in switches(page, "cg-vendor").items() if on} == {"hotjar", *social}
    assert state(page, "social") == [True, False, "switch"]
    assert state(page, "analytics") == [False, True, "checkbox"]


def test_withdrawing_is_one_click_when_something_is_granted(bench):
    page = bench("granted")
    page.locator("#settings").click()
    button(page, "withdraw").click()
    assert [(method, number) for method, _, number in acts(page)] == [("withdraw", 2)]


def test_there_is_nothing_to_withdraw_after_a_refusal(bench):
    page = bench()
    button(page, "reject-all").click()
    page.locator("#settings").click()
    assert button(page, "withdraw").count() == 0


def test_the_record_number_can_be_copied(bench):
    page = bench("granted", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#settings").click()
    page.get_by_role("button", name="Kopiëren").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.evaluate("bench.port.state().record")


def test_escape_after_a_choice_closes_and_gives_the_focus_back(bench):
    page = bench("granted")
    page.locator("#settings").focus()
    page.keyboard.press("Enter")
    expect(layer(page, 2)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-cg-layer]")).to_have_count(0)
    expect(page.locator("#settings")).to_be_focused()
    assert page.evaluate("bench.calls") == [["shown", 2], ["closed"]]


def test_saving_gives_the_focus_back_to_the_opener(bench):
    page = bench("granted")
    page.locator("#settings").focus()
    page.keyboard.press("Enter")
    button(page, "save").click()
    expect(page.locator("#settings")).to_be_focused()


def test_a_first_layer_that_the_visitor_asks_for_gets_the_focus(bench):
    page = bench("granted")
    page.evaluate("bench.dialog.open(1)")
    expect(layer(page, 1)).to_be_focused()
