"""A choice cookie that deviates in any way is no choice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cookieguard.domain.answer import utc_day
from tests.browser.closed import PAGE, VENDORS, is_closed
from tests.browser.consent import a_definition
from tests.browser.held import click
from tests.browser.settled import settled


@pytest.fixture(scope="module")
def site(consent):
    return consent.publish(a_definition("broken-cookie", vendors=VENDORS))


def payload(version, *, day=0, categories="1111", exceptions="", rest=""):
    return f"1.{version}.{utc_day(datetime.now(UTC)) + day}.{categories}.{exceptions}{rest}"


SHAPELESS = (
    "",
    "1",
    "true",
    "granted",
    "undefined",
    "__proto__",
    '{"analytics":true}',
    "%7B%22analytics%22%3Atrue%7D",
    "x" * 3900,
    "1." * 1900,
)


def near_misses(version):
    """Return values that would say yes to everything but for one mistake each."""
    good = payload(version)
    return [
        good[:-1],
        good + ".",
        good + "..",
        f'"{good}"',
        good.replace(".", "%2E"),
        good.replace("1", "\u0661"),
        good + good,
        "~" + good,
        "2" + good[1:],
        "01" + good[1:],
        payload("0" * 16),
        payload(version[:15]),
        payload(version + "0"),
        payload(version, day=-180),
        payload(version, day=2),
        payload(version, day=36500),
        f"1.{version}.0.1111.",
        f"1.{version}.-1.1111.",
        f"1.{version}.1e4.1111.",
        payload(version, categories="111"),
        payload(version, categories="11111"),
        payload(version, categories="2222"),
        payload(version, categories="1 11"),
        payload(version, exceptions="zz"),
        payload(version, exceptions="f"),
        payload(version, exceptions="00"),
        payload(version, exceptions="01"),
        payload(version, exceptions="8000"),
        payload(version, rest=".short"),
        payload(version, rest="." + "g" * 32),
        payload(version, rest="." + "A" * 32),
    ]


def test_a_broken_cookie_is_no_choice(shop, recorder, site):
    page = shop.open(PAGE, site=site)
    version = page.evaluate("CookieGuard.consent().version")[:16]
    for value in (*SHAPELESS, *near_misses(version)):
        page.context.clear_cookies()
        page.evaluate("(value) => { document.cookie = `cg_consent=${value}; path=/` }", value)
        assert page.evaluate("document.cookie").startswith("cg_consent="), value
        page.reload()
        said = page.evaluate("[CookieGuard.consent().source, CookieGuard.has('analytics')]")
        assert said == ["none", False], value
    is_closed(shop, page, recorder)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "cg_consent", "value": payload(version), "url": "http://shop.test/"}])
    page.reload()
    settled(page, recorder)
    assert "inline.example" in recorder.hosts(), "the value that all of these deviate from does count"


def test_two_different_choices_are_none(shop, recorder, site):
    page = shop.open(PAGE, site=site)
    version = page.evaluate("CookieGuard.consent().version")[:16]
    one, other = payload(version), payload(version, categories="0000")
    for second in (
        {"value": other, "domain": ".shop.test", "path": "/"},
        {"value": other, "domain": "shop.test", "path": "/deep"},
        {"value": one + "~signature", "domain": ".shop.test", "path": "/"},
    ):
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "cg_consent", "value": one, "url": "http://shop.test/"}])
        page.context.add_cookies([{"name": "cg_consent", **second}])
        page.goto("http://shop.test/deep/")
        assert page.evaluate("document.cookie.match(/cg_consent/g).length") == 2
        assert page.evaluate("CookieGuard.consent().source") == "none"
    is_closed(shop, page, recorder)


def test_an_answer_given_in_doubt_ends_the_doubt(shop, recorder, site):
    page = shop.open(site=site)
    version = page.evaluate("CookieGuard.consent().version")[:16]
    value = payload(version, categories="0000")
    for domain, path in ((".shop.test", "/"), ("shop.test", "/deep"), ("shop.test", "/")):
        page.context.add_cookies(
            [{"name": "cg_consent", "value": value + "~" + "x" * len(path), "domain": domain, "path": path}]
        )
    page.goto("http://shop.test/deep/")
    click(page, "accept-all")
    settled(page, recorder)
    page.reload()
    assert page.evaluate("[CookieGuard.consent().source, CookieGuard.has('analytics')]") == ["choice", True]
    settled(page, recorder)
