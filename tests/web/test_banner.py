"""The scripts as browsers and caches see them: small, exact, cacheable, and safe for any page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import brotli
import pytest

from tests.consent_server import ConsentServer, a_server


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[ConsentServer]:
    with a_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def version(server) -> str:
    ((notice_id,),) = server.rows("SELECT id FROM notice WHERE site_id = 'shop'")
    return str(notice_id)


@pytest.fixture
def get(server):
    """Ask for a path with these headers."""

    def get(path="/b/shop.js", method="GET", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.send(path, method, headers=named)

    return get


def files_named_in(text: str) -> list[str]:
    """Return the paths of the files that a script fetches later."""
    named = re.findall(r'(?:"(?:nl|en)":|"facts":)"([0-9a-f]{16})"', text)
    return [f"/b/ui.{name}.js" for name in named]


def test_the_script_of_a_site_is_javascript_in_utf_8(get):
    answer = get()
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert '"site":"shop"' in answer.text


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("BR", "br"),
        ("deflate", None), ("identity", None), ("", None), ("*", None), ("br;q=1.0, gzip;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"), ("br; q=0.0, gzip ; q=0.000", None), ("br;\tq=0,gzip", "gzip"), ("br;q=0.001", "br"),
        ("brotli", None), ("x-gzip", None), ("abr", None), ("gzip;q=0, *", None), ("br;Q=0", None),
    ],
)  # fmt: skip
def test_the_coding_is_one_that_the_browser_takes_by_name(get, accepted, coding):
    answer = get(Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == coding
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert decode(answer.data) == get().data
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_every_coding_has_its_own_etag(get):
    tags = [get(Accept_Encoding=coding).headers["ETag"] for coding in ("", "gzip", "br")]
    assert len(set(tags)) == 3
    assert all(re.fullmatch(r'"[\w-]+"', tag) for tag in tags)


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '{}, "other"', 'W/"other",W/{}'])
def test_a_browser_that_has_the_bytes_gets_none(get, form):
    tag = get().headers["ETag"]
    answer = get(If_None_Match=form.format(tag))
    assert (answer.status_code, answer.data) == (304, b"")
    kept = {"ETag", "Cache-Control", "Vary"}
    assert {answer.headers[name] for name in kept} == {get().headers[name] for name in kept}
    assert "Content-Length" not in answer.headers


@pytest.mark.parametrize("tag", ["", '"other"', "abc"])
def test_a_browser_that_has_other_bytes_gets_the_script(get, tag):
    assert get(If_None_Match=tag).status_code == 200


def test_a_tag_without_quotes_or_of_another_coding_is_another_tag(get):
    plain, packed = get().headers["ETag"], get(Accept_Encoding="br").headers["ETag"]
    assert get(If_None_Match=plain.strip('"')).status_code == 200
    assert get(If_None_Match=plain, Accept_Encoding="br").status_code == 200
    assert get(If_None_Match=packed, Accept_Encoding="br").status_code == 304


def test_the_current_script_is_asked_for_again_within_a_minute(get):
    caching = get().headers["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", caching)[1]) + 5 <= 60
    assert "must-revalidate" in caching
    assert "immutable" not in caching


@pytest.mark.parametrize("digits", [16, 64])
def test_the_script_of_a_version_never_changes(get, server, version, digits):
    answer = get(f"/b/shop/{version[:digits]}.js")
    assert answer.data == get().data
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_files_of_every_language_are_there_and_never_change(get):
    """Each second file names its own facts file in turn."""
    seconds = [get(path) for path in files_named_in(get().text)]
    assert len(seconds) == 2
    facts = [get(path) for second in seconds for path in files_named_in(second.text)]
    assert len(facts) == 2
    for answer in (*seconds, *facts):
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_any_page_may_load_a_script_also_with_integrity(get):
    headers = get().headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_head_tells_the_same_without_the_bytes(get):
    full, head = get(Accept_Encoding="br"), get(method="HEAD", Accept_Encoding="br")
    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(full.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/b/nobody.js", "/b/shop", "/b/shop.mjs", "/b/SHOP.js", "/b/.js", "/b/", "/b/shop.js/", "/b//shop.js",
        "/b/shop.js.map",
        f"/b/shop/{'0' * 64}.js", f"/b/shop/{'0' * 16}.js", "/b/shop/0.js", "/b/ui.0000000000000000.js", "/b/ui.js",
        "/b/ui..js", "/b/../b/shop.js", "/b/..%2fshop.js", "/b/shop%00.js", "/b/%ff.js", "/b/shop.js%0a",
        f"/b/{'a' * 49}.js",
        "/b/shop/current.js", "/b/other/shop.js", "/b/ui.ffffffffffffffff.css",
    ],
)  # fmt: skip
def test_what_is_not_published_is_not_found(get, path):
    answer = get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["code"] == "unknown-script"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_version_of_another_site_is_not_found_under_this_one(get, server):
    other = server.publish(site="other")
    assert get(f"/b/shop/{other.notice_id}.js").status_code == 404
    server.clocks.forward(60)
    assert get(f"/b/other/{other.notice_id}.js").status_code == 200


def test_a_query_string_changes_nothing(get):
    assert get("/b/shop.js?lang=en&preview=1").data == get().data


def test_no_text_of_the_operator_ends_the_script_or_a_line_of_it(get, server):
    attack = "</script><script>alert(1)</script>\u2028\u2029<!--"
    words = {"name": attack, "purpose": attack, "justification": attack}
    server.publish(site="hostile", name=attack, necessary=[words])
    server.clocks.forward(60)
    seconds = files_named_in(get("/b/hostile.js").text)
    facts = [path for second in seconds for path in files_named_in(get(second).text)]
    for path in ("/b/hostile.js", *seconds, *facts):
        text = get(path).text
        assert "</script" not in text
        assert "<!--" not in text
        assert not {"\u2028", "\u2029"} & set(text)
    assert "\\u003c/script>" in get(seconds[0]).text
