"""What is held does nothing, and what is released is as if it had never been held."""

from __future__ import annotations

import re

import pytest

from tests.browser.held import external, grant, inline, log, script
from tests.browser.page_of import integrity_of
from tests.browser.settled import settled

ALL = {"functional": True, "analytics": True, "advertising": True, "social": True}


# What a released script can see of itself.
TELLS = """(() => { const it = document.currentScript; log.push([
  it.getAttributeNames().sort().join(), it.previousElementSibling?.id, it.parentElement.id, it.nonce,
  it.dataset.site,
]) })()"""


def test_a_released_script_keeps_its_attributes_and_its_place(shop, recorder):
    page = shop.open(
        '<main id="main"><p id="before"></p>'
        + script(TELLS, 'id="it" class="c" nonce="n" data-site="s" lang="x" aria-label="a"')
        + '<p id="after"></p></main>'
    )
    assert page.evaluate("log") == []
    grant(page, "analytics")
    ((names, previous, parent, nonce, site),) = log(page, recorder)
    kept = {"aria-label", "class", "data-site", "id", "lang", "nonce"}
    assert kept <= set(names.split(",")) <= kept | {"data-cg-category"}
    assert (previous, parent, nonce, site) == ("before", "main", "n", "s")
    assert page.evaluate("document.querySelectorAll('#it').length") == 1


def test_a_released_external_script_is_fetched_as_its_attributes_say(shop, recorder):
    """A wrong `integrity` must still stop a script, a right one let it run."""
    right = integrity_of("right")
    page = shop.open(
        script(more='src="https://tags.example/t.js" id="a" async crossorigin referrerpolicy="no-referrer"')
        + script(more=f'src="/log/right.js" id="b" defer charset="utf-8" integrity="{right}"')
        + script(more=f'src="/log/wrong.js" id="c" integrity="{right}"')
        + script(more='src="https://tags.example/u.js" id="d" data-cg-type="module" fetchpriority="low"')
    )
    settled(page, recorder)
    assert recorder.hosts() == set()
    assert "/log/right.js" not in shop.asked
    grant(page, "analytics")
    assert log(page, recorder) == ["right"]
    asked = {heard.path: heard.headers for heard in recorder.requests}
    assert asked["/t.js"]["origin"] == "http://shop.test"
    assert "referer" not in asked["/t.js"]
    assert asked["/u.js"]["origin"] == "http://shop.test", "a module is fetched with CORS"
    assert page.evaluate(
        "['a', 'b', 'c', 'd'].map((id) => document.getElementById(id).getAttributeNames().join())"
    ) == [
        "data-cg-category,id,async,crossorigin,referrerpolicy,src",
        "data-cg-category,id,defer,charset,integrity,src",
        "data-cg-category,id,integrity,src",
        "data-cg-category,id,fetchpriority,type,src",
    ]


def test_a_nonce_lets_a_released_script_through_a_strict_policy(shop, recorder):
    """The browser hides nonces from attributes; without its nonce a script stays out as it would have."""
    policy = "script-src 'nonce-own' http://consent.test; style-src 'nonce-own'"
    page = shop.open(
        inline("with", more='nonce="own"') + inline("without"),
        headers=[("Content-Security-Policy", policy)],
    )
    grant(page, "analytics")
    assert log(page, recorder) == ["with"]


def test_scripts_of_every_kind_run_once_when_released(shop, recorder):
    page = shop.open(
        inline("inline")
        + external("external")
        + script(more='data-cg-src="/log/by-cg-src.js"')
        + script("log.push('module ' + (document.currentScript === null))", 'data-cg-type="module"')
        + script(more='data-cg-type="module" src="/log/external-module.mjs"')
        + external("async", "async")
        + external("defer", "defer")
        + script('{"a": 1}', 'data-cg-type="application/json" id="data"')
        + inline("typed", more='data-cg-type="text/javascript"')
        + '<script type="application/json" id="own">{"b": 2}</script>'
    )
    grant(page, "analytics")
    grant(page, "analytics", "social")
    names = ["inline", "external", "by-cg-src", "module true", "external-module", "async", "defer", "typed"]
    assert sorted(log(page, recorder)) == sorted(names)
    assert page.evaluate("[data.type, JSON.parse(data.text).a, own.type, own.text]") == [
        "application/json",
        1,
        "application/json",
        '{"b": 2}',
    ]


