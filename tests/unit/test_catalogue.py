"""The vendor catalogue: every file loads, and a reader that lets no mistake through."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cookieguard.catalogue import CatalogueError, load_catalogue
from cookieguard.domain.catalogue import Catalogue
from cookieguard.domain.gating import vendor_of_url

OFFICE_SHOP = [
    *("google-analytics-4", "hotjar", "google-ads", "meta-pixel", "linkedin-insight", "x-pixel", "x-embed"),
    *("instagram", "pinterest-tag", "pinterest-widgets", "youtube", "whatsapp", "jsdelivr", "bootstrapcdn"),
    *("font-awesome", "cloudflare-web-analytics"),
]

Load = Callable[..., Catalogue]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue()


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a catalogue after writing one vendor file, valid but for `changes`; None leaves a key out."""

    def load(file: str = "acme.yaml", text: str | None = None, **changes: Any) -> Catalogue:
        folder = tmp_path / "vendors"
        folder.mkdir(exist_ok=True)
        (tmp_path / "purposes.yaml").write_text("chat: Lets visitors chat.\nvideo: Plays a video.\n")
        (folder / file).write_text(yaml.safe_dump(a_vendor(**changes)) if text is None else text)
        return load_catalogue(tmp_path)

    return load


def a_vendor(**changes: Any) -> dict[str, Any]:
    """Return a valid vendor file's content with some keys changed."""
    vendor: dict[str, Any] = {
        "id": "acme",
        "name": "Acme Chat",
        "aliases": ["Acme Talk"],
        "category": "functional",
        "exempt": "never",
        "entity": "Acme N.V.",
        "country": "NL",
        "privacy_url": "https://acme.example/privacy",
        "hosts": ["*.acme.example"],
        "storage": [a_storage()],
        "purposes": ["chat"],
        "gate": "script",
        "consent_api": {"type": "none"},
    }
    return {key: value for key, value in (vendor | changes).items() if value is not None}


def a_storage(**changes: Any) -> dict[str, Any]:
    """Return a valid storage entry with some keys changed."""
    return {
        "pattern": "acme_*",
        "kind": "cookie",
        "party": "1p",
        "lifetime": "P13M",
        "source": "official",
    } | changes


def an_account(**changes: Any) -> dict[str, Any]:
    """Return a valid `managed` section with some keys changed."""
    return {"label": "account", "pattern": "A-[0-9]{4}", "example": "A-1234", "options": {}} | changes


def test_all_98_vendors_load(catalogue: Catalogue):
    assert len(catalogue) == 98


def test_vendors_come_in_the_order_of_their_ids(catalogue: Catalogue):
    ids = [vendor.id for vendor in catalogue]
    assert ids == sorted(ids)


@pytest.mark.parametrize("vendor_id", OFFICE_SHOP)
def test_every_vendor_of_the_office_shop_is_known(catalogue: Catalogue, vendor_id: str):
    vendor = catalogue.get(vendor_id)
    assert vendor is not None
    assert vendor.hosts


def test_every_purpose_of_the_vocabulary_is_used(catalogue: Catalogue):
    """A purpose nobody has is a word to translate for nothing."""
    used = {purpose for vendor in catalogue for purpose in vendor.purposes}
    assert used == set(catalogue.purposes)
    assert 25 <= len(used) <= 35


def test_every_vendor_with_signals_reads_a_signal_of_its_own_category_first(catalogue: Catalogue):
    """Consent Mode's ad signals never come with an analytics vendor first, or the other way round."""
    first = {vendor.id: vendor.signals[0] for vendor in catalogue if vendor.signals}
    assert first["google-analytics-4"] == "analytics_storage"
    assert first["google-ads"] == "ad_storage"
    assert first["microsoft-clarity"] == "analytics_storage"


def test_no_vendor_that_measures_or_advertises_is_called_exempt_as_a_rule(catalogue: Catalogue):
    """Only `usually` may be on by default, and only for what delivers or protects the site."""
    assert {vendor.category for vendor in catalogue if vendor.exempt == "usually"} == {"functional"}


