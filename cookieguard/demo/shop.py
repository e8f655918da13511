"""Puts the demo company site together: an invented Dutch office-supplies shop on its own origin.

Law: every vendor the definition manages by id (`account:`) has no tag in any page; every other one is
written inert, as the gated markup of the contract says. The shop itself contacts nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, g

from cookieguard.catalogue import load_catalogue
from cookieguard.demo.content import (
    LANGUAGES,
    format_price,
    read_definition,
    read_products,
    read_texts,
    read_vendors,
)
from cookieguard.demo.pages import Window, pages
from cookieguard.resources import static_folder, template_folder


def draw_order_number() -> str:
    """Return a fresh order number, `KH-` and six digits."""
    return f"KH-{secrets.randbelow(900_000) + 100_000}"


def create_shop(
    consent_url: str,
    site_id: str,
    definition: Mapping[str, Any] | None = None,
    order_number: Callable[[], str] = draw_order_number,
) -> Flask:
    """Build the shop, whose pages load `consent_url/b/site_id.js` first.

    `definition` is the site definition that the tags follow; without it, the one shipped under
    `site_id` (InvalidDefinition when there is none).
    """
    chosen = read_definition(site_id) if definition is None else definition
    vendors = {each["id"]: each for each in chosen["vendors"] if each.get("enabled", True)}
    facts = read_vendors()
    shop = Flask(
        "cookieguard.demo",
        static_folder=static_folder() / "demo",
        static_url_path="/static/demo",
        template_folder=template_folder(),
    )
    shop.jinja_env.trim_blocks = shop.jinja_env.lstrip_blocks = True
    shop.extensions["window"] = Window(
        products=read_products(),
        texts={language: read_texts(language) for language in LANGUAGES},
        order_number=order_number,
    )
    shop.jinja_env.globals.update(
        consent_url=consent_url.rstrip("/"),
        site_id=site_id,
        is_marked_up=_marker(vendors),
        vendors_here=_namer(vendors, facts),
        vendors=[facts[vendor_id] for vendor_id in vendors if vendor_id in facts],
        price=format_price,
    )
    shop.register_blueprint(pages)
    return shop


def _marker(vendors: Mapping[str, Mapping[str, Any]]) -> Callable[[str], bool]:
    """Return the templates' question: must this page carry the vendor's tag itself?"""

    def is_marked_up(vendor_id: str) -> bool:
        marked = vendor_id in vendors and not vendors[vendor_id].get("account")
        if marked and vendor_id not in g.marked_up:
            g.marked_up.append(vendor_id)  # the panel at the foot of the page names what the page carries
        return marked

    return is_marked_up


def _namer(
    vendors: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Mapping[str, Any]]
) -> Callable[[], list[dict[str, Any]]]:
    """Return the panel's question: which vendors are on this page, by markup or managed by id?"""
    managed = [vendor_id for vendor_id, each in vendors.items() if each.get("account")]
    usual = {vendor.id: vendor.category for vendor in load_catalogue()}

    def vendors_here() -> list[dict[str, Any]]:
        return [
            {
                "id": vendor_id,
                "name": facts.get(vendor_id, {}).get("name", vendor_id),
                "host": facts.get(vendor_id, {}).get("host", ""),
                "category": vendors[vendor_id].get("category") or usual.get(vendor_id, ""),
                "link": facts.get(vendor_id, {}).get("link", False),
                "managed": vendor_id in managed,
            }
            for vendor_id in [*managed, *g.marked_up]
        ]

    return vendors_here
