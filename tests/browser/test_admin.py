"""An operator at work in a real browser: with and without JavaScript, by keyboard, on a phone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from playwright.sync_api import Page, expect

from cookieguard.app import create_app
from cookieguard.settings import Settings
from cookieguard.usecases.add_operator import add_operator
from cookieguard.usecases.apply_site import apply_site
from cookieguard.web.services import EXTENSION
from tests.browser.chromium import SCREENS, Chromium
from tests.browser.servers import ThreadedServer

ADMIN = "https://consent.test/admin/"
SITE = f"{ADMIN}sites/shop"
EMAIL, PASSWORD = "anna@shop.test", "correct horse battery"
NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
DEFINITION = {
    "site": "shop",
    "name": "The Shop",
    "origins": ["https://shop.test"],
    "languages": ["en"],
    "default_language": "en",
    "controller": {"name": "Shop Ltd", "email": "privacy@shop.test", "privacy_url": "/privacy"},
    "authority": {"name": "The Authority", "url": "https://authority.test"},
    "vendors": [
        {"id": "google-analytics-4", "account": "G-ABC1234567"},
        {"id": "hotjar", "enabled": False},
        {"id": "youtube"},
    ],
}


@pytest.fixture
def admin(tmp_path: Path, consent_server: ThreadedServer) -> Iterator[None]:
    """A server with one operator and one site that was never published."""
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path}/cookieguard.sqlite3", ("k" * 32,)))
    passwords = PasswordHasher(CHEAPEST.time_cost, CHEAPEST.memory_cost, CHEAPEST.parallelism)
    services = app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], passwords=passwords)
    add_operator(
        services.database, EMAIL, PASSWORD, passwords=passwords, operator_id=str(uuid.UUID(int=1)), now=NOW
    )
    apply_site(services.database, DEFINITION, catalogue=services.catalogue, now=NOW)
    with consent_server.serving(app):
        yield
    services.writer.close()
    services.database.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def page(request: pytest.FixtureRequest, admin: None, browser: Chromium) -> Iterator[Page]:
    """The sign-in page, with and without JavaScript."""
    context = browser.private_window(**SCREENS["desktop"], java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def signed_in(admin: None, browser: Chromium) -> Iterator[Page]:
    """The list of sites."""
    context = browser.private_window(**SCREENS["desktop"])
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def sign_in(page: Page, wanted: str = ADMIN) -> None:
    page.goto(wanted)
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(wanted)


def vendor(page: Page, vendor_id: str):
    return page.locator(f"#vendor-{vendor_id}")


def test_from_sign_in_to_a_published_change(page):
    """The whole way of an operator; nothing on it needs JavaScript."""
    sign_in(page, SITE)
    page.get_by_role("switch", name="Hotjar").click()
    expect(page.get_by_role("switch", name="Hotjar")).to_be_checked()
    vendor(page, "hotjar").get_by_label("Hotjar site ID").fill("not a number")
    vendor(page, "hotjar").get_by_role("button", name="Save").click()
    expect(vendor(page, "hotjar").get_by_label("Hotjar site ID")).to_have_value("not a number")
    expect(vendor(page, "hotjar").get_by_label("Hotjar site ID")).to_be_focused()
    vendor(page, "hotjar").get_by_label("Hotjar site ID").fill("7654321")
    vendor(page, "hotjar").get_by_role("button", name="Save").click()
    expect(vendor(page, "hotjar").locator(".field-error")).to_have_count(0)
    page.get_by_role("searchbox").fill("meta pixel")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Add Meta").click()
    expect(page.locator(".change")).to_have_count(4)
    page.get_by_label("What changes, and why?").fill("First publication")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("live within a minute")
    expect(page.get_by_text("visitors get exactly what you see here")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(SITE)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_enter_in_the_account_field_saves_it_and_leaves_the_switch_alone(signed_in):
    signed_in.goto(SITE)
    field = vendor(signed_in, "google-analytics-4").get_by_label("Measurement ID")
    field.fill("G-NEW7654321")
    field.press("Enter")
    signed_in.wait_for_url(f"{SITE}#vendor-google-analytics-4")
    expect(field).to_have_value("G-NEW7654321")
    expect(signed_in.get_by_role("switch", name="Google Analytics 4")).to_be_checked()


def test_the_script_tag_is_copied_as_it_is_shown(signed_in):
    signed_in.context.grant_permissions(["clipboard-read", "clipboard-write"])
    signed_in.get_by_role("button", name="Copy").click()
    expect(signed_in.get_by_role("button", name="Copied")).to_be_visible()
    copied = signed_in.evaluate("navigator.clipboard.readText()")
    assert copied == '<script src="https://consent.test/b/shop.js"></script>'


def test_without_a_clipboard_no_copy_button_is_offered(admin, browser):
    """Plain http on a real host name is no secure context, so the page has no clipboard."""
    context = browser.private_window(**SCREENS["desktop"])
    page = context.new_page()
    sign_in(page, ADMIN.replace("https:", "http:"))
    expect(page.get_by_text("/b/shop.js")).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    context.close()


def test_no_page_breaks_its_own_policy_or_calls_anybody_else(admin, browser):
    context = browser.private_window(**SCREENS["desktop"])
    page = context.new_page()
    complaints: list[str] = []
    asked: set[str | None] = set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    sign_in(page)
    for address in (ADMIN, SITE, f"{SITE}?q=google"):
        page.goto(address)
    assert complaints == []
    assert asked == {"consent.test"}
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_scrolls_sideways(signed_in, width):
    signed_in.set_viewport_size({"width": width, "height": 844})
    for address in (ADMIN, SITE, f"{SITE}?q=google", f"{ADMIN}nowhere"):
        signed_in.goto(address)
        assert signed_in.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(signed_in, scheme):
    """WCAG 2.2, 1.4.3: 4.5 to 1, measured on what the browser computes."""
    signed_in.emulate_media(color_scheme=scheme)
    for address in (ADMIN, SITE, f"{SITE}?q=google"):
        signed_in.goto(address)
        assert signed_in.evaluate(FAINT_TEXTS) == [], address


FAINT_TEXTS = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b]
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const ratio = (node) => {
    const [a, b] = [parse(getComputedStyle(node).color), ground(node)].map(luminance);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const speaks = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  return [...document.body.querySelectorAll("*")]
    .filter((node) => speaks(node) && ratio(node) < 4.5)
    .map((node) => `${node.tagName} ${node.className} ${ratio(node).toFixed(2)}`);
}"""
