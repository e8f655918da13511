"""A page that loads from many hosts once it may, and the claim that it loads from none of them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.page_of import Shop
from tests.browser.recorder import Recorder
from tests.browser.settled import settled

VENDORS = [
    {"id": "google-analytics-4", "account": "G-ABC1234567"},
    {"id": "hotjar", "account": "1234567"},
    {"id": "meta-pixel"},
    {"id": "youtube"},
    {"id": "font-awesome"},
]
PAGE = """
<script type="text/plain" data-cg-vendor="meta-pixel">new Image().src = "https://inline.example/i.gif"</script>
<script type="text/plain" data-cg-vendor="font-awesome" src="https://kit.fontawesome.com/a.js"></script>
<iframe data-cg-vendor="youtube" data-cg-src="https://frame.example/f"></iframe>
<img data-cg-category="advertising" data-cg-src="https://img.example/i.gif" alt="">
<template data-cg-category="social"><img src="https://template.example/i.gif" alt=""></template>
<link rel="stylesheet" data-cg-category="functional" data-cg-href="https://style.example/s.css">
<button id="own" onclick="log.push('own button')">Buy</button><script>log.push("own script")</script>"""
ATTEMPT = """async () => {
  document.querySelector(".cg-controls button")?.click();
  const api = window.CookieGuard ?? {};
  const acts = [api.show, api.preferences];
  // Where the file that acts on a choice did arrive, a page's own way to accept is a real yes.
  const isThere = document.getElementById("cookieguard");
  if (!isThere) acts.push(api.acceptAll, () => api.save({ categories: { analytics: true } }));
  for (const act of acts) {
    try { await Promise.race([act(), new Promise(requestAnimationFrame)]) } catch {}
  }
}"""


def is_closed(shop: Shop, page: Page, recorder: Recorder) -> None:
    """Assert that nobody is contacted, not even when the visitor tries to accept, and that the page works."""
    settled(page, recorder)
    assert recorder.heard == [], recorder.hosts()
    if page.locator("[data-cg-layer]").count() == 0:
        page.evaluate(ATTEMPT)
        settled(page, recorder)
        assert recorder.heard == [], recorder.hosts()
    page.evaluate("document.getElementById('own').click()")
    assert page.evaluate("log") == ["own script", "own button"]
    shop.errors.clear()
