"""Each vendor's stand-in shows the world what the vendor's library would; else no test could fail by it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.browser.settled import settled

GTAG = """<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments) }
  CONSENT; gtag('js', new Date()); gtag('config', 'ID')</script>
  <script async src="https://www.googletagmanager.com/gtag/js?id=ID"></script>"""
QUEUE = "<script>window.NAME = Object.assign((...call) => NAME.queue.push(call), {queue: []}); CALLS</script>"

VENDORS = {
    "google-analytics-4": (
        GTAG.replace("ID", "G-ABC1234567").replace("CONSENT", ""),
        {"www.googletagmanager.com", "www.google-analytics.com"},
        {"_ga", "_ga_ABC1234567"},
    ),
    "google-ads": (
        GTAG.replace("ID", "AW-123456789").replace("CONSENT", ""),
        {"www.googletagmanager.com", "googleads.g.doubleclick.net"},
        {"_gcl_au"},
    ),
    "google-tag-manager": (
        '<script src="https://www.googletagmanager.com/gtm.js?id=GTM-ABC123"></script>',
        {"www.googletagmanager.com", "www.google-analytics.com"},
        {"_ga", "_ga_CONTAINER"},
    ),
    "meta-pixel": (
        "<script>window.fbq = (...call) => fbq.queue.push(call); fbq.queue = []; "
        "fbq('init', '123'); fbq('track', 'PageView')</script>"
        '<script src="https://connect.facebook.net/en_US/fbevents.js"></script>',
        {"connect.facebook.net", "www.facebook.com"},
        {"_fbp"},
    ),
    "hotjar": (
        '<script src="https://static.hotjar.com/c/hotjar-1234567.js?sv=6"></script>',
        {"static.hotjar.com", "script.hotjar.com", "content.hotjar.io"},
        {"_hjSession_1234567", "_hjSessionUser_1234567"},
    ),
    "linkedin-insight": (
        "<script>window._linkedin_data_partner_ids = ['123']</script>"
        '<script src="https://snap.licdn.com/li.lms-analytics/insight.min.js"></script>',
        {"snap.licdn.com", "px.ads.linkedin.com"},
        {"ln_or"},
    ),
    "x-pixel": (
        QUEUE.replace("NAME", "twq").replace("CALLS", "twq('config', 'o1abc')")
        + '<script src="https://static.ads-twitter.com/uwt.js"></script>',
        {"static.ads-twitter.com", "t.co", "analytics.twitter.com"},
        {"_twpid"},
    ),
    "x-embed": (
        '<blockquote class="twitter-tweet"><a href="https://twitter.com/a/status/20">20</a></blockquote>'
        '<script src="https://platform.twitter.com/widgets.js"></script>',
        {"platform.twitter.com", "syndication.twitter.com", "pbs.twimg.com"},
        set(),
    ),
    "instagram": (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/A1/"></blockquote>'
        '<script src="https://www.instagram.com/embed.js"></script>',
        {"www.instagram.com", "static.cdninstagram.com"},
        set(),
    ),
    "pinterest-tag": (
        QUEUE.replace("NAME", "pintrk").replace("CALLS", "pintrk('load', '261'); pintrk('page')")
        + '<script src="https://s.pinimg.com/ct/core.js"></script>',
        {"s.pinimg.com", "ct.pinterest.com"},
        {"_pin_unauth"},
    ),
    "pinterest-widgets": (
        '<a data-pin-do="embedPin" href="https://www.pinterest.com/pin/1/"></a>'
        '<script src="https://assets.pinterest.com/js/pinit.js"></script>',
        {"assets.pinterest.com", "widgets.pinterest.com", "log.pinterest.com"},
        set(),
    ),
    "youtube": (
        '<iframe src="https://www.youtube.com/embed/abc"></iframe>',
        {"www.youtube.com", "i.ytimg.com", "static.doubleclick.net"},
        set(),
    ),
    "microsoft-clarity": (
        '<script src="https://www.clarity.ms/tag/abcdefghij"></script>',
        {"www.clarity.ms", "c.clarity.ms", "c.bing.com", "k.clarity.ms"},
        {"_clck", "_clsk"},
    ),
    "matomo": (
        "<script>window._paq = [['trackPageView'], ['setSiteId', '1'], "
        "['setTrackerUrl', 'https://shop.matomo.cloud/matomo.php']]</script>"
        "<script src='https://cdn.matomo.cloud/shop.matomo.cloud/matomo.js'></script>",
        {"cdn.matomo.cloud", "shop.matomo.cloud"},
        {"_pk_id.1.ffff", "_pk_ses.1.ffff"},
    ),
    "cloudflare-web-analytics": (
        """<script defer src="https://static.cloudflareinsights.com/beacon.min.js" """
        """data-cf-beacon='{"token": "abc"}'></script>""",
        {"static.cloudflareinsights.com", "cloudflareinsights.com"},
        set(),
    ),
    "font-awesome": (
        '<script src="https://kit.fontawesome.com/abc.js"></script>',
        {"kit.fontawesome.com", "ka-f.fontawesome.com"},
        set(),
    ),
    "tiktok-pixel": (
        "<script>window.ttq = [['page']]</script>"
        '<script src="https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=C1"></script>',
        {"analytics.tiktok.com"},
        {"_ttp"},
    ),
    "microsoft-uet": (
        """<script>window.uetq = []</script><script src="https://bat.bing.com/bat.js" """
        """onload="uetq = new UET({ti: '1', q: uetq}); uetq.push('pageLoad')"></script>""",
        {"bat.bing.com"},
        {"_uetsid", "_uetvid"},
    ),
}
"""Vendor -> its markup, the hosts that hear of the visit, the cookies it leaves."""


def cookie_names(page: Page) -> set[str]:
    """Return the names of all cookies that the visit has left."""
    return {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_let_in_shows_by_its_second_hop_and_its_cookies(visit, recorder, vendor):
    markup, hosts, cookies = VENDORS[vendor]
    page = visit(markup)
    settled(page, recorder)
    assert recorder.hosts() == hosts
    assert cookie_names(page) == cookies


def test_an_ordinary_window_keeps_third_party_cookies_too(visit, recorder):
    page = visit(VENDORS["google-ads"][0] + VENDORS["meta-pixel"][0] + VENDORS["youtube"][0], ordinary=True)
    settled(page, recorder)
    assert cookie_names(page) == {"_gcl_au", "IDE", "_fbp", "fr", "VISITOR_INFO1_LIVE"}


@pytest.mark.parametrize(
    ("state", "gcs", "cookies"), [("denied", "G110", set()), ("granted", "G111", {"_ga", "_ga_A"})]
)
def test_googles_tag_obeys_the_signals_given_before_it(visit, recorder, state, gcs, cookies):
    consent = f"gtag('consent', 'default', {{analytics_storage: '{state}'}})"
    page = visit(GTAG.replace("ID", "G-A").replace("CONSENT", consent))
    settled(page, recorder)
    collected = recorder.wait_for(lambda heard: heard.path == "/g/collect")
    assert collected.parameter("gcs") == gcs
    assert cookie_names(page) == cookies


def test_cloudflares_beacon_carries_the_token_of_its_tag(visit, recorder):
    visit(VENDORS["cloudflare-web-analytics"][0])
    beacon = recorder.wait_for(lambda heard: heard.path == "/cdn-cgi/rum")
    assert json.loads(beacon.body)["siteToken"] == "abc"