@pytest.mark.parametrize(
    ("url", "vendor_id"),
    [
        ("https://www.googletagmanager.com/gtag/js?id=G-1", "google-analytics-4"),
        ("https://www.googletagmanager.com/gtm.js?id=GTM-1", "google-tag-manager"),
        ("https://region1.google-analytics.com/g/collect", "google-analytics-4"),
        ("https://www.google.com/pagead/1p-user-list/1/", "google-ads"),
        ("https://www.google.com/maps/embed?pb=1", "google-maps"),
        ("https://www.google.com/recaptcha/api.js", "google-recaptcha"),
        ("https://connect.facebook.net/en_US/fbevents.js", "meta-pixel"),
        ("https://connect.facebook.net/nl_NL/sdk.js", "facebook-social"),
        ("https://www.facebook.com/tr?id=1", "meta-pixel"),
        ("https://static.ads-twitter.com/uwt.js", "x-pixel"),
        ("https://platform.twitter.com/widgets.js", "x-embed"),
        ("https://s.pinimg.com/ct/core.js", "pinterest-tag"),
        ("https://assets.pinterest.com/js/pinit.js", "pinterest-widgets"),
        ("https://www.youtube-nocookie.com/embed/1", "youtube"),
        ("https://cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist/css/bootstrap.min.css", "jsdelivr"),
        ("https://maxcdn.bootstrapcdn.com/bootstrap/3.4.1/css/bootstrap.min.css", "bootstrapcdn"),
        ("https://kit.fontawesome.com/abc.js", "font-awesome"),
        ("https://static.cloudflareinsights.com/beacon.min.js", "cloudflare-web-analytics"),
        ("https://example.com/", None),
    ],
)
def test_an_address_leads_to_its_vendor(catalogue: Catalogue, url: str, vendor_id: str | None):
    hosts = {vendor.id: vendor.hosts for vendor in catalogue}
    assert vendor_of_url(hosts, url) == vendor_id


@pytest.mark.parametrize("vendor_id", ["", "Hotjar", "hotjar ", "../hotjar", "google-analytics"])
def test_only_the_exact_id_is_known(catalogue: Catalogue, vendor_id: str):
    assert catalogue.get(vendor_id) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hotjr", "hotjar"),
        ("google-analytics", "google-analytics-4"),
        ("facebook-pixel", "meta-pixel"),
        ("Facebook Pixel", "meta-pixel"),
        ("bootstrap", "bootstrapcdn"),
        ("linkedin", "linkedin-insight"),
    ],
)
def test_an_unknown_id_is_met_with_what_was_likely_meant(catalogue: Catalogue, written: str, meant: str):
    assert catalogue.suggest(written)[0] == meant


def test_nonsense_is_met_with_no_suggestion(catalogue: Catalogue):
    assert catalogue.suggest("qqqqqq") == []
    assert catalogue.suggest("") == []


def test_a_valid_file_loads(load: Load):
    vendor = load(managed=an_account(), signals=["ad_storage"]).get("acme")
    assert vendor is not None
    assert vendor.storage[0].lifetime == "P13M"
    assert vendor.managed is not None
    assert vendor.managed.is_account("A-9999")


