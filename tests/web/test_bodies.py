"""Senders that dawdle cost a place, never the service."""

from __future__ import annotations

import threading
from typing import Any

from werkzeug.test import create_environ, run_wsgi_app

from cookieguard.web.bodies import Bodies


class Dawdler:
    """A body that does not end until it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.end = threading.Event()

    def read(self, _size: int) -> bytes:
        self.asked.set()
        assert self.end.wait(30)
        return b"late"


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def a_post(body: Any = None) -> dict[str, Any]:
    environ = create_environ("/admin/sign-in", method="POST", data=b"body")
    return {**environ, "wsgi.input": body} if body else environ


def status(app: Bodies, environ: dict[str, Any]) -> str:
    return run_wsgi_app(app, environ, buffered=True)[1]


def test_a_body_arrives_whole():
    body, answered, _ = run_wsgi_app(Bodies(echo), a_post(), buffered=True)
    assert (b"".join(body), answered) == (b"body", "200 OK")


def test_those_who_dawdle_leave_the_rest_at_work_and_make_room_again():
    app, dawdlers = Bodies(echo, places=2), [Dawdler(), Dawdler()]
    threads = [threading.Thread(target=status, args=(app, a_post(body))) for body in dawdlers]
    for thread, dawdler in zip(threads, dawdlers, strict=True):
        thread.start()
        assert dawdler.asked.wait(10)
    assert status(app, create_environ("/b/shop.js")) == "200 OK"
    assert status(app, a_post()) == "503 Service Unavailable"
    for dawdler in dawdlers:
        dawdler.end.set()
    for thread in threads:
        thread.join(10)
    assert status(app, a_post()) == "200 OK"
