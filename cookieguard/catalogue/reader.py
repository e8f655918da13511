"""Reads the vendor files into a Catalogue.

The law of this file: the data is code. One unknown key, unknown purpose, sloppy host or misnamed
file and there is no catalogue at all; the error names every file, place and mend.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from cookieguard.catalogue.hosts import host_mistake
from cookieguard.domain.catalogue import Catalogue
from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.finding import Fields, Finding
from cookieguard.domain.vendor import Managed, ManagedOption, StorageItem, Vendor
from cookieguard.errors import CookieguardError

_HERE = Path(__file__).parent
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LINK = re.compile(r"https://[^\s\"<>]+")
# ISO 8601 without weeks, which may not be mixed with other units and which no vendor uses.
_LIFETIME = re.compile(
    r"session|persistent|P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
)
# A glob of nothing but asterisks would delete every cookie of the site on withdrawal.
_STORAGE_NAME = re.compile(r"[!-~]*[!-)+-~][!-~]*")
_EXEMPT = ("never", "conditional", "disputed", "checkout_only", "usually")
_GATES = ("script", "iframe", "link", "img", "none")
# Google Consent Mode v2: developers.google.com/tag-platform/security/guides/consent
_SIGNALS = (
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
)


class CatalogueError(CookieguardError):
    """A catalogue file breaks a rule; evidence `findings` maps a file name to its list of Finding."""

    code = "broken-catalogue"
    title = "The vendor catalogue cannot be read"


def load_catalogue(folder: Path = _HERE) -> Catalogue:
    """Return the Catalogue in `folder` (`purposes.yaml` and `vendors/*.yaml`); takes about 0.1 s.

    Raises CatalogueError with every mistake of every file.
    """
    findings: dict[str, list[Finding]] = {}
    purposes = _read_purposes(folder / "purposes.yaml", findings.setdefault("purposes.yaml", []))
    vendors = {}
    for file in sorted((folder / "vendors").glob("*.yaml")):
        vendors[file.name] = _read_vendor(file, purposes, findings.setdefault(file.name, []))
    _check_owners(vendors, findings)
    broken = {name: found for name, found in findings.items() if found}
    if broken:
        told = "\n".join(f"{name}: {finding}" for name, found in broken.items() for finding in found)
        raise CatalogueError(f"The vendor catalogue was not loaded.\n{told}", findings=broken)
    return Catalogue({vendor.id: vendor for vendor in vendors.values()}, purposes)


def _read_purposes(file: Path, found: list[Finding]) -> dict[str, str]:
    raw = _parse(file, found)
    fields = Fields(raw, (), found)
    return {name: fields.text(name) for name in raw}


def _read_vendor(file: Path, purposes: Mapping[str, str], found: list[Finding]) -> Vendor:
    raw = _parse(file, found)
    fields = Fields(raw, (), found)
    vendor = Vendor(
        id=fields.text("id", _ID, "use lower-case letters, digits and single hyphens"),
        name=fields.text("name"),
        category=_word(fields, "category", CATEGORIES),
        entity=fields.text("entity"),
        country=fields.text("country", _COUNTRY, "write the two capital letters of ISO 3166-1"),
        privacy_url=fields.text("privacy_url", _LINK, "write the full https:// address"),
        hosts=_hosts(fields, found),
        storage=tuple(_storage(item) for item in fields.sections("storage")),
        purposes=fields.texts("purposes", tuple(purposes), "choose ids of purposes.yaml"),
        signals=_list(fields, raw, "signals", _SIGNALS),
        managed=_managed(fields, raw["managed"]) if "managed" in raw else None,
        exempt=_word(fields, "exempt", _EXEMPT),
        aliases=_list(fields, raw, "aliases", re.compile(r"\S.*")),
        markup_names=_list(fields, raw, "markup_names", _ID),
    )
    _read_facts(fields, raw)
    fields.refuse_unknown()
    if vendor.id and vendor.id != file.stem:
        fields.find("id", f"{vendor.id} stands in {file.name}", f"rename the file to {vendor.id}.yaml")
    if len(vendor.purposes) > 3:
        fields.find("purposes", f"{len(vendor.purposes)} purposes", "keep the three most important")
    return vendor


def _read_facts(fields: Fields, raw: Mapping[str, Any]) -> None:
    """Check what no code reads yet: facts for scanning, rewriting and documentation."""
    _word(fields, "gate", _GATES)
    for name in ("snippet", "restricted_mode", "notes"):
        fields.text(name, default="")
    for name in ("embed", "loads_others"):
        fields.flag(name, default=False)
    if "noscript_leak" in raw:
        _word(fields, "noscript_leak", ("img", "iframe"))
    fields.number("tcf_vendor_id", 1, 65535, default=1)
    _list(fields, raw, "gate_on_any", CATEGORIES)
    _list(fields, raw, "sources", re.compile(r"\S.*"))
    consent = fields.section("consent_api")
    for name in _mapping(raw.get("consent_api")):
        consent.text(name)


def _hosts(fields: Fields, found: list[Finding]) -> tuple[str, ...]:
    hosts = fields.texts("hosts", re.compile(r".+"), "write each pattern once")
    for position, pattern in enumerate(hosts):
        mistake = host_mistake(pattern)
        if mistake:
            found.append(Finding(("hosts", position), f"{pattern!r} {mistake[0]}", mistake[1]))
    return hosts


def _storage(fields: Fields) -> StorageItem:
    item = StorageItem(
        pattern=fields.text("pattern", _STORAGE_NAME, "name at least one letter beside the asterisk"),
        kind=_word(fields, "kind", ("cookie", "localstorage", "sessionstorage")),
        party=_word(fields, "party", ("1p", "3p")),
        lifetime=fields.text("lifetime", _LIFETIME, "write session, persistent or a duration such as P13M"),
    )
    keeps = {"localstorage": "persistent", "sessionstorage": "session"}.get(item.kind, item.lifetime)
    if item.lifetime not in ("", keeps):
        fields.find("lifetime", f"{item.kind} knows no {item.lifetime}", f"write {keeps}")
    # official: the vendor's page or source was read; ocd: Open Cookie Database; rec: recalled, unconfirmed.
    _word(fields, "source", ("official", "ocd", "rec"))
    fields.text("purpose", default="")
    fields.refuse_unknown()
    return item


def _managed(parent: Fields, raw: Any) -> Managed:
    fields = parent.section("managed")
    options = fields.section("options", required=False)
    further = {
        name: ManagedOption(*_account(options.section(name)))
        for name in _mapping(_mapping(raw).get("options"))
    }
    return Managed(*_account(fields), further)


def _account(fields: Fields) -> tuple[str, str, str]:
    label, pattern, example = (fields.text(name) for name in ("label", "pattern", "example"))
    try:
        if not re.fullmatch(pattern, example):
            fields.find("example", f"{example!r} does not match the pattern", "mend the one or the other")
    except re.error as mistake:
        fields.find("pattern", f"is no regular expression: {mistake}", "mend it")
    fields.refuse_unknown()
    return label, pattern, example


def _check_owners(vendors: Mapping[str, Vendor], findings: Mapping[str, list[Finding]]) -> None:
    """Refuse a host pattern that two vendors claim: which of them it releases would be chance."""
    owners: dict[str, str] = {}
    for file_name, vendor in vendors.items():
        for position, pattern in enumerate(vendor.hosts):
            owner = owners.setdefault(pattern, vendor.id)
            if owner != vendor.id:
                found = Finding(("hosts", position), f"{pattern!r} is {owner}'s too", "keep it in one file")
                findings[file_name].append(found)


def _word(fields: Fields, name: str, words: Sequence[str]) -> str:
    return fields.text(name, re.compile("|".join(words)), f"choose from {', '.join(words)}")


def _list(
    fields: Fields, raw: Mapping[str, Any], name: str, allowed: re.Pattern[str] | Sequence[str]
) -> tuple[str, ...]:
    """Return a list that may be absent or empty."""
    if raw.get(name, []) == []:
        fields.sections(name)
        return ()
    mend = "write each value once" if isinstance(allowed, re.Pattern) else f"choose from {', '.join(allowed)}"
    return fields.texts(name, allowed, mend)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _parse(file: Path, found: list[Finding]) -> Mapping[str, Any]:
    try:
        value = yaml.load(file.read_bytes(), Loader=_StrictLoader)
    except (OSError, yaml.YAMLError) as mistake:
        found.append(Finding((), " ".join(str(mistake).split()), "mend the file"))
        return {}
    if not isinstance(value, dict):
        found.append(Finding((), "is no mapping", "write name: value lines"))
    return _mapping(value)


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The fast safe loader, but a key that stands twice is a mistake: YAML would keep the last in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return mapping