@pytest.mark.parametrize(
    ("changes", "place", "mend"),
    [
        pytest.param({"zz": "red"}, "zz: unknown field", "known:", id="unknown key"),
        pytest.param(
            {"hots": ["a.example"]}, "hots: unknown field", "did you mean hosts?", id="misspelt key"
        ),
        pytest.param({"name": None}, "name: is missing", "add it", id="missing key"),
        pytest.param({"id": "Acme"}, "id: 'Acme'", "lower-case", id="id in capitals"),
        pytest.param({"category": "necessary"}, "category:", "choose from", id="no category of choice"),
        pytest.param({"exempt": "always"}, "exempt:", "choose from never", id="unknown exemption"),
        pytest.param({"country": False}, "country: expected a text", "quotes", id="Norway"),
        pytest.param({"privacy_url": "http://acme.example"}, "privacy_url:", "https://", id="plain http"),
        pytest.param(
            {"purposes": ["chat", "spying"]}, "purposes[1]: 'spying'", "purposes.yaml", id="purpose"
        ),
        pytest.param({"purposes": []}, "purposes: expected a list", "", id="no purpose"),
        pytest.param({"hosts": []}, "hosts: expected a list", "", id="no host"),
        pytest.param({"hosts": ["*"]}, "hosts[0]: '*'", "write the host in full", id="any host"),
        pytest.param({"signals": ["ad-storage"]}, "signals[0]:", "choose from ad_storage", id="signal"),
        pytest.param({"gate": "all"}, "gate:", "choose from script", id="gate"),
        pytest.param({"embed": "no"}, "embed: expected true or false", "", id="flag in words"),
        pytest.param({"consent_api": None}, "consent_api: is missing", "add it", id="consent facts"),
        pytest.param(
            {"storage": [a_storage(pattern="**")]},
            "storage[0].pattern",
            "beside the asterisk",
            id="every cookie",
        ),
        pytest.param(
            {"storage": [a_storage(kind="etag")]}, "storage[0].kind", "choose from cookie", id="kind"
        ),
        pytest.param({"storage": [a_storage(party="2p")]}, "storage[0].party", "choose from 1p", id="party"),
        pytest.param(
            {"storage": [a_storage(lifetime="P")]}, "storage[0].lifetime", "P13M", id="empty duration"
        ),
        pytest.param({"storage": [a_storage(lifetime="1 year")]}, "storage[0].lifetime", "P13M", id="words"),
        pytest.param(
            {"storage": [a_storage(kind="localstorage")]},
            "storage[0].lifetime",
            "write persistent",
            id="expiry",
        ),
        pytest.param(
            {"storage": [a_storage(source="blog")]}, "storage[0].source", "official", id="evidence mark"
        ),
        pytest.param({"storage": [a_storage(src="rec")]}, "storage[0].src", "", id="unknown storage key"),
        pytest.param({"managed": an_account(example="B-1")}, "managed.example", "mend", id="example"),
        pytest.param({"managed": an_account(pattern="[")}, "managed.pattern", "mend", id="pattern"),
        pytest.param({"managed": an_account(url="x")}, "managed.url: unknown", "", id="unknown managed key"),
        pytest.param(
            {"managed": an_account(options={"url": {}})}, "managed.options.url", "add it", id="option"
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_place_and_mend(
    load: Load, changes: dict[str, Any], place: str, mend: str
):
    with pytest.raises(CatalogueError) as refusal:
        load(**changes)
    lines = [line for line in refusal.value.detail.splitlines() if line.startswith(f"acme.yaml: {place}")]
    assert lines, refusal.value.detail
    assert mend in lines[0]
    assert set(refusal.value.evidence["findings"]) == {"acme.yaml"}


def test_a_file_must_be_named_after_its_vendor(load: Load):
    with pytest.raises(CatalogueError, match=re.escape("acmee.yaml: id: acme stands in acmee.yaml; rename")):
        load("acmee.yaml")


def test_two_vendors_may_not_claim_the_same_host(load: Load):
    load("acme.yaml")
    with pytest.raises(
        CatalogueError, match=re.escape("zeta.yaml: hosts[0]: '*.acme.example' is acme's too")
    ):
        load("zeta.yaml", id="zeta")


def test_a_key_that_stands_twice_is_refused(load: Load):
    """YAML itself would keep the last one without a word."""
    with pytest.raises(CatalogueError, match="a key stands twice"):
        load(text=yaml.safe_dump(a_vendor()) + "name: Another\n")


@pytest.mark.parametrize("text", ["", "- a\n", "id: [\n", "id: \x00\n", "!!python/object:os.system {}\n"])
def test_a_file_that_is_no_plain_mapping_is_refused(load: Load, text: str):
    with pytest.raises(CatalogueError):
        load(text=text)


def test_every_mistake_of_every_file_is_told_at_once(load: Load):
    with pytest.raises(CatalogueError):
        load("acme.yaml", name=None, country="Holland")
    with pytest.raises(CatalogueError) as refusal:
        load("zeta.yaml", id="zeta", hosts=["*.zeta.example", "zeta"])
    findings = refusal.value.evidence["findings"]
    assert {name: len(found) for name, found in findings.items()} == {"acme.yaml": 2, "zeta.yaml": 1}
