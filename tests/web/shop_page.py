"""Reads a rendered page the way a browser would: what loads, what runs, what waits for a choice."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LOADING = ("src", "srcset", "href", "action", "formaction", "data", "poster", "background")


class Page(HTMLParser):
    """Collects what a browser would act on: live elements apart from those inside a template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.live: list[tuple[str, dict[str, str]]] = []
        self.folded: list[tuple[str, dict[str, str]]] = []
        self.styles = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        where = self.folded if "template" in self._open else self.live
        where.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)

    def handle_endtag(self, tag):
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if self._open[-1:] == ["style"]:
            self.styles += data

    def scripts(self):
        """Return the attributes of the scripts that a browser would run as they stand."""
        return [each for tag, each in self.live if tag == "script" and each.get("type") != "text/plain"]

    def gated(self):
        """Return every element that waits for a choice."""
        marks = {"data-cg-vendor", "data-cg-category"}
        return [(tag, each) for tag, each in self.live if marks & each.keys()]

    def leaks(self, consent_url):
        """Return what a browser would fetch by itself from anyone but the shop and the consent script."""
        found = []
        own = re.compile(rf"/(?!/)|#|{re.escape(consent_url)}/b/")
        for tag, attributes in self.live:
            if tag == "a" or attributes.get("type") == "text/plain":
                continue
            addresses = [attributes[name] for name in LOADING if attributes.get(name)]
            found += [each for each in addresses if not own.match(each)]
            found += [name for name in attributes if name.startswith("on")]
            found += re.findall(r"url\(.*", attributes.get("style", ""))
        return found + re.findall(r"(?:url\(|@import).*", self.styles)
