"""Which host patterns a catalogue file may hold."""

from __future__ import annotations

import pytest

from cookieguard.catalogue.hosts import host_mistake


@pytest.mark.parametrize(
    "pattern",
    [
        "acme.example",
        "*.acme.example",
        "khms*.acme.example",
        "a.b.c.acme.example/x/*/y.js",
        "acme.example/i/",
        "t.co",
    ],
)
def test_a_good_host_pattern_passes(pattern: str):
    assert host_mistake(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "",
        "example",
        "*.com",
        "*.*.acme.example",
        "cdn.*.acme.example",
        "*acme.example",
        "acme.*",
        "*.co.uk",
        "*.github.io",
        "*.cloudfront.net",
        "https://acme.example",
        "acme.example:443",
        "ACME.example",
        "acme_x.example",
        "acme..example",
        "acme.example/a*b",
        "acme.example/a b",
        "acme.example/?q",
    ],
)
def test_a_host_pattern_that_reaches_too_far_or_nowhere_is_refused(pattern: str):
    assert host_mistake(pattern) is not None