MEDIA = """
<iframe data-cg-category="social" data-cg-src="https://frame.example/f" title="t" sandbox="allow-scripts">
</iframe>
<img data-cg-category="social" data-cg-src="https://img.example/i.gif" alt="a" width="1" height="1">
<img data-cg-category="social" data-cg-srcset="https://srcset.example/i.gif 1x" alt="b">
<picture><source data-cg-category="social" data-cg-srcset="https://source.example/i.gif">
  <img data-cg-category="social" data-cg-src="https://fallback.example/i.gif" alt="c"></picture>
<link rel="stylesheet" data-cg-category="social" data-cg-href="https://style.example/s.css">
<video data-cg-category="social" data-cg-poster="https://poster.example/p.gif"
  data-cg-src="https://video.example/v.mp4" muted autoplay></video>
<object data-cg-category="social" data-cg-data="https://object.example/o.html" type="text/html"></object>
<embed data-cg-category="social" data-cg-src="https://embed.example/e.html" type="text/html">
<svg width="9" height="9">
  <image data-cg-category="social" data-cg-href="https://svg.example/i.gif" width="9" height="9"/></svg>
<input type="image" data-cg-category="social" data-cg-src="https://input.example/i.gif" alt="d">
<iframe data-cg-category="social" data-cg-srcdoc="<img src='https://srcdoc.example/i.gif'>"></iframe>
"""


def test_everything_that_fetches_is_held_and_released(shop, recorder):
    page = shop.open(MEDIA)
    settled(page, recorder)
    assert recorder.heard == []
    grant(page, "analytics", "advertising", "functional")
    settled(page, recorder)
    assert recorder.heard == []
    grant(page, "analytics", "advertising", "functional", "social")
    settled(page, recorder)
    wanted = {f"{name}.example" for name in re.findall(r"https://(\w+)\.example", MEDIA)}
    # Of a picture the browser takes the first source that fits.
    assert recorder.hosts() == wanted - {"fallback.example"}
    frame = page.locator("iframe").first
    assert [frame.get_attribute(name) for name in ("title", "sandbox", "data-cg-src")] == [
        "t",
        "allow-scripts",
        None,
    ]


def test_a_template_unfolds_in_its_place_with_its_scripts_in_order(shop, recorder):
    page = shop.open(
        """<div id="box"><i></i><template data-cg-category="advertising"><p id="words">Words</p>
        <script>log.push("first " + document.currentScript.previousElementSibling.id)</script>
        <script src="/log/second.js?after=/log/fourth.js"></script>
        <script>log.push("third")</script>
        <section><script src="/log/fourth.js" data-own="kept" id="fourth"></script></section>
        <script type="application/json" id="data">[1]</script>
        <script type="module">log.push("module")</script>
        <img src="https://img.example/i.gif" alt="">
        <script type="text/plain" data-cg-category="social" data-cg-type="module">
        log.push("social " + import.meta.url.length)</script>
        <template data-cg-category="advertising"><script>log.push("inner")</script></template>
        <template id="plain"><script>log.push("never")</script></template>
        </template><b></b></div>"""
    )
    assert page.evaluate("box.innerText.trim()") == ""
    grant(page, "advertising")
    ran = log(page, recorder)
    order = [name for name in ran if name not in ("module", "inner")]
    assert order == ["first words", "second", "third", "fourth"]
    assert {"module", "inner"} <= set(ran)
    assert recorder.hosts() == {"img.example"}
    assert page.evaluate(
        "[box.firstElementChild.localName, box.lastElementChild.localName, box.children[1].id,"
        " fourth.dataset.own, data.type, document.querySelectorAll('#plain').length]"
    ) == ["i", "b", "words", "kept", "application/json", 1]
    grant(page, "advertising", "social")
    assert log(page, recorder) == [*ran, f"social {len(page.url)}"]


def test_what_is_nested_needs_its_own_grant(shop, recorder):
    page = shop.open(
        '<template data-cg-category="analytics"><template data-cg-category="social">'
        '<iframe src="https://deep.example/"></iframe>'
        "</template></template>"
        '<video data-cg-category="analytics" data-cg-poster="https://poster.example/p.gif">'
        '<source data-cg-category="social" data-cg-src="https://source.example/v.mp4"></video>'
    )
    grant(page, "social")
    settled(page, recorder)
    assert recorder.hosts() == {"source.example"}
    grant(page, "social", "analytics")
    settled(page, recorder)
    assert recorder.hosts() == {"deep.example", "poster.example", "source.example"}


