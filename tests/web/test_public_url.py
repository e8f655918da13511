"""Behind a TLS proxy the operator says under which address the world reaches the server."""

from __future__ import annotations

import pytest

from cookieguard.app import create_app
from cookieguard.errors import InvalidSettings
from cookieguard.settings import Settings
from cookieguard.web.services import EXTENSION


@pytest.fixture
def client(tmp_path):
    app = create_app(
        Settings.from_environ(
            {"COOKIEGUARD_DATA_DIR": str(tmp_path), "COOKIEGUARD_PUBLIC_URL": "https://consent.example.com"}
        )
    )
    yield app.test_client()
    app.extensions[EXTENSION].writer.close()
    app.extensions[EXTENSION].database.close()


def test_the_admins_cookie_is_secure_and_bound_to_the_host(client):
    cookie = client.get("/admin/sign-in", base_url="http://127.0.0.1:5080").headers["Set-Cookie"]
    assert cookie.startswith("__Host-cookieguard=")
    assert "; Secure" in cookie


def test_forwarded_headers_from_anybody_change_nothing(client):
    answer = client.get("/admin/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"})
    assert "evil.example" not in answer.headers["Location"]


@pytest.mark.parametrize("url", ["consent.example.com", "https://a.example/path", "ftp://a.example", ""])
def test_an_address_that_cannot_be_one_stops_the_start(url, tmp_path):
    with pytest.raises(InvalidSettings, match="PUBLIC_URL"):
        Settings.from_environ({"COOKIEGUARD_DATA_DIR": str(tmp_path), "COOKIEGUARD_PUBLIC_URL": url})
