"""Google Consent Mode v2, as Google's own tag reads it: the order of the dataLayer and what reaches Google.

https://developers.google.com/tag-platform/security/guides/consent
"""

from __future__ import annotations

import pytest

from tests.browser.consent import a_definition
from tests.browser.held import click, grant
from tests.browser.settled import settled

SIGNALS = {
    "ad_storage": "advertising",
    "ad_user_data": "advertising",
    "ad_personalization": "advertising",
    "analytics_storage": "analytics",
    "functionality_storage": "functional",
    "personalization_storage": "functional",
}
VENDORS = {
    "google-analytics-4": "analytics",
    "google-ads": "advertising",
    "youtube": "social",
    "font-awesome": "functional",
}
# A tag that is released, and the page's own call of gtag, note themselves in the same queue.
PAGE = """<script>function gtag() { dataLayer.push(arguments) } gtag("event", "own")</script>
<script type="text/plain" data-cg-vendor="google-analytics-4">dataLayer.push({ ran: "tag" })</script>"""
UPDATES = "() => dataLayer.filter((entry) => entry[1] === 'update').map((entry) => entry[2])"
LAYER = """() => dataLayer.map((entry) => {
  if (entry.cookieguard) {
    const { version, categories, vendors } = entry.cookieguard;
    return { event: entry.event, cookieguard: { version, categories, vendors } };
  }
  const plain = Object.prototype.toString.call(entry) === "[object Arguments]" ? [...entry] : entry;
  return JSON.parse(JSON.stringify(plain));
})"""


@pytest.fixture(scope="module")
def site(consent):
    vendors = [
        {"id": "google-analytics-4", "account": "G-ABC1234567"},
        {"id": "google-ads"},
        {"id": "youtube"},
        {"id": "font-awesome"},
    ]
    return consent.publish(a_definition("google", vendors=vendors))


def signals(*categories):
    """Return all seven signals with these categories granted."""
    granted = {
        signal: "granted" if category in categories else "denied" for signal, category in SIGNALS.items()
    }
    return {"security_storage": "granted", **granted}


def start():
    return [["consent", "default", {**signals(), "wait_for_update": 500}]]


def told(page, *categories):
    """Return the two entries of one decision."""
    names = dict.fromkeys(("functional", "analytics", "advertising", "social"), False) | dict.fromkeys(
        categories, True
    )
    said = {
        "version": page.evaluate("CookieGuard.consent().version"),
        "categories": names,
        "vendors": {vendor: category in categories for vendor, category in VENDORS.items()},
    }
    update = ["consent", "update", signals(*categories)]
    return [update, {"event": "cookieguard_update", "cookieguard": said}]


def managed(page):
    """Return what loading GA4 by its id adds."""
    date = [entry[1] for entry in page.evaluate(LAYER) if isinstance(entry, list) and entry[0] == "js"]
    return [["js", *date], ["config", "G-ABC1234567"]]


def test_the_default_stands_before_all_and_the_update_before_every_tag(shop, recorder, site):
    page = shop.open(PAGE, site=site)
    own = [["event", "own"]]
    assert page.evaluate(LAYER) == start() + own
    click(page, "accept-all")
    settled(page, recorder)
    granted = told(page, "functional", "analytics", "advertising", "social")
    assert page.evaluate(LAYER) == [*start(), *own, *granted, *managed(page), {"ran": "tag"}]
    page.reload()
    settled(page, recorder)
    first, *after = page.evaluate(LAYER)
    assert [first] == start()
    assert after[:4] == granted + managed(page)
    assert sorted(after[4:], key=str) == [["event", "own"], {"ran": "tag"}]


def test_a_refusal_is_told_too_on_every_page(shop, recorder, site):
    page = shop.open(PAGE, site=site)
    click(page, "reject-all")
    settled(page, recorder)
    assert page.evaluate(LAYER) == [*start(), ["event", "own"], *told(page)]
    page.reload()
    assert page.evaluate(LAYER) == [*start(), *told(page), ["event", "own"]]
    assert recorder.heard == []


@pytest.mark.parametrize("category", ["analytics", "advertising", "functional", "social"])
def test_each_category_moves_its_own_signals_only(shop, recorder, site, category):
    page = shop.open(site=site)
    grant(page, category)
    assert page.evaluate(UPDATES) == [signals(category)]
    settled(page, recorder)


def test_a_refused_google_vendor_keeps_its_signal_denied_in_a_granted_category(shop, site):
    page = shop.open(site=site)
    grant(page, "analytics", "advertising", google_analytics_4=False)
    assert page.evaluate(UPDATES) == [signals("advertising")]


@pytest.mark.parametrize(
    "own",
    [
        "window.dataLayer = window.dataLayer || []",
        "window.dataLayer = []",
        "var dataLayer = []",
        "dataLayer = [1]",
    ],
)
@pytest.mark.parametrize("order", ["before the script", "after the script"])
def test_a_page_with_a_data_layer_of_its_own_keeps_the_default_in_front(shop, site, own, order):
    """Google looks for the default before its tags' own entries, wherever the page put its array."""
    parts = [f"<script>{own}</script>", f'<script src="http://consent.test/b/{site}.js"></script>']
    page = shop.open(script="".join(parts if order == "before the script" else parts[::-1]))
    page.evaluate("window.dataLayer.push({ event: 'own' })")
    entries = [entry for entry in page.evaluate(LAYER) if entry != 1]
    assert entries == [*start(), {"event": "own"}]
    grant(page, "social")
    assert page.evaluate(UPDATES) == [signals("social")]


def test_what_reaches_google_carries_the_choice(shop, recorder, site):
    """`gcs` is how Google's tag reports the two storage signals: G1, then ads, then analytics."""
    page = shop.open(site=site)
    grant(page, "analytics")
    collected = recorder.wait_for(lambda heard: heard.path == "/g/collect")
    assert collected.parameter("gcs") == "G101"
    settled(page, recorder)
    assert {cookie["name"] for cookie in page.context.cookies()} >= {"_ga", "_ga_ABC1234567"}
    recorder.clear()
    page.evaluate("CookieGuard.acceptAll()")
    settled(page, recorder)
    recorder.clear()
    page.reload()
    assert recorder.wait_for(lambda heard: heard.path == "/g/collect").parameter("gcs") == "G111"
    settled(page, recorder)


def test_a_withdrawal_is_told_before_the_page_starts_afresh(shop, recorder, site):
    page = shop.visitor()
    page.add_init_script(
        "addEventListener('pagehide', () => { sessionStorage.last = JSON.stringify([...dataLayer.at(-2)]) })"
    )
    shop.open(site=site, page=page)
    click(page, "accept-all")
    settled(page, recorder)
    page.locator('.cg-controls [data-cg="withdraw"]').click()
    page.wait_for_function("sessionStorage.last && dataLayer.length === 3")
    assert page.evaluate("JSON.parse(sessionStorage.last)") == ["consent", "update", signals()]
    assert page.evaluate(LAYER) == start() + told(page)


def test_what_a_page_does_to_the_data_layer_changes_no_choice(shop, recorder, site):
    page = shop.open(site=site)
    grant(page, "social")
    page.evaluate("""() => {
      const { cookieguard } = dataLayer.find((entry) => entry.event === "cookieguard_update");
      cookieguard.vendors["google-ads"] = cookieguard.categories.advertising = true;
    }""")
    assert page.evaluate("CookieGuard.consent().vendors['google-ads']") is False
    assert page.evaluate("CookieGuard.consent().categories.advertising") is False
    settled(page, recorder)
