"""What a refused vendor left on the visitor's device goes away; everything else stays."""

from __future__ import annotations

import pytest

from tests.browser.consent import a_definition
from tests.browser.held import click, grant, script, take_back
from tests.browser.settled import settled

DEEP = "www.shop.test/office/chairs/red"
VENDORS = [{"id": "google-analytics-4"}, {"id": "google-ads"}, {"id": "hotjar"}, {"id": "youtube"}]
PLACES = [
    "path=/",
    "path=/; domain=shop.test",
    "path=/; domain=www.shop.test",
    "path=/office",
    "path=/office/; domain=shop.test",
    "path=/office/chairs",
    "path=/office/chairs/; domain=www.shop.test",
    "path=/office/chairs/red",
    "",
]
"""Where a script of the page can put a cookie so that it comes back to that page."""
LEAVE = """([names, places, keys]) => {
  for (const name of names) for (const place of places)
    document.cookie = `${name}=1; max-age=99999; ${place}` + (location.protocol === "https:" ? "; secure" : "");
  for (const key of keys) localStorage[key] = sessionStorage[key] = "1";
}"""
OWN = ["session", "cart_ga", "_gaining", "_ga.x", "hj", "cg_shop"]
KEYS = ["hjActiveViewportIds", "hjViewportId", "basket", "hjother", "cg_mine"]


@pytest.fixture(scope="module")
def site(consent):
    return consent.publish(a_definition("sweep", vendors=VENDORS))


def left(page, names):
    """Return those of the names that still stand in the visitor's jar, once for each place."""
    return sorted(cookie["name"] for cookie in page.context.cookies() if cookie["name"] in names)


def kept(page):
    """Return the keys of both storages, without the receipt and the outbox."""
    return page.evaluate("""[localStorage, sessionStorage].map((area) =>
        Object.keys(area).filter((key) => !/^cg_(receipt|outbox)$/.test(key)).sort())""")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_withdrawal_empties_every_place_and_leaves_the_sites_own(shop, recorder, site, scheme):
    address = f"{scheme}://consent.test/b/{site}.js"
    page = shop.open(
        script("log.push('a')"), at=f"{scheme}://{DEEP}", script=f'<script src="{address}"></script>'
    )
    click(page, "accept-all")
    vendors = ["_ga", "_ga_ABC1234567", "_hjSession_1", "_gcl_au"]
    page.evaluate(LEAVE, [vendors, PLACES, KEYS])
    page.evaluate(LEAVE, [OWN, ["path=/", "path=/; domain=shop.test"], []])
    settled(page, recorder)
    page.reload()
    settled(page, recorder)
    assert set(left(page, vendors)) == set(vendors)
    assert len(left(page, vendors)) >= 7 * len(vendors)
    page.locator('.cg-controls [data-cg="withdraw"]').click()
    page.wait_for_function("!log.length && window.CookieGuard?.consent().source === 'choice'")
    settled(page, recorder)
    assert left(page, vendors) == []
    assert left(page, OWN) == sorted(OWN * 2)
    assert left(page, ["cg_consent"]) == ["cg_consent"]
    hotjars_own = {"hjActiveViewportIds", "hjViewportId"}
    assert kept(page) == [sorted(set(KEYS) - hotjars_own)] * 2


def test_only_what_is_refused_goes_and_a_shared_name_goes_with_its_last_claimant(shop, recorder, site):
    """Google Analytics and Google Ads both use `_gac_…`."""
    page = shop.open(site=site)
    click(page, "accept-all")
    names = ["_ga", "_gcl_au", "_gac_UA-1", "_hjSession_1"]
    page.evaluate(LEAVE, [names, ["path=/; domain=shop.test"], ["hjViewportId"]])
    take_back(page, "CookieGuard.save({ categories: { advertising: true }, vendors: { hotjar: true } })")
    assert left(page, names) == ["_gac_UA-1", "_gcl_au", "_hjSession_1"]
    assert kept(page) == [["hjViewportId"]] * 2
    take_back(page, "CookieGuard.save({ categories: { advertising: true }, vendors: { hotjar: false } })")
    assert left(page, names) == ["_gac_UA-1", "_gcl_au"]
    assert kept(page) == [[], []]
    take_back(page, "CookieGuard.rejectAll()")
    assert left(page, names) == []


def test_what_a_tag_writes_on_its_way_out_is_gone_after_the_reload(shop, recorder, site):
    late = script("""addEventListener("pagehide", () => {
      document.cookie = "_ga=late; path=/; domain=shop.test; max-age=99999";
      localStorage.hjActiveViewportIds = sessionStorage.hjViewportId = "late";
      localStorage.left = "yes";
    })""")
    page = shop.open(late, site=site)
    click(page, "accept-all")
    page.reload()
    settled(page, recorder)
    page.locator('.cg-controls [data-cg="withdraw"]').click()
    page.wait_for_function("localStorage.left && window.CookieGuard?.consent().source === 'choice'")
    settled(page, recorder)
    assert left(page, ["_ga"]) == []
    assert kept(page) == [["left"], []]


def test_what_was_there_before_anybody_was_asked_goes_too(shop, recorder, site):
    """A site that used a vendor without asking, and asks now."""
    page = shop.open(script="")
    page.evaluate(LEAVE, [["_ga", "session"], ["path=/", "path=/; domain=shop.test"], KEYS])
    shop.open(page=page, site=site)
    settled(page, recorder)
    assert left(page, ["_ga", "session"]) == ["session", "session"]
    assert "hjViewportId" not in kept(page)[0]


def test_a_foreign_name_of_a_vendor_elsewhere_is_not_taken(shop, recorder, site):
    """`IDE` is Google's on its own domain; here it may be the site's."""
    page = shop.open(site=site)
    page.evaluate(LEAVE, [["IDE", "YSC", "NID"], ["path=/"], ["yt-remote-x"]])
    click(page, "reject-all")
    settled(page, recorder)
    assert left(page, ["IDE", "YSC", "NID"]) == ["IDE", "NID", "YSC"]
    assert kept(page) == [["yt-remote-x"], ["yt-remote-x"]]


def test_a_granted_vendor_keeps_what_it_has_on_every_visit(shop, recorder, site):
    page = shop.open(site=site)
    grant(page, "analytics")
    names = ["_ga", "_gcl_au", "_hjSession_1"]
    page.evaluate(LEAVE, [names, ["path=/", "path=/; domain=shop.test"], KEYS])
    settled(page, recorder)
    page.reload()
    page.evaluate("CookieGuard.preferences()")
    page.wait_for_selector('[data-cg-layer="2"]')
    assert left(page, names) == ["_ga", "_ga", "_hjSession_1", "_hjSession_1"]
    assert kept(page) == [sorted(KEYS)] * 2
