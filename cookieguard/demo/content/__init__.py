"""Reads what the demo site says and sells, and which vendors its site definition names.

Nothing here decides about consent: a page only learns which vendors it has to mark up itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cookieguard.errors import InvalidDefinition

LANGUAGES = ("nl", "en")
_FOLDER = Path(__file__).parent
_SITE_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Product:
    """One article: price in euro cents without VAT, texts by language."""

    slug: str
    group: str
    cents: int
    name: dict[str, str]
    line: dict[str, str]
    text: dict[str, str]
    facts: dict[str, list[str]]


def read_definition(site_id: str) -> dict[str, Any]:
    """Return the site definition shipped under that id; raise InvalidDefinition when there is none."""
    path = _FOLDER.parent / f"{site_id}.yaml"
    if not _SITE_ID.fullmatch(site_id) or not path.is_file():
        shipped = ", ".join(sorted(each.stem for each in _FOLDER.parent.glob("*.yaml")))
        raise InvalidDefinition(f"There is no demo site {site_id!r}; use one of: {shipped}.", site=site_id)
    return _read(path)


def read_texts(language: str) -> dict[str, Any]:
    """Return the page texts of one of LANGUAGES."""
    return _read(_FOLDER / f"{language}.yaml")


def read_vendors() -> dict[str, dict[str, Any]]:
    """Return, by vendor id, the name, one host to show and what the shop uses the vendor for."""
    return _read(_FOLDER / "vendors.yaml")


def read_products() -> dict[str, Product]:
    """Return the articles by slug, in the order of the shop window."""
    listed: Any = yaml.safe_load((_FOLDER / "products.yaml").read_text(encoding="utf-8"))
    return {each["slug"]: Product(**each) for each in listed}


def format_price(cents: int, language: str) -> str:
    """Return euro cents as money, the way the language writes it: `€ 1.299,00` or `€1,299.00`."""
    english = f"{cents / 100:,.2f}"
    if language == "en":
        return f"€{english}"
    return "€\u00a0" + english.translate(str.maketrans(",.", ".,"))


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
