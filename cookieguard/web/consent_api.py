"""`POST /v1/sites/SITE/choices`: puts a choice on record, for pages of the site's own origins only."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cookieguard.errors import BadRequest, CookieguardError
from cookieguard.usecases.record_choice import Signers, record_choice
from cookieguard.web.answers import Header, HttpAnswer, json_answer, problem
from cookieguard.web.choice_body import parse_body, read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from cookieguard.storage.writer import ChoiceWriter
    from cookieguard.usecases.live_sites import LiveSite
    from cookieguard.web.shelf import Shelf

log = logging.getLogger(__name__)

_PATH = re.compile(r"/v1/sites/([a-z0-9-]{1,48})/choices")
_PREFLIGHT: tuple[Header, ...] = (
    ("Access-Control-Allow-Methods", "POST"),
    ("Access-Control-Allow-Headers", "Content-Type"),
    ("Access-Control-Max-Age", "7200"),
)


class UnknownSite(BadRequest):
    """No site of that name is published."""

    code = "unknown-site"
    status = 404
    title = "No such site"


class WrongOrigin(BadRequest):
    """The page that asks is not one of the site's."""

    code = "wrong-origin"
    status = 403
    title = "This origin may not record choices here"


class MethodNotAllowed(BadRequest):
    """Only POST, and OPTIONS for the browser's own question."""

    code = "method-not-allowed"
    status = 405
    title = "Use POST"


@dataclass(frozen=True, slots=True)
class ConsentApi:
    """The endpoint with all it needs; `clock` returns the aware UTC time of now."""

    shelf: Shelf
    writer: ChoiceWriter
    signers: Signers
    clock: Callable[[], datetime]

    def serve(self, environ: WSGIEnvironment) -> HttpAnswer:
        """Answer a request below `/v1/sites/`; every refusal is a problem+json and one log line."""
        shared: tuple[Header, ...] = (("Vary", "Origin"),)
        site_id = "?"
        try:
            site = self._site(environ)
            site_id = site.id
            _check_method(environ)
            origin = _origin(environ, site)
            # Also a refusal is readable for the page, so that its outbox knows what to do.
            shared = (*shared, ("Access-Control-Allow-Origin", origin))
            return self._answer(environ, site, shared)
        except CookieguardError as error:
            # The code says what was wrong; the request's own words stay out of the log.
            log.warning("choice refused: site=%s code=%s status=%d", site_id, error.code, error.status)
            allow = (("Allow", "POST, OPTIONS"),) if isinstance(error, MethodNotAllowed) else ()
            return problem(error, *shared, *allow)

    def _site(self, environ: WSGIEnvironment) -> LiveSite:
        match = _PATH.fullmatch(environ["PATH_INFO"])
        site = self.shelf.site(match[1]) if match else None
        if site is None:
            raise UnknownSite("No site of this name is published here; nothing was recorded.")
        return site

    def _answer(self, environ: WSGIEnvironment, site: LiveSite, shared: tuple[Header, ...]) -> HttpAnswer:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return HttpAnswer(204, (*shared, *_PREFLIGHT))
        answer = parse_body(read_body(environ))
        recorded = record_choice(
            answer,
            site.id,
            self.shelf.asked_under(answer.version),
            writer=self.writer,
            signers=self.signers,
            now=self.clock(),
        )
        content = {"record": recorded.record, "receipt": recorded.receipt, "cookie": recorded.cookie}
        return json_answer(201 if recorded.is_new else 200, content, *shared)


def _check_method(environ: WSGIEnvironment) -> None:
    if environ["REQUEST_METHOD"] not in ("POST", "OPTIONS"):
        raise MethodNotAllowed("A choice is sent with POST; nothing was recorded.")


def _origin(environ: WSGIEnvironment, site: LiveSite) -> str:
    origin: str = environ.get("HTTP_ORIGIN", "")
    if origin not in site.origins:
        raise WrongOrigin("This page's origin is not listed in the site definition; nothing was recorded.")
    return origin
