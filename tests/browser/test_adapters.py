"""Each managed-vendor adapter in a real browser, against its vectors (`tests/vectors/adapters/`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from cookieguard.catalogue import load_catalogue
from cookieguard.resources import static_folder
from tests.browser.chromium import Chromium

VECTORS = Path(__file__).parents[1] / "vectors" / "adapters"
ADAPTERS = static_folder() / "banner" / "core" / "adapters"
SITE = "http://shop.test"
# Not adapters: the list, and what several of them share.
SHARED = {"index", "queue", "gtag"}

MANAGED = {vendor.id: vendor.managed for vendor in load_catalogue() if vendor.managed}
FILES = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(VECTORS.glob("*.json"))}
CASES = [
    pytest.param(name, case, id=f"{name}: {case['why']}")
    for name, file in FILES.items()
    for case in file["cases"]
]

# Runs one case and tells what is to be seen in the page. `of` names the kind of the queue's entries.
RUN = """
async ({ vendor, account, options, first, later, queue, globals, acts }) => {
  const camel = (id) => id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  const adapter = async (id) => (await import(`/adapters/${id}.js`))[camel(id)];
  const at = (path) => path.split(".").reduce((value, name) => value?.[name], window);
  const kind = (entry) =>
    Object.prototype.toString.call(entry) === "[object Arguments]" ? "arguments"
      : Array.isArray(entry) ? "array" : typeof entry;
  const plain = (value) =>
    value instanceof Date ? "<date>"
      : typeof value === "number" && Math.abs(value - Date.now()) < 60000 ? "<now>"
      : kind(value) === "arguments" ? [...value].map(plain)
      : Array.isArray(value) ? value.map(plain)
      : value && typeof value === "object"
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
        : value;
  const arrivals = [];
  const page = {
    window,
    load: (src, attributes = {}) => {
      const script = document.createElement("script");
      for (const name in attributes) script.setAttribute(name, attributes[name]);
      script.src = src;
      arrivals.push(new Promise((arrived) => script.addEventListener("load", arrived)));
      document.head.append(script);
      return script;
    },
  };
  const entries = () => [...(queue ? at(queue) : [])];
  const seen = {};

  if (first) (await adapter(first[0])).load(first[1], page, {});
  const tested = await adapter(vendor);
  tested.load(account, page, options);
  await Promise.all(arrivals);
  await new Promise((next) => setTimeout(next));
  (0, eval)(later);
  seen.scripts = [...document.head.querySelectorAll("script")].map((script) => ({
    ...Object.fromEntries([...script.attributes].map(({ name, value }) => [name, value])),
    async: script.async,
  }));
  seen.globals = Object.fromEntries(globals.map((path) => [path, plain(at(path))]));
  seen.kinds = entries().map(kind);
  seen.entries = entries().map(plain);
  for (const act of acts) {
    const before = entries().length;
    tested[act](page);
    seen[act] = entries().slice(before).map(plain);
  }
  return seen;
}
"""


@pytest.fixture(scope="module")
def shop(browser: Chromium) -> Iterator[BrowserContext]:
    """A shop whose pages are empty and can import the adapters; every other script there is arrives empty."""
    context = browser.private_window()
    context.route(re.compile(""), lambda route: _answer(route, library=""))
    yield context
    context.close()


@pytest.fixture
def page(shop: BrowserContext) -> Iterator[Page]:
    """A fresh page of that shop."""
    page = shop.new_page()
    page.goto(SITE)
    yield page
    page.close()


def _answer(route: Route, library: str) -> None:
    url = route.request.url
    if url.startswith(f"{SITE}/adapters/"):
        route.fulfill(path=ADAPTERS / url.rpartition("/")[2], content_type="text/javascript")
    elif url.startswith(SITE):
        route.fulfill(body="<!doctype html><title>Shop</title>", content_type="text/html")
    else:
        route.fulfill(body=library, content_type="text/javascript")


def run(page: Page, vendor: str, case: dict[str, Any]) -> dict[str, Any]:
    """Load `vendor` as the case says and return what the page then shows."""
    if "library" in case:
        page.route(re.compile("^https:"), lambda route: _answer(route, case["library"]))
    page.evaluate("(code) => void (0, eval)(code)", case.get("page", ""))
    given = {
        "vendor": vendor,
        "account": case["account"],
        "options": case.get("options", {}),
        "first": case.get("first"),
        "later": case.get("later", ""),
        "queue": case.get("queue", {}).get("global"),
        "globals": list(case.get("globals", {})),
        "acts": [act for act in ("grant", "revoke") if f"after_{act}" in case],
    }
    seen: dict[str, Any] = page.evaluate(RUN, given)
    return seen


@pytest.mark.parametrize(("vendor", "case"), CASES)
def test_an_adapter_sets_up_its_vendor_as_documented(page: Page, vendor: str, case: dict[str, Any]):
    """Scripts, globals, queue and consent calls are exactly those of the vector."""
    seen = run(page, vendor, case)
    assert seen["scripts"] == case["scripts"]
    assert seen["globals"] == case.get("globals", {})
    if "queue" in case:
        assert seen["entries"] == case["queue"]["entries"]
        if case["queue"]["of"] != "flat":
            assert set(seen["kinds"]) <= {case["queue"]["of"]}
    for act in ("grant", "revoke"):
        assert seen.get(act) == case.get(f"after_{act}")


def test_loading_twice_in_two_pages_loads_the_google_tag_in_each(page: Page):
    """The loader is shared within a page, not remembered across pages."""
    case = FILES["google-analytics-4"]["cases"][0]
    assert run(page, "google-analytics-4", case)["scripts"] == case["scripts"]
    page.goto(SITE)
    assert run(page, "google-analytics-4", case)["scripts"] == case["scripts"]


def test_every_adapter_has_a_list_line_a_vector_file_and_a_catalogue_entry():
    """And the other way round: nothing is promised that cannot be loaded."""
    adapters = {file.stem for file in ADAPTERS.glob("*.js")} - SHARED
    listed = dict(re.findall(r'^  "([a-z0-9-]+)": (\w+),$', (ADAPTERS / "index.js").read_text("utf-8"), re.M))
    assert adapters == set(MANAGED) == set(FILES) == set(listed)


@pytest.mark.parametrize("vendor", MANAGED)
def test_an_adapter_is_one_small_module_with_one_export_named_after_it(vendor: str):
    """The bundler leaves out adapters line by line, and joins the rest into one scope."""
    text = (ADAPTERS / f"{vendor}.js").read_text("utf-8")
    name = re.sub(r"-([a-z0-9])", lambda match: match[1].upper(), vendor)
    index = (ADAPTERS / "index.js").read_text("utf-8")
    assert re.findall(r"^export (.*?) [={(]", text, re.M) == [f"const {name}"]
    assert f'import {{ {name} }} from "./{vendor}.js";\n' in index
    assert f'\n  "{vendor}": {name},\n' in index
    private = re.findall(r"^(?:const|let|function|class) (\w+)", text, re.M)
    assert all(own.startswith(name) for own in private)
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("vendor", FILES)
def test_a_vector_file_names_its_vendor_a_source_and_the_acts_of_its_adapter(vendor: str):
    """A consent call that exists is tested, and every account in the vectors is one."""
    file = FILES[vendor]
    text = (ADAPTERS / f"{vendor}.js").read_text("utf-8")
    assert file["vendor"] == vendor
    assert file["source"]
    for act in ("grant", "revoke"):
        assert any(f"after_{act}" in case for case in file["cases"]) == bool(
            re.search(rf"^  {act}:", text, re.M)
        )
    for case in file["cases"]:
        assert case["why"]
        assert MANAGED[vendor].is_account(case["account"])
        for name, option in MANAGED[vendor].options.items():
            assert re.fullmatch(option.pattern, case["options"][name])


@pytest.mark.parametrize("vendor", MANAGED)
def test_an_account_that_could_break_out_of_an_address_or_attribute_is_refused(vendor: str):
    """Adapters put accounts into addresses and attributes as they are; the pattern is the only guard."""
    managed = MANAGED[vendor]
    tails = ["' onerror=", '"', "<", "&id=2", "?x", "/../x", "#", " ", "\n", "%0a", "\\", ";", "\u0663"]
    wrong = [managed.example + tail for tail in tails] + ["", "../" + managed.example, " " + managed.example]
    assert managed.is_account(managed.example)
    assert not [account for account in wrong if managed.is_account(account)]


def test_an_option_that_could_lead_elsewhere_is_refused():
    """Options name hosts: no user, no query, no plain http, no other suffix."""
    url = MANAGED["matomo"].options["url"]
    host = MANAGED["hubspot"].options["host"]
    bad = [
        "http://m.example/",
        "https://m.example",
        "https://a@m.example/",
        "https://m.example/?",
        "//m.example/",
    ]
    assert not [
        text for text in (*bad, "https://m.example/'/", "https://m/") if re.fullmatch(url.pattern, text)
    ]
    others = ["evil.example", "js.hs-scripts.com.evil.example", "js.hs-scripts.com/x", "jsxhs-scripts.com"]
    assert not [text for text in others if re.fullmatch(host.pattern, text)]
