"""Stands before Flask and answers the three public hot paths itself; all else goes on to Flask.

Why: docs/decisions/0006-a-front-before-flask.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cookieguard.errors import CookieguardError
from cookieguard.web.answers import HttpAnswer, problem
from cookieguard.web.banner import serve_script

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from cookieguard.web.consent_api import ConsentApi
    from cookieguard.web.shelf import Shelf

log = logging.getLogger(__name__)


class Fault(CookieguardError):
    """A mistake of ours; the page goes on without anything optional."""

    code = "internal-error"
    title = "The server made a mistake"


class Front:
    """A WSGI application around another."""

    def __init__(self, inner: WSGIApplication, shelf: Shelf, consent_api: ConsentApi) -> None:
        self._inner = inner
        self._shelf = shelf
        self._consent_api = consent_api

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or hand on to Flask."""
        path = environ["PATH_INFO"]
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if not (path.startswith("/v1/sites/") and path.endswith("/choices")) and not (
            reads and path.startswith("/b/")
        ):
            return self._inner(environ, start_response)
        sent = self._answer(environ, path).send(start_response)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else sent

    def _answer(self, environ: WSGIEnvironment, path: str) -> HttpAnswer:
        try:
            if path.startswith("/b/"):
                return serve_script(environ, self._shelf)
            return self._consent_api.serve(environ)
        except CookieguardError as error:
            return problem(error)
        except Exception:
            # The traceback is ours alone; it holds no request.
            log.exception("unexpected failure")
            return problem(Fault("Nothing was recorded; please try again later."))
