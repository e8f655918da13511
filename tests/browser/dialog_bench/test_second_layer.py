"""The second layer: everything off at first, and what is saved is what is shown."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.dialog_bench.bench_page import (
    PHONE,
    acts,
    button,
    choose,
    layer,
    looks,
    state,
    switch,
    switches,
    unfold,
)


def test_everything_is_off_at_first(bench):
    page = bench()
    choose(page)
    inputs = layer(page, 2).locator("input")
    assert inputs.count() == page.evaluate("bench.data.categories.length + bench.data.vendors.length")
    assert inputs.evaluate_all("nodes => nodes.filter(n => n.checked || n.indeterminate).length") == 0


def test_without_its_facts_it_does_not_open_and_says_so(bench):
    """Nobody should choose without knowing who the vendors are."""
    page = bench()
    page.evaluate("() => { bench.port.facts = async () => { throw new Error('unreachable') } }")
    button(page, "preferences").click()
    expect(page.get_by_role("status")).to_have_text(page.evaluate("bench.data.texts.unreachable"))
    expect(layer(page, 2)).to_have_count(0)
    expect(layer(page, 1)).to_be_visible()
    page.evaluate("() => { bench.port.facts = async () => bench.data }")
    choose(page)


def test_saving_at_once_grants_nothing(bench):
    page = bench()
    choose(page)
    button(page, "save").click()
    [[method, choice, number]] = acts(page)
    assert (method, number) == ("save", 2)
    assert not any([*choice["categories"].values(), *choice["vendors"].values()])


def test_a_category_switches_all_its_vendors_and_no_other(bench):
    page = bench()
    choose(page)
    switch(page, "analytics").check()
    button(page, "save").click()
    [[_, choice, _]] = acts(page)
    category = {vendor["id"]: vendor["category"] for vendor in page.evaluate("bench.data.vendors")}
    assert choice["vendors"] == {vendor: name == "analytics" for vendor, name in category.items()}
    assert [name for name, on in choice["categories"].items() if on] == ["analytics"]


def test_a_vendor_alone_makes_its_category_partly_on(bench):
    page = bench()
    choose(page)
    unfold(page, "analytics")
    switch(page, "hotjar").check()
    row = layer(page, 2).locator("label", has=page.locator("input[value=analytics]"))
    assert state(page, "analytics") == [False, True, "checkbox"]
    expect(switch(page, "analytics")).to_have_attribute("aria-checked", "mixed")
    expect(row).to_contain_text("Deels aan")


def test_what_is_saved_is_what_is_shown(bench):
    """A category that is partly on is saved as off with exceptions: nothing is granted that was not shown."""
    page = bench()
    choose(page)
    unfold(page, "analytics")
    unfold(page, "social")
    switch(page, "advertising").check()
    switch(page, "hotjar").check()
    switch(page, "social").check()
    switch(page, "youtube").uncheck()
    shown = {"categories": switches(page, "cg-category"), "vendors": switches(page, "cg-vendor")}
    button(page, "save").click()
    [[_, choice, _]] = acts(page)
    assert choice == shown
    assert [name for name, on in choice["categories"].items() if on] == ["advertising"]
    assert choice["vendors"]["hotjar"]
    assert not choice["vendors"]["youtube"]


def test_a_partly_on_category_can_be_switched_on_and_off(bench):
    page = bench()
    choose(page)
    unfold(page, "analytics")
    switch(page, "hotjar").check()
    switch(page, "analytics").click()
    assert state(page, "analytics") == [True, False, "switch"]
    switch(page, "analytics").click()
    assert not switch(page, "hotjar").is_checked()


def test_accept_reject_and_save_weigh_the_same(bench):
    page = bench(screen=PHONE)
    choose(page)
    accept, reject, save = looks(page, ("accept-all", "reject-all", "save"))
    assert accept == reject == save


def test_switches_are_big_enough_for_a_thumb(bench):
    page = bench(screen=PHONE)
    choose(page)
    box = switch(page, "analytics").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44


def test_every_vendor_tells_who_it_is_and_what_it_keeps(bench):
    """Planet49, point 81: duration and third parties belong to what is told before the choice."""
    page = bench()
    choose(page)
    text = layer(page, 2).text_content() or ""
    for vendor in page.evaluate("bench.data.vendors"):
        for fact in (vendor["name"], vendor["entity"], vendor["country"], *vendor["purposes"]):
            assert fact in text
        for names, lifetime in vendor["storage"]:
            assert names + lifetime in text
        assert layer(page, 2).locator(f'a[href="{vendor["privacy_url"]}"]').count() >= 1


def test_what_is_always_on_gives_its_reason_and_has_no_switch(bench):
    page = bench()
    choose(page)
    necessary = layer(page, 2).locator(".cg-group").first
    assert necessary.locator("input").count() == 0
    for item in page.evaluate("bench.data.necessary"):
        assert item["justification"] in (necessary.text_content() or "")


def test_a_category_without_vendors_is_not_shown_and_never_granted(bench):
    page = bench()
    page.evaluate("bench.data.vendors = bench.data.vendors.filter((v) => v.category !== 'social')")
    choose(page)
    assert switch(page, "social").count() == 0
    for name in ("functional", "analytics", "advertising"):
        switch(page, name).check()
    button(page, "save").click()
    assert acts(page)[0][1]["categories"]["social"] is False


def test_the_second_layer_is_modal_and_begins_at_its_heading(bench):
    page = bench()
    choose(page)
    dialog = page.get_by_role("dialog", name="Cookie-instellingen")
    assert dialog.evaluate("n => n.matches(':modal')")
    assert page.evaluate("document.activeElement.tagName") == "H2"


def test_escape_on_the_second_layer_returns_to_the_question(bench):
    page = bench()
    choose(page)
    switch(page, "analytics").check()
    page.keyboard.press("Escape")
    expect(layer(page, 2)).to_have_count(0)
    expect(button(page, "preferences")).to_be_focused()
    page.keyboard.press("Escape")
    expect(layer(page, 1)).to_have_count(0)
    assert acts(page) == []


def test_the_cross_leaves_without_saving(bench):
    page = bench()
    choose(page)
    switch(page, "analytics").check()
    page.get_by_role("button", name="Sluiten zonder opslaan").click()
    expect(layer(page, 1)).to_be_visible()
    assert acts(page) == []


def test_a_browser_that_closes_the_dialog_by_itself_saves_nothing(bench):
    """A phone's back gesture closes a modal dialog without a key."""
    page = bench()
    choose(page)
    layer(page, 2).evaluate("n => n.close()")
    expect(layer(page, 1)).to_be_visible()
    assert acts(page) == []
