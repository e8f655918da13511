"""Starts the servers: one for consent, and for the demo a company site on another origin beside it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import uuid
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from cookieguard.app import create_services
from cookieguard.settings import PREFIX, Settings
from cookieguard.site_file import SiteFile
from cookieguard.usecases.add_operator import add_operator, generate_password, has_operator
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.list_sites import list_sites
from cookieguard.usecases.publish_notice import publish_notice
from cookieguard.web.services import Services

# Measured: best from 64 connections on; each thread waits for its own commit most of the time.
THREADS = 64
DEMO_OPERATOR = "owner@demo.example"
_DEMO = Path(__file__).parent / "demo"


def serve(settings: Settings) -> int:
    """Serve until interrupted; the workers read the same environment again."""
    # Its advice on the number of threads is for work that keeps a processor busy; ours waits for the disk.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    Granian(
        "cookieguard.app:create_app_from_environ",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        backpressure=1024,
        log_level=LogLevels(settings.log_level.lower()),
        log_access=False,  # an access log would hold visitors' addresses
        respawn_failed_workers=True,
    ).serve()
    return 0


def serve_demo(settings: Settings, shop_port: int) -> int:
    """Fill an empty database with the example sites, serve them with a company site and say where."""
    shop_url = f"http://127.0.0.1:{shop_port}/"
    password = _prepare(settings, shop_url)
    consent_url = f"http://localhost:{settings.port}"
    shop = subprocess.Popen(
        [sys.executable, "-m", "cookieguard.demo", "--port", str(shop_port), "--consent-url", consent_url],
        env={name: value for name, value in os.environ.items() if not name.startswith(PREFIX)},
    )
    print(_welcome(shop_url, consent_url, password), flush=True)
    try:
        return serve(settings)
    finally:
        shop.terminate()
        shop.wait()


def _prepare(settings: Settings, shop_url: str) -> str | None:
    """Fill an empty database and return the password of its one operator; None where there is one already."""
    services = create_services(settings)
    try:
        if not list_sites(services.database, catalogue=services.catalogue, builder=services.builder):
            for name in ("kantoorhuis", "minimal"):
                _publish_example(services, name, shop_url)
        if has_operator(services.database):
            return None
        password = generate_password()
        add_operator(
            services.database,
            DEMO_OPERATOR,
            password,
            passwords=services.passwords,
            operator_id=str(uuid.uuid4()),
            now=services.clock(),
        )
    finally:
        services.writer.close()
        services.database.close()
    return password


def _publish_example(services: Services, name: str, shop_url: str) -> None:
    definition = SiteFile.read(_DEMO / f"{name}.yaml").definition
    origins = [*definition["origins"], shop_url.rstrip("/")]
    definition = {**definition, "origins": list(dict.fromkeys(origins))}
    now = services.clock()
    site = apply_site(services.database, definition, catalogue=services.catalogue, now=now)
    publish_notice(
        services.database,
        site.id,
        catalogue=services.catalogue,
        builder=services.builder,
        by="demo",
        note="The example as it ships",
        now=now,
    )


def _welcome(shop_url: str, consent_url: str, password: str | None) -> str:
    known = f"password {password} (shown only now)" if password else "the password printed at the first start"
    return f"""
  The company site    {shop_url}
  The admin           {consent_url}/admin/
  Sign in with        {DEMO_OPERATOR}, {known}

  Stop with Ctrl-C.
"""
