"""What holds for every route of the admin, those to come included: session, CSRF token, headers."""

from __future__ import annotations

import pytest
from flask import url_for

from cookieguard.web.admin.headers import HEADERS
from tests.web.admin_browser import AdminBrowser

ANY = {"site_id": "shop", "vendor_id": "youtube", "rest": "nowhere", "filename": "admin.css"}
OPEN = {"admin.static", "admin.sign_in"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def routes(admin_app):
    """Every (method, path, endpoint) of the admin."""
    with admin_app.test_request_context():
        return [
            (method, url_for(rule.endpoint, **{name: ANY[name] for name in rule.arguments}), rule.endpoint)
            for rule in admin_app.url_map.iter_rules()
            if rule.endpoint.startswith("admin.")
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        ]


def test_the_admin_has_the_routes_that_these_tests_believe_in(routes):
    assert {endpoint for method, _, endpoint in routes if method in UNSAFE} == {
        "admin.sign_in",
        "admin.sign_out",
        "admin.publish",
        "admin.add_vendor",
        "admin.save_vendor",
        "admin.remove_vendor",
    }


def test_without_a_session_every_route_leads_to_the_sign_in_page(admin_app, shop, routes, rows):
    before = rows()
    for method, path, endpoint in routes:
        if endpoint not in OPEN:
            answer = AdminBrowser(admin_app).open(path, method)
            assert answer.status_code == 303, path
            assert answer.headers["Location"].startswith("/admin/sign-in"), path
    assert rows() == before


@pytest.fixture(params=["none", "wrong", "foreign"])
def bad_token(request, admin_app):
    """No token, a wrong one, and a real one of another session."""
    return (
        AdminBrowser(admin_app).token()
        if request.param == "foreign"
        else {"none": ""}.get(request.param, "x")
    )


def test_without_its_csrf_token_no_unsafe_request_changes_anything(anna, shop, routes, rows, bad_token):
    before = rows()
    for method, path, _ in routes:
        if method in UNSAFE:
            fields = {"vendor": "meta-pixel", "enabled": "yes", "note": "A note", "draft": "0" * 64}
            answer = anna.post(path, bad_token, **fields)
            assert answer.status_code == 400, path
            assert "Nothing was changed" in answer.text
    assert rows() == before
    assert anna.get("/admin/").status_code == 200


def test_reading_every_page_changes_no_row(anna, shop, routes, rows):
    before = rows()
    for method, path, _ in routes:
        if method == "GET":
            anna.get(path)
    assert rows() == before


def test_every_answer_carries_the_security_headers(admin_app, anna, shop, routes):
    paths = {path for _, path, _ in routes} | {"/admin", "/admin/nowhere", "/admin/sites/unknown"}
    for browser in (anna, AdminBrowser(admin_app)):
        for path in sorted(paths):
            for method in ("GET", "POST", "PUT", "OPTIONS"):
                answer = browser.open(path, method)
                expected = dict(HEADERS)
                if path.startswith("/admin/static/"):
                    del expected["Cache-Control"]
                assert {name: answer.headers.get(name) for name in expected} == expected, (method, path)


def test_the_policy_allows_nothing_but_own_files(anna):
    assert anna.get("/admin/").headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def test_headers_of_the_admin_stay_in_the_admin(admin_app):
    assert "Content-Security-Policy" not in admin_app.test_client().get("/healthz").headers


def test_no_page_has_inline_style_or_script(anna, shop, routes):
    for method, path, _ in routes:
        page = anna.get(path)
        if method == "GET" and page.mimetype == "text/html":
            assert " style=" not in page.text
            assert "<style" not in page.text
            assert " onclick=" not in page.text
            assert page.text.count("<script") == page.text.count('<script type="module" src="/admin/static/')


@pytest.mark.parametrize("path", ["/admin/sites/unknown", "/admin/nowhere", "/admin/sites/shop/nowhere"])
def test_what_does_not_exist_is_said_on_a_page_of_the_admin(anna, path):
    answer = anna.get(path)
    assert answer.status_code == 404
    assert "To the list of sites" in answer.text
