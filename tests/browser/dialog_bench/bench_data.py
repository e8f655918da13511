"""The dialog's data for the demo shop: the real texts, the real catalogue, the shop's own definition."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import cookieguard.demo
from cookieguard.catalogue import load_catalogue
from cookieguard.domain.definition import parse_site
from cookieguard.domain.site import Look, Site
from cookieguard.resources import static_folder
from cookieguard.site_file import SiteFile
from cookieguard.texts import languages, load_texts
from cookieguard.texts.dialog import dialog_data

_SHOP = Path(cookieguard.demo.__path__[0]) / "kantoorhuis.yaml"


def bench_data(language: str, layout: str = "box") -> dict[str, Any]:
    """Return the first argument of the dialog's `mount`, every text final."""
    data = dialog_data(replace(_shop(), look=Look(layout)), load_texts(language))
    style = static_folder() / "banner" / "ui" / "layouts" / f"{layout}.css"
    return {**data, "look": {**data["look"], "css": style.read_text("utf-8") if style.exists() else ""}}


@cache
def _shop() -> Site:
    return parse_site(SiteFile.read(_SHOP).definition, load_catalogue(), languages())
