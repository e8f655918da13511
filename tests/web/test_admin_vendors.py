"""Changing the vendors of a site on its page: every change is a draft, every refusal stands at its field."""

from __future__ import annotations

import html
import re

import pytest

from cookieguard.storage import sites
from tests.web.admin_browser import BOB, AdminBrowser

PAGE = "/admin/sites/shop"


@pytest.fixture
def entries(admin_services, shop):
    """Read the vendors of the draft, by id."""

    def read():
        with admin_services.database.read() as connection:
            return {entry["id"]: entry for entry in sites.find_draft(connection, shop)["vendors"]}

    return read


def row(page: str, vendor_id: str) -> str:
    """Return the part of the page that shows one vendor, as text with entities resolved."""
    found = re.search(rf'<li class="vendor[^>]*id="vendor-{vendor_id}">.*?</li>', page, re.DOTALL)
    assert found
    return html.unescape(found[0])


def test_vendors_stand_under_their_categories_in_the_fixed_order(anna, shop):
    page = anna.get(PAGE).text
    assert re.findall(r'<h3 class="group">(.*?)</h3>', page) == ["Analytics", "Social media"]
    assert 'aria-checked="false"' in row(page, "hotjar")
    assert 'aria-checked="true"' in row(page, "youtube")
    assert 'value="G-ABC1234567"' in row(page, "google-analytics-4")


def test_switching_off_changes_the_draft_and_leads_back_to_the_vendor(anna, entries):
    answer = anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#vendor-youtube")
    assert entries()["youtube"] == {"id": "youtube", "enabled": False}


def test_switching_on_with_an_account_saves_both(anna, entries):
    anna.post(f"{PAGE}/vendors/hotjar", enabled="yes", account="7654321")
    assert entries()["hotjar"] == {"id": "hotjar", "account": "7654321"}


def test_a_malformed_account_is_refused_at_its_field_and_nothing_typed_is_lost(anna, entries):
    before = entries()
    answer = anna.post(f"{PAGE}/vendors/google-analytics-4", enabled="yes", account="UA-12345-1")
    assert answer.status_code == 422
    shown = row(answer.text, "google-analytics-4")
    assert 'value="UA-12345-1"' in shown
    assert 'aria-invalid="true"' in shown
    assert "G-" in re.search(r'class="field-error"[^>]*>([^<]+)<', shown)[1], "the message gives an example"
    assert "aria-invalid" not in row(answer.text, "hotjar")
    assert entries() == before


def test_what_was_typed_is_shown_as_text_and_never_as_markup(anna, shop):
    attack = '"><script>alert(1)</script>'
    answer = anna.post(f"{PAGE}/vendors/hotjar", enabled="yes", account=attack)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<script>alert" not in anna.get(f"{PAGE}?q=<script>alert(1)</script>").text


def test_a_refusal_elsewhere_in_the_definition_is_shown_with_the_vendor(anna, admin_services, entries):
    """The draft may have been applied under a catalogue that this release no longer agrees with."""
    answer = anna.post(f"{PAGE}/vendors/youtube", enabled="yes", account="123")
    assert answer.status_code == 422
    assert "field-error" in row(answer.text, "youtube")
    assert entries()["youtube"] == {"id": "youtube"}


def test_the_catalogue_is_searched_by_every_word_and_hides_what_is_listed(anna, shop):
    page = anna.get(f"{PAGE}?q=hotjar").text
    assert "Nothing else in the catalogue matches “hotjar”." in page
    page = anna.get(f"{PAGE}?q=META%20pixel").text
    assert re.findall(r'name="vendor" value="([^"]+)"', page) == ["meta-pixel"]
    assert re.findall(r'name="vendor"', anna.get(PAGE).text) == []


def test_a_search_that_finds_many_shows_the_first_and_says_how_many_more(anna, shop):
    page = anna.get(f"{PAGE}?q=a").text
    assert len(re.findall(r'name="vendor" value="', page)) == 12
    assert re.search(r"\d+ more match\.", page)


def test_an_added_vendor_is_in_the_draft_and_out_of_the_search(anna, entries):
    answer = anna.post(f"{PAGE}/vendors", vendor="meta-pixel")
    assert answer.headers["Location"] == f"{PAGE}#vendor-meta-pixel"
    assert entries()["meta-pixel"] == {"id": "meta-pixel"}
    assert 'name="vendor" value="meta-pixel"' not in anna.get(f"{PAGE}?q=meta").text


def test_an_unknown_vendor_cannot_be_added(anna, entries):
    before = entries()
    answer = anna.post(f"{PAGE}/vendors", vendor="nobody")
    assert answer.status_code == 422
    assert "is not in the vendor catalogue" in answer.text
    assert entries() == before


def test_a_removed_vendor_is_gone_from_the_draft(anna, entries):
    answer = anna.post(f"{PAGE}/vendors/youtube/remove")
    assert answer.status_code == 303
    assert "youtube" not in entries()
    assert 'id="vendor-youtube"' not in anna.get(PAGE).text


@pytest.mark.parametrize("path", ["/admin/sites/nowhere/vendors/youtube", f"{PAGE}/vendors/meta-pixel"])
def test_saving_what_does_not_exist_is_a_clear_404(anna, shop, rows, path):
    before = rows()
    answer = anna.post(path, enabled="yes")
    assert answer.status_code == 404
    assert "To the list of sites" in answer.text
    assert rows() == before


def test_a_second_operator_sees_the_same_draft(admin_app, anna, shop):
    anna.post(f"{PAGE}/vendors/youtube", enabled="no")
    bob = AdminBrowser(admin_app)
    bob.sign_in(BOB)
    assert 'aria-checked="false"' in row(bob.get(PAGE).text, "youtube")
