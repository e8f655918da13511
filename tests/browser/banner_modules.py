"""Serves the banner's own ES modules, and copies of them with one mistake, to a page in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from playwright.sync_api import Page

from cookieguard.resources import static_folder

BANNER = static_folder() / "banner"
PAGE = b"<!doctype html><title>Modules</title>"


class BannerModules:
    """A WSGI app; `spoil` puts a mistake into one module, served under `/twin/` instead of `/banner/`."""

    def __init__(self) -> None:
        self._spoilt: dict[str, str] = {}

    def spoil(self, module: str, right: str, wrong: str) -> None:
        """Serve `module` with `right`, which must stand in it exactly once, replaced by `wrong`."""
        text = (BANNER / module).read_text("utf-8")
        assert text.count(right) == 1, f"{right!r} stands {text.count(right)} times in {module}"
        self._spoilt = {module: text.replace(right, wrong)}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a page for `/` and modules below `/banner/` and `/twin/…/`."""
        _, kind, *rest = environ["PATH_INFO"].split("/")
        module = "/".join(rest[1:] if kind == "twin" else rest)
        script = kind in ("banner", "twin")
        start_response("200 OK", [("Content-Type", "text/javascript" if script else "text/html")])
        if not script:
            return [PAGE]
        text = self._spoilt.get(module) if kind == "twin" else None
        return [(text or (BANNER / module).read_text("utf-8")).encode()]


RUN = """async ({ folder, cases }) => {
  const load = async (module) => await import(`/${folder}/${module}`)
  const { decide } = await load("core/decide.js")
  const { parsePayload } = await load("core/cookie.js")
  const { formatPayload } = await load("choice/payload.js")
  const { vendorOfUrl } = await load("core/gating.js")
  const { vendorsOfName } = await load("choice/claims.js")
  const { signalsOf } = await load("core/signals.js")
  const rules = {
    decide: ({ terms, choice, today }) => decide(terms, choice, today),
    parse: ({ terms, payload }) => parsePayload(payload, terms),
    format: ({ terms, choice }) => formatPayload(choice, terms.vendors),
    url: ({ hosts, url }) => vendorOfUrl(hosts, url, "http://nobody.invalid/"),
    name: ({ names, name }) => vendorsOfName(names, name),
    signals: ({ decision, listeners }) => signalsOf(decision, listeners),
  }
  return JSON.stringify(cases.map(([rule, input]) => {
    try { return rules[rule](input) ?? null } catch (error) { return { threw: String(error) } }
  }))
}"""


def ask_browser(page: Page, cases: list[tuple[str, dict[str, Any]]], folder: str = "banner") -> list[Any]:
    """Return what the browser's modules make of each (rule, input)."""
    answers: list[Any] = json.loads(page.evaluate(RUN, {"folder": folder, "cases": cases}))
    return answers
