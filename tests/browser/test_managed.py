"""A vendor that the site knows by id loads on grant, once, without a word about it in the page."""

from __future__ import annotations

import pytest

from tests.browser.consent import a_definition
from tests.browser.held import click, grant
from tests.browser.settled import settled

ANALYTICS = {
    "google-analytics-4": (
        "G-ABC1234567",
        "www.googletagmanager.com/gtag/js",
        {"www.googletagmanager.com", "www.google-analytics.com"},
    ),
    "hotjar": (
        "1234567",
        "static.hotjar.com/c/hotjar-1234567.js",
        {"static.hotjar.com", "script.hotjar.com", "content.hotjar.io"},
    ),
}
ADVERTISING = {
    "meta-pixel": (
        "123456789012345",
        "connect.facebook.net/en_US/fbevents.js",
        {"connect.facebook.net", "www.facebook.com"},
    ),
    "linkedin-insight": (
        "1234567",
        "snap.licdn.com/li.lms-analytics/insight.min.js",
        {"snap.licdn.com", "px.ads.linkedin.com"},
    ),
}
ALL = ANALYTICS | ADVERTISING
"""Vendor -> its account, the address of its library, all hosts that hear of a visit."""


@pytest.fixture(scope="module")
def site(consent):
    vendors = [{"id": vendor, "account": account} for vendor, (account, *_) in ALL.items()]
    return consent.publish(a_definition("managed", vendors=[*vendors, {"id": "youtube"}]))


def hosts_of(vendors):
    return set().union(*(hosts for *_, hosts in vendors.values()))


def libraries(recorder):
    """Return the address of every vendor's library that was asked for, each as often as it was."""
    known = {library for _, library, _ in ALL.values()}
    return sorted(address for heard in recorder.requests if (address := heard.host + heard.path) in known)


def of(vendors):
    return sorted(library for _, library, _ in vendors.values())


def test_each_vendor_loads_once_when_granted_and_again_on_every_visit(shop, recorder, site):
    page = shop.open(site=site)
    settled(page, recorder)
    assert recorder.heard == []
    grant(page, "analytics")
    settled(page, recorder)
    assert (recorder.hosts(), libraries(recorder)) == (hosts_of(ANALYTICS), of(ANALYTICS))
    page.evaluate("CookieGuard.acceptAll()")
    settled(page, recorder)
    assert (recorder.hosts(), libraries(recorder)) == (hosts_of(ALL), of(ALL))
    recorder.forget()
    page.reload()
    settled(page, recorder)
    assert (recorder.hosts(), libraries(recorder)) == (hosts_of(ALL), of(ALL))


def test_a_click_loads_all_and_a_withdrawal_ends_all(shop, recorder, site):
    page = shop.open(site=site)
    click(page, "accept-all")
    settled(page, recorder)
    assert recorder.hosts() == hosts_of(ALL)
    page.locator('.cg-controls [data-cg="withdraw"]').click()
    page.wait_for_function("!document.querySelector('script[src*=hotjar]')")
    settled(page, recorder)
    recorder.forget()
    page.reload()
    settled(page, recorder)
    assert recorder.heard == []


def test_a_visitor_who_stays_after_a_withdrawal_and_accepts_again_loads_nothing_twice(shop, recorder, site):
    """A page with an unfinished form asks before it is left, so the fresh start may not happen."""
    page = shop.open('<input id="form" autofocus>', site=site)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.evaluate("() => { window.onbeforeunload = (event) => event.preventDefault() }")
    click(page, "accept-all")
    settled(page, recorder)
    with page.expect_event("dialog"):
        page.locator('.cg-controls [data-cg="withdraw"]').click()
    page.locator('.cg-controls [data-cg="preferences"]').click()
    click(page, "accept-all")
    settled(page, recorder)
    assert libraries(recorder) == of(ALL)


def test_one_vendor_alone_loads_alone(shop, recorder, site):
    page = shop.open(site=site)
    grant(page, hotjar=True)
    settled(page, recorder)
    assert recorder.hosts() == ANALYTICS["hotjar"][2]
    granted = page.evaluate("CookieGuard.consent().vendors")
    assert [vendor for vendor, said in granted.items() if said] == ["hotjar"]


def test_the_page_hears_of_managed_vendors_as_of_tags(shop, recorder, site):
    page = shop.visitor()
    page.add_init_script(
        """window.told = []; for (const name of ["held", "released"])
        document.addEventListener("cookieguard:" + name, ({ detail: of }) =>
          told.push([name, of.vendor, of.category, of.element, of.managed, of.url ?? null]))"""
    )
    shop.open(site=site, page=page)
    held = [
        ["held", vendor, "analytics" if vendor in ANALYTICS else "advertising", None, True, None]
        for vendor in ALL
    ]
    assert sorted(page.evaluate("told.splice(0)")) == sorted(held)
    grant(page, hotjar=True)
    address = "https://static.hotjar.com/c/hotjar-1234567.js?sv=6"
    assert page.evaluate("told") == [["released", "hotjar", "analytics", None, True, address]]
    settled(page, recorder)


def test_a_vendor_that_is_switched_off_never_loads(shop, recorder, consent):
    vendors = [{"id": "hotjar", "account": "1234567", "enabled": False}, {"id": "youtube"}]
    site = consent.publish(a_definition("managed-off", vendors=vendors))
    page = shop.open(
        '<script type="text/plain" data-cg-vendor="hotjar" src="https://static.hotjar.com/c/hotjar-1.js"></script>',
        site=site,
    )
    click(page, "accept-all")
    settled(page, recorder)
    assert recorder.heard == []