# Each held line, and whether the choice below it releases it.
CHOICES = {
    "both categories of a list are needed, and one is there": (
        'data-cg-category="analytics advertising"',
        (["analytics"], {}),
        False,
    ),
    "both categories of a list are there": (
        'data-cg-category="analytics, advertising"',
        (["analytics", "advertising"], {}),
        True,
    ),
    "an unknown category": ('data-cg-category="marketing"', (ALL, {}), False),
    "a known and an unknown category": ('data-cg-category="analytics marketing"', (ALL, {}), False),
    "an unknown vendor": ('data-cg-vendor="nobody"', (ALL, {}), False),
    "an unknown vendor in a granted category": (
        'data-cg-vendor="nobody" data-cg-category="social"',
        (ALL, {}),
        False,
    ),
    "a name of every object": ('data-cg-category="constructor"', (ALL, {}), False),
    "a name of every object as vendor": ('data-cg-vendor="__proto__"', (ALL, {}), False),
    "no need at all": ('data-cg-category=""', (ALL, {}), False),
    "another case": ('data-cg-category="Analytics"', (ALL, {}), False),
    "necessary needs nobody": ('data-cg-category="necessary"', ([], {}), True),
    "a vendor refused inside its granted category": (
        'data-cg-vendor="hotjar"',
        (["analytics"], {"hotjar": False}),
        False,
    ),
    "its neighbour": ('data-cg-vendor="microsoft-clarity"', (["analytics"], {"hotjar": False}), True),
    "a vendor granted alone": ('data-cg-vendor="hotjar"', ([], {"hotjar": True}), True),
    "its neighbour, not granted": ('data-cg-vendor="microsoft-clarity"', ([], {"hotjar": True}), False),
    "a vendor granted alone, with its category named": (
        'data-cg-vendor="hotjar" data-cg-category="analytics"',
        ([], {"hotjar": True}),
        True,
    ),
    "a vendor granted, with another category named that is not": (
        'data-cg-vendor="hotjar" data-cg-category="advertising"',
        (["analytics"], {}),
        False,
    ),
    "a category of which one vendor is refused": (
        'data-cg-category="analytics"',
        (["analytics"], {"hotjar": False}),
        False,
    ),
    "another category then": ('data-cg-category="social"', (["social"], {"hotjar": False}), True),
    "a category without a yes, all its vendors granted": (
        'data-cg-category="analytics"',
        ([], {"hotjar": True, "microsoft-clarity": True}),
        False,
    ),
}


@pytest.fixture(scope="module")
def by_choice():
    """The held lines by the choice that is made, so that one page serves all lines of a choice."""
    groups = {}
    for why, (needs, choice, released) in CHOICES.items():
        groups.setdefault(repr(choice), (choice, []))[1].append((why, needs, released))
    return list(groups.values())


def test_only_what_was_granted_is_released(shop, recorder, by_choice):
    page = shop.visitor()
    for (categories, vendors), lines in by_choice:
        page.context.clear_cookies()
        shop.open(*["".join(inline(why, needs) for why, needs, _ in lines)], page=page)
        named = {name.replace("-", "_"): said for name, said in vendors.items()}
        grant(page, *categories, **named)
        assert sorted(log(page, recorder)) == sorted(why for why, _, released in lines if released)


def test_document_write_from_a_released_script_adds_and_does_not_wipe(shop, recorder):
    page = shop.open(
        '<h1 id="title">Shop</h1><div id="ad">'
        + script("document.write('<p id=one>1</p>', '<img src=https://written.example/i.gif>')")
        + script("document.writeln('<p id=two>2</p>')")
        + script("document.write('<script src=/log/written.js></scr' + 'ipt>')")
        + '</div><p id="end">'
    )
    grant(page, "analytics")
    assert log(page, recorder) == ["written"]
    assert recorder.hosts() == {"written.example"}
    assert page.evaluate("[title.innerText, ad.innerText.replace(/\\s/g, ''), end.isConnected]") == [
        "Shop",
        "12",
        True,
    ]
    assert page.evaluate("/native code/.test(document.write)"), "the browser's own document.write is back"
