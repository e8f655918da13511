"""Signing in and out: who gets a session, how long it lives, and what its cookie looks like."""

from __future__ import annotations

import pytest

from tests.web.admin_browser import ANNA, BOB, AdminBrowser


def test_the_right_password_opens_the_list_of_sites(admin_app):
    browser = AdminBrowser(admin_app)
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/")
    assert browser.get("/admin/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(admin_app):
    answers = []
    for email, password in ((ANNA, "wrong password"), ("nobody@example.com", "wrong password")):
        browser = AdminBrowser(admin_app)
        token = browser.token()
        answer = browser.post("/admin/sign-in", token, email=email, password=password)
        answers.append((answer.status_code, answer.text.replace(email, "").replace(token, "")))
        assert browser.get("/admin/").status_code == 303
    # The CSRF token is new on every page and says nothing.
    first, second = (without_tokens(text) for _, text in answers)
    assert first == second
    assert answers[0][0] == answers[1][0] == 422
    assert "do not belong together" in first


def test_a_refused_sign_in_keeps_the_address_and_never_the_password(admin_app):
    answer = AdminBrowser(admin_app).sign_in(password="Tr0ub4dor&3 wrong")
    assert f'value="{ANNA}"' in answer.text
    assert "Tr0ub4dor" not in answer.text


def test_empty_fields_are_named(admin_app):
    answer = AdminBrowser(admin_app).sign_in(email="", password="")
    assert answer.status_code == 422
    assert "Enter your e-mail address." in answer.text
    assert "Enter your password." in answer.text


@pytest.mark.parametrize(
    ("scheme", "name", "secure"), [("http", "cookieguard", False), ("https", "__Host-cookieguard", True)]
)
def test_the_session_cookie_is_closed_to_scripts_and_other_sites(admin_app, scheme, name, secure):
    answer = AdminBrowser(admin_app, scheme).sign_in()
    value, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert value.startswith(f"{name}=")
    expected = {"HttpOnly", "Path=/", "SameSite=Lax", *(["Secure"] if secure else [])}
    assert set(attributes) == expected


def test_signing_in_replaces_the_session_that_was_there(admin_app):
    """Fixation: whoever planted or copied the old cookie holds nothing afterwards."""
    browser = AdminBrowser(admin_app)
    browser.sign_in()
    old = browser.cookie()
    browser.sign_in()
    assert browser.cookie() != old
    thief = AdminBrowser(admin_app)
    thief.carry(old)
    assert thief.get("/admin/").status_code == 303
    assert browser.get("/admin/").status_code == 200


def test_a_copied_cookie_is_dead_after_sign_out(admin_app, anna):
    copied = anna.cookie()
    assert anna.post("/admin/sign-out").headers["Location"] == "/admin/sign-in"
    thief = AdminBrowser(admin_app)
    thief.carry(copied)
    assert thief.get("/admin/").status_code == 303
    assert anna.get("/admin/").status_code == 303


def test_signing_out_leaves_other_operators_signed_in(admin_app, anna):
    bob = AdminBrowser(admin_app)
    bob.sign_in(BOB)
    anna.post("/admin/sign-out")
    assert bob.get("/admin/").status_code == 200


def test_half_an_hour_without_a_request_ends_the_session(anna, clock):
    clock.forward(minutes=30)
    assert anna.get("/admin/").status_code == 200
    clock.forward(minutes=30, seconds=1)
    assert anna.get("/admin/").status_code == 303


def test_twelve_hours_end_the_session_however_busy_it_was(anna, clock):
    for _ in range(35):
        clock.forward(minutes=20)
        assert anna.get("/admin/").status_code == 200
    clock.forward(minutes=20)
    assert anna.get("/admin/").status_code == 303


def test_a_cookie_from_before_the_pause_does_not_bring_the_session_back(admin_app, anna, clock):
    old = anna.cookie()
    clock.forward(minutes=20)
    anna.get("/admin/")
    clock.forward(minutes=20)
    thief = AdminBrowser(admin_app)
    thief.carry(old)
    assert thief.get("/admin/").status_code == 303


def test_a_tampered_cookie_opens_nothing(admin_app, anna):
    thief = AdminBrowser(admin_app)
    cookie = anna.cookie()
    thief.carry(cookie[:-5] + ("a" if cookie[-5] != "a" else "b") + cookie[-4:])
    assert thief.get("/admin/").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/admin/sites/shop", "/admin/sites/shop"),
        ("/admin/sites/shop?q=meta", "/admin/sites/shop?q=meta"),
        ("", "/admin/"),
        ("/", "/admin/"),
        ("//evil.example/admin/", "/admin/"),
        ("https://evil.example/admin/", "/admin/"),
        ("/admin/\\evil.example", "/admin/"),
        ("/admin/\r\nX-Evil: 1", "/admin/"),
        ("/admin@evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_the_way_back_leads_to_own_pages_only(admin_app, wanted, location):
    assert AdminBrowser(admin_app).sign_in(next=wanted).headers["Location"] == location


def test_the_sign_in_page_remembers_where_the_operator_was_going(admin_app):
    browser = AdminBrowser(admin_app)
    answer = browser.get("/admin/sites/shop?q=meta")
    page = browser.get(answer.headers["Location"])
    assert 'value="/admin/sites/shop?q=meta"' in page.text


def test_guessing_is_slowed_down_and_the_wait_ends_by_itself(admin_app, clock):
    browser = AdminBrowser(admin_app)
    answers = [browser.sign_in(password="wrong").status_code for _ in range(6)]
    assert answers == [422, 422, 422, 422, 422, 429]
    refused = browser.sign_in()
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "1"
    assert "Too many attempts. Try again in 1 second." in refused.text
    clock.forward(seconds=1)
    assert browser.sign_in().status_code == 303


def test_guessing_at_one_address_leaves_the_others_alone(admin_app):
    browser = AdminBrowser(admin_app)
    for _ in range(6):
        browser.sign_in(password="wrong")
    assert browser.sign_in(BOB).status_code == 303


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf_token" not in line)
