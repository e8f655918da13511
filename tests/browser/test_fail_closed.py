"""Whatever breaks, nobody is contacted and the page works: the inert markup holds, not the script."""

from __future__ import annotations

import itertools
import re
import shutil

import pytest
from playwright.sync_api import expect

from cookieguard.resources import static_folder
from cookieguard.scripts.builder import Builder
from tests.browser.closed import PAGE, VENDORS, is_closed
from tests.browser.consent import a_definition
from tests.browser.held import click
from tests.browser.settled import settled

BANNER = static_folder() / "banner"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def site(consent):
    return consent.publish(a_definition("fails", vendors=VENDORS))


def exported():
    """Yield every function that a module of the banner exports, adapters apart, and every module's top."""
    for path in sorted(BANNER.glob("*/*.js")):
        module = path.relative_to(BANNER).as_posix()
        yield module, ""
        for name in re.findall(r"^export (?:async )?function (\w+)", path.read_text("utf-8"), re.MULTILINE):
            yield module, name


def spoilt(folder, module, function):
    """Return a builder whose copy of `module` throws in `function`, or at its top."""
    shutil.copytree(BANNER, folder)
    text = (folder / module).read_text("utf-8")
    mistake = 'if (window) throw new Error("spoilt");\n'
    if function:
        head = rf"^(export (?:async )?function {function}\(.*\) \{{\n)"
        text, count = re.subn(head, rf"\1{mistake}", text, flags=re.MULTILINE)
    else:
        text, count = re.subn(r"\A((?://.*\n|/\*.*\*/\n|import .*\n|\n)*)", rf"\1{mistake}", text)
    assert count == 1
    (folder / module).write_text(text, "utf-8")
    return Builder(folder)


@pytest.mark.parametrize("place", list(exported()), ids=" ".join)
def test_a_mistake_anywhere_in_the_scripts_lets_nothing_through(shop, recorder, consent, tmp_path, place):
    builder = spoilt(tmp_path / "banner", *place)
    site = consent.publish(a_definition(f"spoilt-{next(NUMBERS)}", vendors=VENDORS), builder)
    is_closed(shop, shop.open(PAGE, site=site), recorder)


def test_the_same_page_with_whole_scripts_lets_through_what_is_accepted(shop, recorder, site):
    """Else the tests of this file could not fail."""
    page = shop.open(PAGE, site=site)
    settled(page, recorder)
    assert recorder.heard == []
    click(page, "accept-all")
    settled(page, recorder)
    assert recorder.hosts() > {
        "inline.example",
        "kit.fontawesome.com",
        "frame.example",
        "static.hotjar.com",
    }


def instead(status="200 OK", media_type="text/javascript", keep=None, length=None):
    """Return a way to spoil an answer: another status, another type, only the first part of the body."""

    def spoil(body, start_response):
        body = body[: int(len(body) * keep)] if keep is not None else body
        headers = [("Content-Type", media_type), ("X-Content-Type-Options", "nosniff")]
        start_response(status, [*headers, ("Content-Length", str(length or len(body)))])
        return [body]

    return spoil


ANSWERS = {
    "404": instead("404 Not Found"),
    "500": instead("500 Internal Server Error"),
    "empty": instead(keep=0),
    "half of it": instead(keep=0.5),
    "all but its end": instead(keep=0.99),
    "cut off": instead(keep=0.5, length=10**6),
    "as a text": instead(media_type="text/plain"),
    "as a page": instead(media_type="text/html"),
    "a redirect to nowhere": instead("302 Found"),
}


def spoiling(app, pattern, spoil):
    """Return the consent server with its answers for matching paths spoilt."""

    def spoilt_app(environ, start_response):
        if not re.match(pattern, environ["PATH_INFO"]):
            return app(environ, start_response)
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body = b"".join(app(environ, lambda *_: None))
        return spoil(body, start_response)

    return spoilt_app


@pytest.mark.parametrize("how", ANSWERS)
def test_a_script_that_does_not_arrive_whole_lets_nothing_through(shop, recorder, consent_server, site, how):
    """Neither the gate itself nor the dialog."""
    page = shop.visitor()
    for file in ("fails", "ui"):
        app = spoiling(consent_server.app, rf"/b/{file}\b", ANSWERS[how])
        with consent_server.serving(app):
            is_closed(shop, shop.open(PAGE, page=page, site=site), recorder)


@pytest.mark.parametrize("how", ["404", "empty", "half of it", "as a page"])
def test_settings_whose_facts_do_not_arrive_whole_do_not_open(shop, recorder, consent_server, site, how):
    """Nobody can choose between vendors that are not shown."""
    page = shop.open(PAGE, site=site)
    page.wait_for_selector('[data-cg-layer="1"]')
    with consent_server.serving(spoiling(consent_server.app, r"/b/ui\b", ANSWERS[how])):
        click(page, "preferences")
        expect(page.get_by_role("status")).not_to_be_empty()
        expect(page.locator('[data-cg-layer="2"]')).to_have_count(0)
        is_closed(shop, page, recorder)
    click(page, "preferences")
    expect(page.locator('[data-cg-layer="2"]')).to_be_visible()


def test_a_script_that_the_visitor_blocks_lets_nothing_through(shop, recorder, site):
    page = shop.visitor()
    page.route("http://consent.test/**", lambda route: route.abort("blockedbyclient"))
    is_closed(shop, shop.open(PAGE, page=page, site=site), recorder)


def test_a_script_that_the_page_forbids_lets_nothing_through(shop, recorder, site):
    policy = "script-src 'self' 'unsafe-inline'"
    page = shop.open(PAGE, site=site, headers=[("Content-Security-Policy", policy)])
    is_closed(shop, page, recorder)


def test_a_server_that_is_away_lets_nothing_through(shop, recorder, consent_server, site):
    with consent_server.unreachable():
        is_closed(shop, shop.open(PAGE, site=site), recorder)


def test_a_sandboxed_page_without_cookies_and_storage_lets_nothing_through(shop, recorder, site):
    """Here the browser itself throws at every look at a cookie or a storage."""
    policy = "sandbox allow-scripts allow-forms"
    page = shop.open(PAGE, site=site, headers=[("Content-Security-Policy", policy)])
    is_closed(shop, page, recorder)


NO_COOKIES = """Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} })"""


def test_with_cookies_blocked_a_yes_counts_for_its_page_alone(shop, recorder, site):
    page = shop.visitor()
    page.add_init_script(NO_COOKIES)
    shop.open(PAGE, page=page, site=site)
    click(page, "accept-all")
    settled(page, recorder)
    assert "inline.example" in recorder.hosts()
    recorder.forget()
    page.reload()
    expect(page.locator('[data-cg-layer="1"]')).to_be_visible()
    is_closed(shop, page, recorder)


def test_a_withdrawal_works_without_the_file_that_records_it_and_is_recorded_later(
    shop, recorder, consent, site
):
    page = shop.open('<button id="stop" data-cg="withdraw">Stop</button>' + PAGE, site=site)
    click(page, "accept-all")
    settled(page, recorder)
    page.route("**/b/ui.*", lambda route: route.abort())
    page.reload()
    settled(page, recorder)
    assert "inline.example" in recorder.hosts()
    with page.expect_event("load"):
        page.locator("#stop").click()
    assert "cg_consent" not in page.evaluate("document.cookie")
    settled(page, recorder)
    recorder.forget()
    page.reload()
    is_closed(shop, page, recorder)
    assert consent.events(site)[-1].state == "given"
    page.unroute_all()
    page.reload()
    settled(page, recorder)
    assert consent.events(site)[-1].state == "withdrawn"
