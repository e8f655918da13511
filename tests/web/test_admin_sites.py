"""The list of sites, what publishing would change, and publishing."""

from __future__ import annotations

import html
import re

import pytest

from cookieguard.storage import notices, sites
from cookieguard.usecases.publish_notice import publish_notice
from tests.web.admin_browser import ANNA, BOB, AdminBrowser

PAGE = "/admin/sites/shop"


@pytest.fixture
def published(admin_services, shop, clock):
    """The site with its first version in force."""
    return publish_notice(
        admin_services.database,
        shop,
        catalogue=admin_services.catalogue,
        builder=admin_services.builder,
        by=BOB,
        note="First",
        now=clock(),
    )


@pytest.fixture
def current(admin_services, shop):
    """Read what is in force."""

    def read():
        with admin_services.database.read() as connection:
            return notices.current(connection, shop)

    return read


def publish(browser: AdminBrowser, note: str = "Because", draft: str | None = None):
    """Press Publish on the page as it is now."""
    if draft is None:
        draft = re.search(r'name="draft" value="([0-9a-f]{64})"', browser.get(PAGE).text)[1]
    return browser.post(f"{PAGE}/publish", note=note, draft=draft)


def changes(page: str) -> list[str]:
    """Return the lines of "What publishing changes" as plain text."""
    found = re.findall(r'<li class="change [^"]+">(.*?)</li>', page, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in found]


def test_without_a_site_the_list_says_what_to_do(anna):
    page = anna.get("/admin/").text
    assert "No site yet" in page
    assert "cookieguard site apply FILE" in page


def test_a_draft_is_listed_as_not_published_with_its_script_tag(anna, shop):
    page = html.unescape(anna.get("/admin/").text)
    assert "The Shop" in page
    assert "Not published" in page
    assert '<script src="http://localhost/b/shop.js"></script>' in page


def test_a_published_site_shows_its_version_when_and_by_whom(anna, published):
    page = anna.get("/admin/").text
    assert ">Live<" in page
    assert published.notice_id[:8] in page
    assert "22 November 2026, 14:03 UTC" in page
    assert BOB in page


def test_a_changed_draft_is_marked_in_the_list(anna, published):
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    assert "Unpublished changes" in anna.get("/admin/").text


def test_a_draft_that_this_release_refuses_is_marked_and_explained(anna, admin_services, published, clock):
    with admin_services.database.write() as connection:
        draft = sites.find_draft(connection, "shop")
        sites.save_draft(connection, "shop", {**draft, "vendors": [{"id": "long-gone"}]}, clock())
    assert "Draft has mistakes" in anna.get("/admin/").text
    answer = anna.get(PAGE)
    assert answer.status_code == 422
    assert "long-gone" in answer.text


def test_nothing_to_publish_is_said_and_offers_no_form(anna, published):
    page = anna.get(PAGE).text
    assert "visitors get exactly what you see here" in page
    assert 'name="note"' not in page


def test_the_difference_is_told_vendor_by_vendor(anna, published):
    anna.post(f"{PAGE}/vendors/hotjar", enabled="yes", account="7654321")
    anna.post(f"{PAGE}/vendors/google-analytics-4", enabled="yes", account="G-NEW7654321")
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    anna.post(f"{PAGE}/vendors", vendor="meta-pixel")
    lines = changes(anna.get(PAGE).text)
    assert [line for line in lines if "Google Analytics" in line] == [
        "~ Google Analytics 4 G-ABC1234567 → G-NEW7654321"
    ]
    assert [line.split(" ", 1)[0] for line in lines if "Hotjar" in line] == ["+"]
    assert any("switched on, under Advertising" in line for line in lines if "Meta" in line)
    assert any("switched off: its tags stay held" in line for line in lines if "YouTube" in line)
    assert len(lines) == 4


def test_a_removed_vendor_a_moved_one_and_a_changed_contact_are_told(anna, admin_services, published, clock):
    anna.post(f"{PAGE}/vendors/youtube/remove")
    with admin_services.database.write() as connection:
        draft = sites.find_draft(connection, "shop")
        draft["vendors"][0]["category"] = "advertising"
        draft["controller"]["email"] = "dpo@shop.example"
        sites.save_draft(connection, "shop", draft, clock())
    lines = changes(anna.get(PAGE).text)
    assert any(line.endswith("removed: its tags stay held") for line in lines)
    assert "~ Google Analytics 4 from Analytics to Advertising" in lines
    assert "~ Company and contacts changed" in lines
    assert len(lines) == 3


def test_a_change_taken_back_leaves_nothing_to_publish(anna, published):
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    anna.post(f"{PAGE}/vendors/youtube", enabled="yes")
    assert "visitors get exactly what you see here" in anna.get(PAGE).text


def test_a_change_is_not_live_before_it_is_published(anna, published, current):
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    assert current() == published


def test_publishing_puts_the_draft_in_force_under_the_operators_name(anna, published, current):
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    answer = publish(anna, note="No more videos")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#publish")
    now = current()
    assert now.notice_id != published.notice_id
    assert (now.published_by, now.note) == (ANNA, "No more videos")
    page = anna.get(PAGE).text
    assert f"Version {now.notice_id[:8]} is published: live within a minute." in page
    assert "visitors get exactly what you see here" in page


def test_the_first_publication_works_the_same_way(anna, shop, current):
    assert publish(anna).status_code == 303
    assert current().published_by == ANNA


@pytest.mark.parametrize(
    ("note", "message"), [("", "short note"), ("   ", "short note"), ("x" * 501, "under 500")]
)
def test_a_publication_without_a_usable_note_is_refused_and_the_note_kept(anna, shop, current, note, message):
    answer = publish(anna, note=note)
    assert answer.status_code == 422
    assert message in answer.text
    assert note.strip() in answer.text
    assert current() is None


def test_a_draft_that_has_changed_since_it_was_read_is_not_published(admin_app, anna, published, current):
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    seen = re.search(r'name="draft" value="(\w+)"', anna.get(PAGE).text)[1]
    bob = AdminBrowser(admin_app)
    bob.sign_in(BOB)
    bob.post(f"{PAGE}/vendors", vendor="meta-pixel")
    answer = publish(anna, note="No more videos", draft=seen)
    assert answer.status_code == 409
    assert "Somebody changed the draft" in answer.text
    assert 'value="No more videos"' in answer.text
    assert current() == published


def test_the_script_tag_follows_the_scheme_of_the_admin(admin_app, shop):
    browser = AdminBrowser(admin_app, "https")
    browser.sign_in()
    assert '<script src="https://localhost/b/shop.js"></script>' in html.unescape(browser.get(PAGE).text)
