"""Changing the vendors of a draft: each change is whole and valid, or nothing is saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cookieguard.domain.catalogue import Catalogue
from cookieguard.domain.vendor import Managed, ManagedOption, Vendor
from cookieguard.errors import InvalidDefinition
from cookieguard.storage import sites
from cookieguard.storage.database import Database
from cookieguard.usecases.add_vendor import add_vendor
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.change_draft import NoSuchSite, NoSuchVendor
from cookieguard.usecases.remove_vendor import remove_vendor
from cookieguard.usecases.switch_vendor import switch_vendor

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def a_vendor(vendor_id: str, managed: Managed | None = None) -> Vendor:
    return Vendor(
        id=vendor_id,
        name=vendor_id.capitalize(),
        category="analytics",
        entity="Company",
        country="IE",
        privacy_url="https://vendor.example/privacy",
        hosts=(f"{vendor_id}.example",),
        managed=managed,
    )


COUNTER = a_vendor("counter", Managed("counter ID", "C-[0-9]+", "C-12"))
HOSTED = a_vendor(
    "hosted",
    Managed("site ID", "[0-9]+", "1", {"url": ManagedOption("address", "https://.+/", "https://h.example/")}),
)
VIDEO = a_vendor("video")
CATALOGUE = Catalogue({vendor.id: vendor for vendor in (COUNTER, HOSTED, VIDEO)})


def a_definition(*vendors: dict[str, Any]) -> dict[str, Any]:
    return {
        "site": "shop",
        "name": "The Shop",
        "origins": ["https://shop.example"],
        "languages": ["en"],
        "default_language": "en",
        "controller": {"name": "Shop", "email": "a@shop.example", "privacy_url": "/privacy"},
        "authority": {"name": "Authority", "url": "https://authority.example"},
        "vendors": list(vendors),
    }


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/cookieguard.sqlite3")
    database.migrate()
    apply_site(
        database,
        a_definition({"id": "counter", "account": "C-1"}, {"id": "video"}),
        catalogue=CATALOGUE,
        now=NOW,
    )
    yield database
    database.close()


def entries(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        draft = sites.find_draft(connection, "shop")
    assert draft is not None
    vendors: list[dict[str, Any]] = draft["vendors"]
    return vendors


def switch(database, vendor_id="counter", *, enabled=True, account="C-1", site_id="shop", **options):
    return switch_vendor(
        database,
        site_id,
        vendor_id,
        enabled=enabled,
        account=account,
        options=options,
        catalogue=CATALOGUE,
        now=LATER,
    )


def test_switching_off_keeps_the_account_and_the_place(database):
    switch(database, enabled=False)
    assert entries(database) == [{"id": "counter", "account": "C-1", "enabled": False}, {"id": "video"}]


def test_switching_back_on_restores_the_entry(database):
    switch(database, enabled=False)
    switch(database, enabled=True)
    assert entries(database) == [{"id": "counter", "account": "C-1"}, {"id": "video"}]


def test_an_empty_account_means_marked_up_in_the_page(database):
    switch(database, account="  ")
    assert entries(database)[0] == {"id": "counter"}


def test_spaces_around_an_account_are_not_part_of_it(database):
    switch(database, account=" C-77 ")
    assert entries(database)[0]["account"] == "C-77"


def test_an_account_in_the_wrong_form_is_refused_with_an_example_and_saves_nothing(database):
    with pytest.raises(InvalidDefinition) as refused:
        switch(database, account="UA-1", enabled=False)
    (finding,) = refused.value.evidence["findings"]
    assert finding.path == ("vendors", 0, "account")
    assert "C-12" in str(finding)
    assert entries(database)[0] == {"id": "counter", "account": "C-1"}


def test_an_option_in_the_wrong_form_is_refused_at_its_own_field(database):
    add(database, "hosted")
    with pytest.raises(InvalidDefinition) as refused:
        switch(database, "hosted", account="3", url="ftp://h.example")
    assert [finding.path for finding in refused.value.evidence["findings"]] == [
        ("vendors", 2, "options", "url")
    ]
    switch(database, "hosted", account="3", url="https://h.example/")
    assert entries(database)[2] == {"id": "hosted", "account": "3", "options": {"url": "https://h.example/"}}


def test_a_vendor_that_cannot_be_managed_takes_no_account(database):
    with pytest.raises(InvalidDefinition):
        switch(database, "video", account="C-1")
    assert entries(database)[1] == {"id": "video"}


def test_a_category_override_survives_a_switch(database):
    overridden = a_definition({"id": "counter", "category": "advertising"})
    apply_site(database, overridden, catalogue=CATALOGUE, now=NOW)
    switch(database, enabled=False, account="")
    assert entries(database) == [{"id": "counter", "category": "advertising", "enabled": False}]


def test_an_unknown_site_and_an_unlisted_vendor_are_told_apart(database):
    with pytest.raises(NoSuchSite):
        switch(database, site_id="elsewhere")
    with pytest.raises(NoSuchVendor):
        switch(database, "hosted", account="1")


def add(database: Database, vendor_id: str) -> None:
    add_vendor(database, "shop", vendor_id, catalogue=CATALOGUE, now=LATER)


def test_an_added_vendor_stands_at_the_end_and_only_once(database):
    add(database, "hosted")
    add(database, "hosted")
    assert [entry["id"] for entry in entries(database)] == ["counter", "video", "hosted"]


def test_a_vendor_outside_the_catalogue_is_refused(database):
    with pytest.raises(InvalidDefinition):
        add(database, "nobody")
    assert [entry["id"] for entry in entries(database)] == ["counter", "video"]


def test_a_removed_vendor_is_gone_and_removing_it_again_is_no_mistake(database):
    for _ in range(2):
        remove_vendor(database, "shop", "counter", catalogue=CATALOGUE, now=LATER)
    assert entries(database) == [{"id": "video"}]
