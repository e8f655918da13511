"""What a visitor's browser has to fetch stays small; the README states these numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

import cookieguard.demo
from cookieguard.app import create_app
from cookieguard.settings import Settings
from cookieguard.site_file import SiteFile
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.publish_notice import publish_notice
from cookieguard.web.services import EXTENSION

OFFICE_SHOP = Path(cookieguard.demo.__file__).with_name("kantoorhuis.yaml")
LANGUAGES = ("nl", "en")
CORE_BYTES = 5_000
CORE_AND_DIALOG_BYTES = 12_000
WITH_EVERY_FACT_BYTES = 14_000
"""Brotli, with the office shop's configuration: every vendor that the demo site uses."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A server on which the office shop is published."""
    app = create_app(Settings.from_environ({"COOKIEGUARD_DATA_DIR": str(tmp_path_factory.mktemp("data"))}))
    services = app.extensions[EXTENSION]
    now = datetime.now(UTC)
    site = apply_site(
        services.database, SiteFile.read(OFFICE_SHOP).definition, catalogue=services.catalogue, now=now
    )
    parts = {"catalogue": services.catalogue, "builder": services.builder}
    publish_notice(services.database, site.id, **parts, by="test", note="For measuring", now=now)
    return app.test_client()


def fetched_bytes(client: Client, address: str) -> int:
    """Return the bytes of the body as they travel to a browser that takes brotli."""
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "br")
    return len(answer.data)


def dialog_address(client: Client, language: str) -> str:
    """Return the address of the dialog's file, as the core's configuration names it."""
    core = client.get("/b/kantoorhuis.js").get_data(as_text=True)
    return "/b/ui." + re.search(rf'"{language}":"([0-9a-f]{{16}})"', core)[1] + ".js"


def test_the_core_fits_its_budget(client):
    assert fetched_bytes(client, "/b/kantoorhuis.js") <= CORE_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_core_and_the_dialog_of_one_language_fit_their_budget(client, language):
    together = fetched_bytes(client, "/b/kantoorhuis.js") + fetched_bytes(
        client, dialog_address(client, language)
    )
    assert together <= CORE_AND_DIALOG_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_even_the_second_layer_with_every_fact_stays_small(client, language):
    dialog = dialog_address(client, language)
    facts = re.search(r'"facts":"([0-9a-f]{16})"', client.get(dialog).get_data(as_text=True))[1]
    files = ("/b/kantoorhuis.js", dialog, f"/b/ui.{facts}.js")
    assert sum(fetched_bytes(client, address) for address in files) <= WITH_EVERY_FACT_BYTES
