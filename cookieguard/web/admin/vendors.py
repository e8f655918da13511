"""The three changes of a site's vendors: save (switch and account), add, remove; each goes to the draft."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from cookieguard.errors import InvalidDefinition
from cookieguard.usecases.add_vendor import add_vendor
from cookieguard.usecases.remove_vendor import remove_vendor
from cookieguard.usecases.switch_vendor import switch_vendor
from cookieguard.web.admin.sites import site_page
from cookieguard.web.admin.vendor_rows import ACCOUNT, OPTION, Typed
from cookieguard.web.services import services

LONGEST_VALUE = 200


def add_to(blueprint: Blueprint) -> None:
    """Add the forms of the vendors' list."""
    blueprint.post("/sites/<site_id>/vendors", endpoint="add_vendor")(_add)
    blueprint.post("/sites/<site_id>/vendors/<vendor_id>", endpoint="save_vendor")(_save)
    blueprint.post("/sites/<site_id>/vendors/<vendor_id>/remove", endpoint="remove_vendor")(_remove)


def _save(site_id: str, vendor_id: str) -> ResponseReturnValue:
    values = {name: value[:LONGEST_VALUE] for name, value in request.form.items()}
    options = {name.removeprefix(OPTION): v for name, v in values.items() if name.startswith(OPTION)}
    try:
        switch_vendor(
            services().database,
            site_id,
            vendor_id,
            enabled=values.get("enabled") == "yes",
            account=values.get(ACCOUNT, ""),
            options=options,
            catalogue=services().catalogue,
            now=services().clock(),
        )
    except InvalidDefinition as error:
        return site_page(site_id, typed=Typed(vendor_id, values, error.evidence["findings"])), 422
    return _back(site_id, vendor_id)


def _add(site_id: str) -> ResponseReturnValue:
    vendor_id = request.form.get("vendor", "")[:LONGEST_VALUE]
    try:
        add_vendor(
            services().database,
            site_id,
            vendor_id,
            catalogue=services().catalogue,
            now=services().clock(),
        )
    except InvalidDefinition as error:
        return site_page(site_id, add_message=" ".join(map(str, error.evidence["findings"]))), 422
    return _back(site_id, vendor_id)


def _remove(site_id: str, vendor_id: str) -> ResponseReturnValue:
    site = remove_vendor(
        services().database,
        site_id,
        vendor_id,
        catalogue=services().catalogue,
        now=services().clock(),
    )
    flash(f"{vendor_id} is out of the draft of {site.name}.")
    return redirect(url_for("admin.site", site_id=site_id), 303)


def _back(site_id: str, vendor_id: str) -> ResponseReturnValue:
    return redirect(url_for("admin.site", site_id=site_id, _anchor=f"vendor-{vendor_id}"), 303)
