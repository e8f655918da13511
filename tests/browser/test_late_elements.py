"""What a page adds after it was parsed is held and released like what it came with."""

from __future__ import annotations

import re

import pytest

from tests.browser.held import external, grant, inline, log
from tests.browser.settled import settled

PAGE = """<div id="there"></div><p id="elsewhere"></p>
<template id="cloned"><iframe data-cg-category="social" data-cg-src="https://cloned.example/"></iframe></template>"""

WAYS = """() => {
  const there = document.getElementById("there");
  const make = (name, attributes) => {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    return node;
  };
  const held = (host) => ({ "data-cg-category": "social", "data-cg-src": `https://${host}.example/` });
  const frame = (host) => `<iframe data-cg-category="social" data-cg-src="https://${host}.example/"></iframe>`;

  there.appendChild(make("iframe", held("append")));
  const script = { type: "text/plain", "data-cg-category": "social", src: "https://script.example/s.js" };
  there.append(make("script", script));
  there.insertAdjacentHTML("beforeend", frame("adjacent"));
  const deep = make("section", {});
  deep.innerHTML = `<div><p>${frame("inner")}</p>
    <script type="text/plain" data-cg-category="social">
      new Image().src = "https://innerscript.example/i.gif"<\\/script>
    <template data-cg-category="social"><img src="https://template.example/i.gif"></template></div>`;
  there.before(deep);
  there.append(document.getElementById("cloned").content.cloneNode(true));
  there.firstChild.replaceWith(there.firstChild.cloneNode(true));
  const range = document.createRange();
  there.append(range.createContextualFragment(frame("fragment")));

  const moved = make("img", held("moved"));
  there.append(moved);
  document.getElementById("elsewhere").append(moved);

  const later = make("iframe", { "data-cg-category": "social" });
  const lastCategory = make("iframe", { "data-cg-src": "https://category.example/" });
  const vendorLast = make("img", { "data-cg-src": "https://vendor.example/i.gif" });
  there.append(later, lastCategory, vendorLast);
  requestAnimationFrame(() => {
    later.dataset.cgSrc = "https://later.example/";
    lastCategory.dataset.cgCategory = "social";
    vendorLast.dataset.cgVendor = "youtube";
  });
}"""
HOSTS = {f"{host}.example" for host in re.findall(r"https://(\w+)\.example", PAGE + WAYS)} | {
    f"{host}.example" for host in re.findall(r'(?:frame|held)\("(\w+)"\)', WAYS)
}


@pytest.mark.parametrize("when", ["before the grant", "after the grant", "after the grant, on the next page"])
def test_what_is_added_is_held_until_granted_however_it_is_added(shop, recorder, when):
    page = shop.open(PAGE)
    if when == "before the grant":
        page.evaluate(WAYS)
        grant(page, "analytics", "advertising", "functional")
        settled(page, recorder)
        assert recorder.heard == []
        grant(page, "analytics", "advertising", "functional", "social")
    else:
        grant(page, "social")
        if "next page" in when:
            page.reload()
        page.evaluate(WAYS)
    settled(page, recorder)
    assert recorder.hosts() == HOSTS
    assert len(recorder.requests) == len(HOSTS), "each is asked once"


def test_scripts_added_together_run_in_their_order(shop, recorder):
    page = shop.open("")
    grant(page, "analytics")
    lines = inline("a") + external("b") + inline("c")
    page.evaluate("(lines) => { document.body.insertAdjacentHTML('beforeend', lines) }", lines)
    assert log(page, recorder) == ["a", "b", "c"]


def test_an_address_that_is_set_anew_after_the_release_is_followed(shop, recorder):
    """A slider that reuses its picture."""
    page = shop.open('<img id="it" alt="" data-cg-category="social" data-cg-src="https://one.example/i.gif">')
    grant(page, "social")
    page.evaluate("it.dataset.cgSrc = 'https://two.example/i.gif'")
    settled(page, recorder)
    assert recorder.hosts() == {"one.example", "two.example"}


def test_what_leaves_the_page_before_the_grant_is_not_loaded(shop, recorder):
    page = shop.open(
        '<iframe id="it" data-cg-category="social" data-cg-src="https://gone.example/"></iframe>'
    )
    page.evaluate("it.remove()")
    grant(page, "social")
    settled(page, recorder)
    assert recorder.heard == []


def test_a_shadow_tree_is_looked_at_when_the_page_asks(shop, recorder):
    """No observer of the document sees into it: `rescan` is for that."""
    page = shop.open('<div id="host"></div>')
    grant(page, "social")
    page.evaluate("""() => {
      const root = host.attachShadow({ mode: "closed" });
      root.innerHTML = '<iframe data-cg-category="social" data-cg-src="https://shadow.example/"></iframe>'
        + '<iframe data-cg-category="analytics" data-cg-src="https://refused.example/"></iframe>';
      CookieGuard.rescan(root);
    }""")
    settled(page, recorder)
    assert recorder.hosts() == {"shadow.example"}
