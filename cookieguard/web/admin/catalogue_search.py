"""Finds vendors of the catalogue by what an operator remembers of them."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.domain.vendor import Vendor


def find_vendors(catalogue: Catalogue, query: str, *, without: Container[str]) -> list[Vendor]:
    """Return the vendors that match every word of `query`, by name; none for an empty query.

    A word may stand in the name, an alias, the company, a host or the category.
    """
    wanted = query.casefold().split()
    if not wanted:
        return []
    matching = [
        vendor
        for vendor in catalogue
        if vendor.id not in without and all(word in _searched(vendor) for word in wanted)
    ]
    return sorted(matching, key=lambda vendor: vendor.name.casefold())


def _searched(vendor: Vendor) -> str:
    texts = (vendor.id, vendor.name, *vendor.aliases, vendor.entity, vendor.category, *vendor.hosts)
    return " ".join(texts).casefold()
