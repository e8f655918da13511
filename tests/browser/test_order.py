"""Released scripts run in the order of the page, whatever arrives first and whenever they were granted."""

from __future__ import annotations

import pytest

from tests.browser.held import NEEDS, click, external, grant, inline, log, script
from tests.browser.page_of import more_when


def test_externals_load_together_and_run_in_order_and_inlines_wait_for_them(shop, recorder):
    """The first answer is held back until the last was asked for; one after the other would never end."""
    page = shop.open(
        external("a", after="/log/c.js")
        + inline("b")
        + external("c")
        + inline("d")
        + inline("social", 'data-cg-category="social"')
    )
    grant(page, "analytics")
    assert log(page, recorder) == ["a", "b", "c", "d"]


def test_an_async_script_waits_for_nobody_and_holds_up_nobody(shop, recorder):
    page = shop.open(
        external("first", after="/log/late.js")
        + external("late", "async", after="/log/go.js")
        + inline("last")
        + inline("go")
    )
    grant(page, "analytics")
    page.wait_for_function("log.length === 3")
    assert page.evaluate("log") == ["first", "last", "go"]
    page.evaluate("fetch('/log/go.js').then((answer) => answer.text())")
    assert log(page, recorder) == ["first", "last", "go", "late"]


@pytest.mark.parametrize(
    "broken",
    [
        script(more='src="/missing.js"'),
        script(more='src="https://unknown.invalid/x.js"'),
        script(more='data-cg-src=""'),
        script(more='src="http://"'),
        script(more='src="/log/wrong.js" integrity="sha256-AAAA"'),
        script('import "/missing.js"', 'data-cg-type="module"'),
        script('import "', 'data-cg-type="module"'),
        script(more='src="/log/never.js" nomodule'),
        script(more='src="/log/data.js" data-cg-type="text/x-data"'),
        script("{}", 'data-cg-type="application/json"'),
        script('{"imports": {}}', 'data-cg-type="importmap"'),
        script(),
    ],
)
def test_a_script_that_fails_or_never_runs_holds_up_nobody(shop, recorder, broken):
    page = shop.open(external("a") + broken + external("b") + inline("c"))
    grant(page, "analytics")
    assert log(page, recorder) == ["a", "b", "c"]
    shop.errors.clear()


def test_a_script_that_throws_holds_up_nobody(shop, recorder):
    throwing = script('throw new Error("of the page")')
    page = shop.open(inline("a") + throwing + inline("b") + external("c"))
    grant(page, "analytics")
    assert log(page, recorder) == ["a", "b", "c"]
    assert shop.errors == ["of the page"]
    shop.errors.clear()


def test_a_script_that_removes_its_successor_is_obeyed(shop, recorder):
    """As it would be by the parser: what is gone does not run."""
    removing = script('document.getElementById("gone").remove()')
    page = shop.open(removing + inline("gone", NEEDS, 'id="gone"') + inline("a"))
    grant(page, "analytics")
    assert log(page, recorder) == ["a"]


SCRIPTS = (
    inline("1 inline")
    + external("8 defer", "defer", after="/log/7%20external.js")
    + external("2 external", after="/log/7%20external.js")
    + inline("9 module", more='data-cg-type="module"')
    + inline("3 inline")
    + f"""<template {NEEDS}><script>log.push("4 template")</script>
    <script src="/log/5%20template.js"></script><p>words</p><script>log.push("6 template")</script></template>"""
    + external("7 external")
    + f"<div><p>{external('10 defer', 'defer')}</p></div>"
    + '<script>document.body.append("own")</script>'
)
ORDER = [
    "1 inline",
    "2 external",
    "3 inline",
    "4 template",
    "5 template",
    "6 template",
    "7 external",
    "8 defer",
    "9 module",
    "10 defer",
]


def test_a_return_visit_runs_the_same_as_a_click(shop, recorder):
    page = shop.open(SCRIPTS)
    click(page, "accept-all")
    clicked = log(page, recorder)
    page.reload()
    returned = log(page, recorder)
    assert clicked == ORDER
    assert returned == ORDER


