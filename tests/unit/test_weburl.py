"""A URL leads where a browser would go, or nowhere that is known; `tests/vectors/gating.json` holds more cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookieguard.domain.gating import vendor_of_url, vendors_of_name
from cookieguard.domain.weburl import locate


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://a.example", ("a.example", "/")),
        ("HTTPS://A.Example./b?c#d", ("a.example", "/b")),
        ("//a.example/b", ("a.example", "/b")),
        ("wss://a.example/b", ("a.example", "/b")),
        ("\t ht\ntps://a.exa\rmple/b \x00", ("a.example", "/b")),
        ("https:\\\\a.example\\b", ("a.example", "/b")),
        ("https:////a.example/b", ("a.example", "/b")),
        ("https://user:secret@b.example@a.example/b", ("a.example", "/b")),
        ("https://a.example:8443/b", ("a.example", "/b")),
        ("https://a.example:/b", ("a.example", "/b")),
        ("https://a.example:0000000443/b", ("a.example", "/b")),
        ("https://%61.example/b", ("a.example", "/b")),
        ("https://\uff41.example/b", ("a.example", "/b")),
        ("https://a\u3002example/b", ("a.example", "/b")),
        ("https://a.example/b/../c/./d", ("a.example", "/c/d")),
        ("https://a.example/b/%2E%2e/c/..", ("a.example", "/")),
        ("https://a.example/../../b", ("a.example", "/b")),
        ("https://a.example?/b", ("a.example", "/")),
    ],
)
def test_a_url_leads_where_a_browser_goes(url, place):
    assert locate(url) == place


@pytest.mark.parametrize(
    "url",
    [
        "", "/b", "b", "?c", "#d", "data:text/html,x", "blob:https://a.example/b", "javascript:alert(1)",
        "ftp://a.example/b", "https://", "https:///", "https://a example/b", "https://a.example:65536/b",
        "https://a.example:x/b", "https://a.example:²/b", "https://[::1]/b", "https://127.0.0.1/b", "https://0x7f.1/b",
        "https://2130706433/b", "https://%ff.example/b", "https://xn--caf-dma.example/b", "https://café.example/b",
        "https://a..example/b", "https://a\u00ad.example/b",
    ],
)  # fmt: skip
def test_a_doubtful_url_leads_nowhere_that_is_known(url):
    assert locate(url) is None


def test_a_port_without_end_is_no_port():
    assert locate(f"https://a.example:{'9' * 5000}/b") is None
    assert locate(f"https://a.example:{'0' * 5000}/b") == ("a.example", "/b")


@given(st.text())
def test_no_text_at_all_makes_reading_fail(text):
    for url in (text, f"https://{text}", f"//a.example:{text}/b", f"https://a.example/{text}"):
        place = locate(url)
        assert place is None or (place.host and place.path.startswith("/"))


def test_the_longest_pattern_wins():
    hosts = {"maps": ["www.google.com/maps"], "google": ["www.google.com"], "other": ["*.google.com"]}
    assert vendor_of_url(hosts, "https://www.google.com/maps/embed") == "maps"
    assert vendor_of_url(hosts, "https://www.google.com/search") == "google"
    assert vendor_of_url(hosts, "https://mail.google.com/maps") == "other"
    assert vendor_of_url(hosts, "https://google.com/maps") is None
    assert vendor_of_url(hosts, "https://www.google.com.evil.example/maps") is None


def test_every_claim_to_a_name_is_told():
    names = {"ga": ["_ga", "_ga_*"], "other": ["_g*"]}
    assert vendors_of_name(names, "_ga_ABC") == ["ga", "other"]
    assert vendors_of_name(names, "x_ga") == []
