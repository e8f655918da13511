"""Tells when a page will do nothing more by itself, so that a test may claim that nobody was contacted."""

from __future__ import annotations

import itertools
import time
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Error, Page, Request

from tests.browser.recorder import MARKER_HOST, Recorder

DRAIN = """() => new Promise((done) => {
  const idle = () => requestIdleCallback(() => setTimeout(done), { timeout: 1000 })
  requestAnimationFrame(() => requestAnimationFrame(idle))
})"""
"""Lets timers without delay, microtasks, observers, two frames and one idle moment pass."""

_marker_numbers = itertools.count(1)
_in_flight: WeakKeyDictionary[BrowserContext, _InFlight] = WeakKeyDictionary()


class _InFlight:
    """The requests of one browser context: how many were ever sent, and which are not answered yet."""

    def __init__(self, context: BrowserContext) -> None:
        self.sent = 0
        self.unanswered: set[Request] = set()
        context.on("request", self._add)
        context.on("requestfinished", self._drop)
        context.on("requestfailed", self._drop)

    def _add(self, request: Request) -> None:
        self.sent += 1
        self.unanswered.add(request)

    def _drop(self, request: Request) -> None:
        self.unanswered.discard(request)


def watch(context: BrowserContext) -> BrowserContext:
    """Follow the requests of a new context, as `settled` needs."""
    _in_flight[context] = _InFlight(context)
    return context


def settled(page: Page, recorder: Recorder, timeout: float = 15) -> None:
    """Return when the page is loaded and idle, waits for no answer, and all it sent has reached the recorder.

    The last is shown by a marker: a request that the same browser sends afterwards, heard by the recorder.
    Fails after `timeout` seconds. A timer set for later is beyond this; use Playwright's clock there.
    """
    _wait_until_quiet(page, time.monotonic() + timeout)
    marker = f"/{next(_marker_numbers)}"
    beside = page.context.new_page()
    beside.goto(f"https://{MARKER_HOST}{marker}")
    beside.close()
    recorder.wait_for_marker(marker)


def _wait_until_quiet(page: Page, deadline: float) -> None:
    """Let rounds of idleness pass until a whole one has sent nothing and left nothing unanswered."""
    traffic = _in_flight[page.context]
    before = -1
    while before != traffic.sent or traffic.unanswered:
        waiting = "\n  ".join(request.url for request in traffic.unanswered)
        assert time.monotonic() < deadline, f"The page does not come to rest. It waits for:\n  {waiting}"
        before = traffic.sent
        try:
            page.wait_for_load_state("load")
            page.evaluate(DRAIN)
        except Error as error:
            # The page went on to another address or loaded anew in the middle of a round: begin again there.
            if "context was destroyed" not in error.message and "navigat" not in error.message:
                raise
            before = -1
