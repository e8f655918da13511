"""Opens the dialog alone, with a port that only remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.dialog_bench.bench_app import bench_app
from tests.browser.dialog_bench.bench_page import DESKTOP

SHIFTS = """addEventListener("DOMContentLoaded", () => { window.shifts = [] })
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift", buffered: true })"""


@pytest.fixture
def bench(browser, shop_server) -> Iterator[Callable[..., Page]]:
    """Open the bench page: `bench("granted", language="en", screen=PHONE)`; its console must stay clean.

    The flags are those of `bench_app`; other names are options of a browser context.
    """
    problems: list[str] = []

    def complain(message: Any) -> None:
        if message.type == "error":
            problems.append(message.text)

    with ExitStack() as ending:
        ending.enter_context(shop_server.serving(bench_app))

        def bench(
            *flags: str, language: str = "nl", layout: str = "box", screen: Any = DESKTOP, **options: Any
        ) -> Page:
            context = browser.private_window(**screen, **options)
            ending.callback(context.close)
            page = context.new_page()
            page.on("console", complain)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.add_init_script(SHIFTS)
            page.goto(f"https://shop.test/?language={language}&layout={layout}&" + "&".join(flags))
            page.wait_for_selector("html[data-bench]")
            return page

        yield bench
    assert problems == []
