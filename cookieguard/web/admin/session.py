"""Who is signed in: a random token in Flask's signed cookie, its digest on the server.

Law: 12 hours at most (kept by the server) and 30 minutes without a request (kept in the signed cookie, so
that reading pages writes nothing); a new token at every sign-in; ended on the server at sign-out.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cookieguard.usecases.add_operator import normal_address
from cookieguard.usecases.resume_session import resume_session
from cookieguard.usecases.sign_in import SignedIn, sign_in
from cookieguard.usecases.sign_out import sign_out
from cookieguard.web.admin.forms import SignInForm
from cookieguard.web.admin.throttle import Throttle
from cookieguard.web.services import services

IDLE = timedelta(minutes=30)
REFRESH_SECONDS = 60
OPEN_ENDPOINTS = {"admin.static", "admin.sign_in"}
REFUSED = "This e-mail address and password do not belong together."
_OWN_PATH = re.compile(r"/admin/[A-Za-z0-9/_.?=&%+-]*")


def require_operator() -> ResponseReturnValue | None:
    """Let a request pass with its operator in `g.operator`, or send the visitor to the sign-in page."""
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    now = services().clock()
    operator = _current(now)
    if operator is None:
        session.clear()
        wanted = request.full_path.removesuffix("?") if request.method == "GET" else None
        return redirect(url_for("admin.sign_in", next=wanted), 303)
    g.operator = operator
    if now.timestamp() - session["seen"] >= REFRESH_SECONDS:
        session["seen"] = int(now.timestamp())
    return None


def add_to(blueprint: Blueprint, throttle: Throttle) -> None:
    """Add the pages that open and end a session."""

    @blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
    def sign_in_page() -> ResponseReturnValue:
        form = SignInForm(next=request.args.get("next", ""))
        if request.method == "GET":
            return render_template("admin/sign_in.html", form=form)
        if not form.validate():
            return render_template("admin/sign_in.html", form=form), 422
        return _open_session(form, throttle)

    @blueprint.post("/sign-out", endpoint="sign_out")
    def sign_out_here() -> ResponseReturnValue:
        sign_out(services().database, session["token"])
        session.clear()
        return redirect(url_for("admin.sign_in"), 303)


def own_path(wanted: str) -> str:
    """Return `wanted` if it is a path of the admin, else the admin's first page."""
    here = wanted if _OWN_PATH.fullmatch(wanted) else "/admin/"
    return request.script_root + here


def _open_session(form: SignInForm, throttle: Throttle) -> ResponseReturnValue:
    now = services().clock()
    address = normal_address(form.email.data)
    wait = throttle.admit(address, now)
    if wait:
        refusal = f"Too many attempts. Try again in {wait} second{'s' if wait > 1 else ''}."
        page = render_template("admin/sign_in.html", form=form, refusal=refusal)
        return page, 429, {"Retry-After": str(wait)}
    token = secrets.token_urlsafe(32)
    with throttle.hashing:
        operator = sign_in(
            services().database,
            address,
            form.password.data,
            passwords=services().passwords,
            token=token,
            replaces=session.get("token"),
            now=now,
        )
    if operator is None:
        return render_template("admin/sign_in.html", form=form, refusal=REFUSED), 422
    throttle.forgive(address)
    session.clear()
    session["token"] = token
    session["seen"] = int(now.timestamp())
    return redirect(own_path(form.next.data or ""), 303)


def _current(now: datetime) -> SignedIn | None:
    token, seen = session.get("token"), session.get("seen")
    if not isinstance(token, str) or not isinstance(seen, int):
        return None
    if now.timestamp() - seen > IDLE.total_seconds():
        return None
    return resume_session(services().database, token, now=now)