HALVES = {
    "inside an inline script": (
        [
            f'<script type="text/plain" {NEEDS} id="half">log.push("a"); ' + " " * 2000,
            'log.push("b")</script>',
        ],
        "window.half?.text",
    ),
    "inside a template's script": (
        [
            f'<template {NEEDS} id="half"><p>w</p><script>log.push("a"); ' + " " * 2000,
            'log.push("b")</script></template>',
        ],
        "window.half?.content.querySelector('script')?.text",
    ),
    "between the scripts of a template": (
        [
            f'<template {NEEDS} id="half"><script>log.push("a")</script><p>',
            'w<script>log.push("b")</script></template>',
        ],
        "window.half?.content.querySelector('p')",
    ),
    "after the last script": (
        [f'<script type="text/plain" {NEEDS} id="half">log.push("a");log.push("b")</script>', "<p>more</p>"],
        "window.half",
    ),
    "inside a tag": (
        [
            f'<p id="half">p</p><script type="text/plain" {NEEDS} ',
            'id="x">log.push("a");log.push("b")</script>',
        ],
        "window.half",
    ),
}


@pytest.mark.parametrize("cut", HALVES)
def test_a_page_that_comes_in_pieces_runs_the_same(shop, recorder, cut):
    """The second piece comes only when the browser shows the first: what is half there is never run half."""
    (first, second), shows = HALVES[cut]
    page = shop.open(more_when(shows, 1) + first, second)
    click(page, "accept-all")
    assert log(page, recorder) == ["a", "b"]
    page.reload()
    assert log(page, recorder) == ["a", "b"]


def test_a_click_while_the_page_still_comes_releases_what_is_there_and_what_follows(shop, recorder):
    page = shop.visitor()
    shop.serve(
        inline("early") + external("deferred", "defer") + more_when("window.log.includes('early')", 1),
        inline("late"),
    )
    page.goto("http://shop.test/", wait_until="commit")
    click(page, "accept-all")
    assert log(page, recorder) == ["early", "late", "deferred"]


def test_a_released_inline_script_may_write_on_a_return_visit_too(shop, recorder):
    """While the page loads, document.write from such a script would start a new document."""
    page = shop.open(
        '<h1 id="title">Shop</h1>'
        + script('document.write("<p id=written>written</p>")')
        + '<p id="end">end</p>'
        + inline("a")
    )
    click(page, "accept-all")
    assert log(page, recorder) == ["a"]
    page.reload()
    assert log(page, recorder) == ["a"]
    shown = page.evaluate("[...document.querySelectorAll('#title, #written, #end')].map((node) => node.id)")
    assert shown == ["title", "written", "end"]


def test_a_deferred_script_that_the_page_removes_holds_up_nobody(shop, recorder):
    page = shop.open(external("gone", 'defer id="gone"') + inline("a") + external("b", "defer"))
    click(page, "accept-all")
    assert log(page, recorder) == ["a", "gone", "b"]
    shop.serve(
        external("gone", 'defer id="gone"')
        + inline("a")
        + external("b", "defer")
        + "<script>gone.remove()</script>"
    )
    page.reload()
    assert log(page, recorder) == ["a", "b"]
    page.evaluate("(late) => document.body.insertAdjacentHTML('beforeend', late)", inline("late"))
    assert log(page, recorder) == ["a", "b", "late"]


def test_each_script_is_told_of_once(shop, recorder):
    """Also one that waits for its turn while the page goes on loading."""
    page = shop.visitor()
    page.add_init_script(
        """window.told = []; document.addEventListener("cookieguard:released", ({ detail: of }) =>
        told.push([of.element.id, of.vendor ?? null, of.category, of.url, !!of.managed]))"""
    )
    shop.open(
        external("a", 'id="a"', after="/log/c.js")
        + inline("b", more='id="b"')
        + external("c", 'defer id="c"')
        + "<p>End</p>",
        page=page,
    )
    click(page, "accept-all")
    page.reload()
    assert log(page, recorder) == ["a", "b", "c"]
    assert page.evaluate("told") == [
        ["a", None, "analytics", "http://shop.test/log/a.js?after=/log/c.js", False],
        ["b", None, "analytics", "", False],
        ["c", None, "analytics", "http://shop.test/log/c.js", False],
    ]


def test_a_pages_own_script_finds_what_was_released_before_it(shop, recorder):
    page = shop.open(inline("held") + '<script>log.push("own")</script>')
    assert page.evaluate("log") == ["own"]
    grant(page, "analytics")
    page.reload()
    assert log(page, recorder) == ["held", "own"]
