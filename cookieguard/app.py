"""The composition root: the only file that knows every layer."""

from __future__ import annotations

import atexit
import logging
import os
import time
from datetime import UTC, datetime

from argon2 import PasswordHasher
from flask import Flask

from cookieguard.catalogue import load_catalogue
from cookieguard.keys import KeyRing, read_or_make_keys
from cookieguard.resources import static_folder, template_folder
from cookieguard.scripts.builder import Builder
from cookieguard.settings import Settings
from cookieguard.storage.database import Database
from cookieguard.storage.writer import ChoiceWriter
from cookieguard.web import admin, ops
from cookieguard.web.bodies import Bodies
from cookieguard.web.consent_api import ConsentApi
from cookieguard.web.front import Front
from cookieguard.web.public_url import PublicUrl
from cookieguard.web.services import EXTENSION, Services
from cookieguard.web.shelf import Shelf


def create_app(settings: Settings) -> Flask:
    """Return the consent server: scripts, consent API and admin, on a database that is brought up to date."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    keys = KeyRing(settings.secret_keys or read_or_make_keys(settings.data_dir / "secret-keys"))
    services = create_services(settings)
    app = Flask("cookieguard", static_folder=None, template_folder=str(template_folder()))
    app.config.update(SECRET_KEY=keys.newest, SECRET_KEY_FALLBACKS=keys.older, MAX_CONTENT_LENGTH=1024 * 1024)
    app.extensions[EXTENSION] = services
    app.register_blueprint(admin.create_blueprint())
    app.register_blueprint(ops.create_blueprint())
    ops.answer_in_problems(app)
    shelf = Shelf(services.database, time.monotonic)
    api = ConsentApi(shelf, services.writer, keys, services.clock)
    flask = PublicUrl(app.wsgi_app, settings.public_url) if settings.public_url else app.wsgi_app
    app.wsgi_app = Bodies(Front(flask, shelf, api))  # type: ignore[method-assign]
    atexit.register(services.writer.close)
    return app


def create_services(settings: Settings) -> Services:
    """Return the living parts, migrated and ready; the caller closes the writer and the database."""
    database = Database(settings.database_url)
    database.migrate()
    return Services(
        database=database,
        catalogue=load_catalogue(),
        builder=Builder(static_folder() / "banner"),
        writer=ChoiceWriter(database),
        clock=lambda: datetime.now(UTC),
        passwords=PasswordHasher(),
    )


def create_app_from_environ() -> Flask:
    """Return the server as the environment describes it; what the WSGI server's workers call."""
    return create_app(Settings.from_environ(os.environ))
