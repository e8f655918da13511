"""Turns a site definition (a mapping, as a file or the admin gives it) into a Site.

The law of this file: report every mistake at once, each with its place, what is wrong and the mend;
a definition with any mistake yields no Site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cookieguard.domain.catalogue import Catalogue
from cookieguard.domain.category import CATEGORIES, NECESSARY
from cookieguard.domain.finding import Fields, Finding
from cookieguard.domain.site import (
    LAYOUTS,
    MAX_VENDORS,
    Authority,
    Controller,
    Look,
    NecessaryItem,
    Site,
    SiteVendor,
)
from cookieguard.domain.vendor import Vendor
from cookieguard.errors import InvalidDefinition

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?")
# A browser never names a scheme's own port in an origin (RFC 6454, 6.2): written down, it would match nothing.
_ORIGIN = re.compile(r"(?!https://[^:]+:443\Z|http://[^:]+:80\Z)https?://[a-z0-9.-]+(?::[1-9][0-9]{0,4})?")
_LINK = re.compile(r"(?:https?://[^\s\"<>]+|/[^\s\"<>]*)")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def parse_site(definition: Any, catalogue: Catalogue, languages: Sequence[str]) -> Site:
    """Return the Site that `definition` describes; `languages` are those the product has texts for.

    Raises InvalidDefinition whose evidence `findings` is a list of Finding, in reading order.
    """
    findings: list[Finding] = []
    fields = Fields(definition, (), findings)
    site_id = fields.text(
        "site", _SLUG, "use 1-48 lower-case letters, digits and hyphens, such as office-shop"
    )
    spoken = fields.texts("languages", languages, f"choose from {', '.join(languages)}")
    site = Site(
        id=site_id,
        name=fields.text("name"),
        origins=fields.texts(
            "origins", _ORIGIN, "write scheme, host and only an unusual port, such as https://www.example.com"
        ),
        languages=spoken,
        default_language=fields.choice("default_language", spoken, default=next(iter(spoken), "")),
        controller=_controller(fields.section("controller")),
        authority=_authority(fields.section("authority")),
        validity_days=fields.number("validity_days", 1, 730, default=180),
        retention_months=fields.number("retention_months", 1, 120, default=24),
        minimum_age=fields.number("minimum_age", 13, 18, default=16),
        look=_look(fields.section("look", required=False)),
        necessary=tuple(_necessary(item, spoken) for item in fields.sections("necessary")),
        vendors=_vendors(fields.sections("vendors"), catalogue, spoken, findings),
    )
    fields.refuse_unknown()
    if findings:
        raise InvalidDefinition(
            f"{len(findings)} mistake(s) in the site definition; nothing was saved or published.",
            findings=findings,
        )
    return site


def _controller(fields: Fields) -> Controller:
    controller = Controller(
        name=fields.text("name"),
        address=fields.text("address", default=""),
        email=fields.text("email", _EMAIL, "write an e-mail address"),
        privacy_url=fields.text(
            "privacy_url", _LINK, "write a full https:// address or a path that begins with /"
        ),
        dpo=fields.text("dpo", default=""),
    )
    fields.refuse_unknown()
    return controller


def _authority(fields: Fields) -> Authority:
    authority = Authority(
        name=fields.text("name"), url=fields.text("url", _LINK, "write the full https:// address")
    )
    fields.refuse_unknown()
    return authority


def _look(fields: Fields) -> Look:
    look = Look(layout=fields.choice("layout", LAYOUTS, default="box"))
    fields.refuse_unknown()
    return look


def _necessary(fields: Fields, languages: Sequence[str]) -> NecessaryItem:
    item = NecessaryItem(
        name=fields.words("name", languages),
        purpose=fields.words("purpose", languages),
        justification=fields.words("justification", languages),
    )
    fields.refuse_unknown()
    return item


def _vendors(
    entries: Sequence[Fields], catalogue: Catalogue, languages: Sequence[str], findings: list[Finding]
) -> tuple[SiteVendor, ...]:
    vendors: dict[str, SiteVendor] = {}
    for entry in entries:
        parsed = _vendor(entry, catalogue, languages)
        if parsed and parsed.vendor.id in vendors:
            entry.find("id", f"{parsed.vendor.id} is listed twice", "keep one of the two entries")
        elif parsed:
            vendors[parsed.vendor.id] = parsed
    if len(vendors) > MAX_VENDORS:
        findings.append(Finding(("vendors",), f"{len(vendors)} vendors", f"keep at most {MAX_VENDORS}"))
    return tuple(vendors.values())


def _vendor(fields: Fields, catalogue: Catalogue, languages: Sequence[str]) -> SiteVendor | None:
    vendor_id = fields.text("id")
    vendor = catalogue.get(vendor_id)
    category = fields.choice(
        "category", (*CATEGORIES, NECESSARY), default=vendor.category if vendor else NECESSARY
    )
    enabled = fields.flag("enabled", default=True)
    account = fields.text("account", default="") or None
    justification = fields.words("justification", languages, required=False) or None
    options = fields.section("options", required=False)
    if vendor is None:
        if vendor_id:
            close = catalogue.suggest(vendor_id)
            mend = f"did you mean {' or '.join(close)}?" if close else "look it up in the vendor catalogue"
            fields.find("id", f"{vendor_id!r} is not in the vendor catalogue", mend)
        fields.refuse_unknown()
        return None
    _check_necessary(fields, vendor, category, justification)
    given = _managed(fields, vendor, account, options)
    fields.refuse_unknown()
    return SiteVendor(replace(vendor, category=category), enabled, account, given, justification)


def _check_necessary(
    fields: Fields, vendor: Vendor, category: str, justification: Mapping[str, str] | None
) -> None:
    if category != NECESSARY:
        return
    if vendor.exempt == "never":
        fields.find("category", f"{vendor.name} is never necessary", f"use {vendor.category}")
    elif justification is None:
        fields.find("justification", "a necessary vendor needs a written reason", "add justification: …")


def _managed(fields: Fields, vendor: Vendor, account: str | None, options: Fields) -> Mapping[str, str]:
    managed = vendor.managed
    if account is None:
        if options:
            fields.find("options", "count only beside an account", "add the account or remove them")
        return {}
    if managed is None:
        fields.find(
            "account", f"{vendor.name} cannot be loaded by id", "remove it and mark the tag in the page"
        )
        return {}
    if not re.fullmatch(managed.pattern, account):
        fields.find("account", f"{account!r} is no {managed.label}", f"write one such as {managed.example}")
    given = {
        name: options.text(
            name, re.compile(option.pattern), f"write {option.label}, such as {option.example}"
        )
        for name, option in managed.options.items()
    }
    options.refuse_unknown()
    return given
