"""What `window.CookieGuard` promises to a page's own code (contract, section 4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.held import click, grant, inline, log, take_back
from tests.browser.settled import settled

VENDORS = {
    "hotjar": "analytics",
    "microsoft-clarity": "analytics",
    "meta-pixel": "advertising",
    "youtube": "social",
    "font-awesome": "functional",
}
CATEGORIES = ("functional", "analytics", "advertising", "social")
LISTEN = """window.told = []
for (const name of ["ready", "shown", "choice", "change", "consent", "withdraw"])
  document.addEventListener("cookieguard:" + name, ({ detail }) => told.push([name, detail]))
addEventListener("pagehide", () => { sessionStorage.told = JSON.stringify(told) })"""


def categories(*granted):
    return {"necessary": True} | {category: category in granted for category in CATEGORIES}


def vendors(*granted):
    return {vendor: category in granted or vendor in granted for vendor, category in VENDORS.items()}


def test_consent_tells_what_is_in_force_and_cannot_be_changed(shop):
    page = shop.open()
    consent = page.evaluate("CookieGuard.consent()")
    assert re.fullmatch("[0-9a-f]{16}|[0-9a-f]{64}", consent.pop("version"))
    assert consent == {"decidedAt": None, "categories": categories(), "vendors": vendors(), "source": "none"}
    grant(page, "analytics", youtube=True, hotjar=False)
    consent = page.evaluate("CookieGuard.consent()")
    today = datetime.now(UTC).date().isoformat()
    assert (consent["source"], consent["decidedAt"]) == ("choice", today)
    assert consent["categories"] == categories("analytics")
    assert consent["vendors"] == vendors("microsoft-clarity", "youtube")
    tampered = """() => {
      const consent = CookieGuard.consent();
      for (const change of [() => { consent.source = "x" }, () => { consent.categories.social = true },
        () => { consent.vendors.hotjar = true }, () => { consent.categories.other = true }]) {
        try { (function () { "use strict"; change() })() } catch {}
      }
      return JSON.stringify(CookieGuard.consent()) === JSON.stringify(consent) && consent.source === "choice"
        && !consent.categories.social && !consent.vendors.hotjar && !("other" in consent.categories);
    }"""
    assert page.evaluate(tampered)
    page.reload()
    assert page.evaluate("CookieGuard.consent()") == consent


def test_has_says_yes_only_to_what_is_known_and_granted(shop):
    page = shop.open()
    ask = """() => Object.fromEntries(["necessary", "analytics", "social", "youtube", "hotjar", "microsoft-clarity",
      "nobody", "", "__proto__", "toString", undefined, null].map((name) => [name, CookieGuard.has(name)]))"""
    assert {name for name, said in page.evaluate(ask).items() if said} == {"necessary"}
    grant(page, "analytics", youtube=True, hotjar=False)
    assert {name for name, said in page.evaluate(ask).items() if said} == {
        "necessary",
        "youtube",
        "microsoft-clarity",
    }


def test_when_waits_for_the_grant_and_on_can_be_ended(shop):
    page = shop.open(
        """<script>window.told = []
        CookieGuard.when("analytics").then((consent) => told.push("when " + consent.categories.analytics))
        CookieGuard.when("nobody").then(() => told.push("never"))
        window.stop = CookieGuard.on("change", ({ granted }) => told.push(granted.sort().join()))</script>"""
    )
    grant(page, "social")
    assert page.evaluate("told") == ["social,youtube"]
    page.evaluate("stop()")
    grant(page, "social", "analytics")
    assert page.evaluate("told.slice(1)") == ["when true"]
    assert page.evaluate("CookieGuard.when('analytics').then((consent) => consent.source)") == "choice"


QUEUE = """<script>window.told = []; window.CookieGuard = { q: [
  (api) => told.push("first " + (api === CookieGuard)), (api) => told.push("second " + api.has("analytics")),
] }</script>"""


def test_what_was_queued_before_the_script_runs_in_order(shop):
    script = QUEUE + '<script src="http://consent.test/b/shop.js"></script>'
    page = shop.open(script=script)
    assert page.evaluate("told") == ["first true", "second false"]
    page.evaluate("CookieGuard.q.push((api) => told.push('later ' + (api === CookieGuard)))")
    assert page.evaluate("told.at(-1)") == "later true"
    assert page.evaluate("CookieGuard.ready.then((api) => api === CookieGuard)")


def test_a_queued_mistake_of_the_page_breaks_nothing_else(shop, recorder):
    script = '<script>window.CookieGuard = { q: [null] }</script><script src="http://consent.test/b/shop.js"></script>'
    page = shop.open(inline("a"), script=script)
    click(page, "accept-all")
    assert log(page, recorder) == ["a"]
    assert len(shop.errors) == 1
    shop.errors.clear()


def test_the_events_of_a_first_visit_a_return_and_a_withdrawal(shop, recorder):
    page = shop.visitor()
    page.add_init_script(LISTEN)
    shop.open(inline("a"), page=page)
    expect(page.get_by_role("dialog")).to_be_visible()
    told = page.evaluate("told.splice(0)")
    assert [name for name, _ in told] == ["ready", "shown"]
    assert (told[0][1]["source"], told[1][1]) == ("none", {"layer": 1})
    click(page, "accept-all")
    (change, details), (choice, act) = page.evaluate("told.splice(0)")
    everything = sorted([*CATEGORIES, *VENDORS])
    assert (change, choice) == ("change", "choice")
    assert (sorted(details["granted"]), details["revoked"]) == (everything, [])
    assert details["before"] == dict.fromkeys(details["before"], False)
    assert details["after"] == dict.fromkeys(everything, True)
    assert act == {"method": "accept-all", "layer": 1}
    settled(page, recorder)
    page.reload()
    settled(page, recorder)
    told = page.evaluate("told.splice(0)")
    assert [name for name, _ in told] == ["ready", "consent"], "no act, so no choice"
    assert told[1][1] == page.evaluate("CookieGuard.consent()")
    take_back(page, "CookieGuard.withdraw()")
    told = page.evaluate("JSON.parse(sessionStorage.told)")
    assert [name for name, _ in told] == ["change", "choice", "withdraw"]
    assert sorted(told[2][1]["revoked"]) == everything


BY_ITSELF = """<script>CookieGuard.ready.then(async (api) => {
  await api.save({ categories: { analytics: true }, vendors: { youtube: true } });
  await api.acceptAll();
})</script>"""


def test_what_a_page_does_by_itself_is_recorded_as_such(shop, recorder, consent):
    """A record must not say that a visitor pressed a button where a script spoke."""
    known = len(consent.events())
    page = shop.open(BY_ITSELF + inline("a") + inline("s", 'data-cg-category="social"'))
    assert sorted(log(page, recorder)) == ["a", "s"]
    events = consent.events()[known:]
    assert [(event.method, event.layer, event.state) for event in events] == [
        ("api", 0, "partial"),
        ("api", 0, "given"),
    ]
    assert events[0].categories == {category: category == "analytics" for category in CATEGORIES}


def test_a_pages_own_button_records_what_the_visitor_pressed(shop, recorder, consent):
    known = len(consent.events())
    acts = ("acceptAll()", "save()", "rejectAll()")
    page = shop.open("".join(f'<button onclick="CookieGuard.{act}">{act}</button>' for act in acts))
    for act in acts:
        page.get_by_role("button", name=act).click()
        settled(page, recorder)
    events = consent.events()[known:]
    assert [(event.method, event.state) for event in events] == [
        ("accept-all", "given"),
        ("save", "withdrawn"),
        ("reject-all", "refused"),
    ]


def test_save_takes_nothing_for_a_yes_but_a_plain_true(shop):
    page = shop.open()
    page.evaluate("""CookieGuard.save({
      categories: { analytics: "true", social: 1, advertising: {}, functional: [true], other: true },
      vendors: { hotjar: "yes", nobody: true, youtube: null },
    })""")
    assert page.evaluate("CookieGuard.consent().categories") == categories()
    assert page.evaluate("CookieGuard.consent().vendors") == vendors()


def test_the_receipt_is_there_while_something_is_granted(shop, recorder):
    page = shop.open()
    assert page.evaluate("CookieGuard.receipt()") is None
    page.evaluate("CookieGuard.acceptAll()")
    settled(page, recorder)
    receipt = page.evaluate("CookieGuard.receipt()")
    assert len(receipt["record"]) == 36
    cookie = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "cg_consent")
    assert cookie.split("~")[0].endswith("." + receipt["record"].replace("-", ""))
    take_back(page, "CookieGuard.rejectAll()")
    settled(page, recorder)
    assert page.evaluate("CookieGuard.receipt()") is None
    cookie = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "cg_consent")
    assert cookie.split("~")[0].count(".") == 4, "a refusal names no record"


def test_the_language_can_be_changed_without_a_new_page(shop):
    page = shop.open()
    accept = page.locator('[data-cg-action="accept-all"]')
    expect(accept).to_have_text("Alles accepteren")
    page.evaluate("CookieGuard.setLanguage('en-GB')")
    expect(accept).to_have_text("Accept all")
    page.evaluate("CookieGuard.setLanguage('en')")
    expect(accept).to_have_count(1)
    accept.click()
    expect(page.locator('.cg-controls [data-cg="withdraw"]')).to_have_text("Withdraw consent")
    page.evaluate("CookieGuard.setLanguage('nl')")
    expect(page.locator('.cg-controls [data-cg="withdraw"]')).to_have_text("Toestemming intrekken")
    page.evaluate("CookieGuard.show()")
    expect(accept).to_have_text("Alles accepteren")


def test_the_language_is_that_of_the_tag_then_of_the_page_then_of_the_visitor(shop):
    page = shop.visitor(locale="en-US")
    address = "http://consent.test/b/shop.js"
    for script, language, text in (
        (f'<script src="{address}"></script>', "nl", "Alles accepteren"),
        (f'<script src="{address}"></script>', "fr", "Accept all"),
        (f'<script src="{address}" data-lang="en"></script>', "nl", "Accept all"),
        (f'<script src="{address}?lang=nl"></script>', "en", "Alles accepteren"),
    ):
        shop.open(page=page, script=script, language=language)
        expect(page.locator('[data-cg-action="accept-all"]')).to_have_text(text)
