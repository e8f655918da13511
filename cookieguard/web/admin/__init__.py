"""The operator's pages under /admin: plain forms and full page loads, complete without JavaScript."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from cookieguard.resources import static_folder, template_folder
from cookieguard.web.admin import failures, headers, session, sites, vendors
from cookieguard.web.admin.session_cookie import SessionCookies
from cookieguard.web.admin.throttle import Throttle

PREFIX = "/admin"


def create_blueprint() -> Blueprint:
    """Return the admin, to be registered as it is; its views find `Services` in the application's extensions.

    Every request but those for static files and for the sign-in page needs a session, and every unsafe
    one a CSRF token, whatever the view does.
    """
    blueprint = Blueprint(
        "admin",
        __name__,
        url_prefix=PREFIX,
        static_folder=static_folder() / "admin",
        static_url_path="/static",
        template_folder=str(template_folder()),
    )
    csrf = CSRFProtect()
    blueprint.record_once(lambda state: _prepare(cast("Flask", state.app), csrf))
    blueprint.before_request(session.require_operator)
    blueprint.before_request(csrf.protect)
    headers.add_to(blueprint, PREFIX)
    failures.add_to(blueprint)
    session.add_to(blueprint, Throttle())
    sites.add_to(blueprint)
    vendors.add_to(blueprint)
    return blueprint


def _prepare(app: Flask, csrf: CSRFProtect) -> None:
    app.session_interface = SessionCookies()
    # The consent API is protected by exact origins instead: the check must not reach beyond the admin.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # The token lives exactly as long as the session it belongs to.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    csrf.init_app(app)
