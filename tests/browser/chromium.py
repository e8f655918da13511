"""Starts the Chromium of the tests, for which every host there is resolves to a port of this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tools.browser import find

SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 3,
        "has_touch": True,
        "is_mobile": True,
    },
}
SILENT = (
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # These have no off switch in every version; they are sent to hosts that do not exist. A page that asks
    # for the same services at their own hosts still reaches the recorder.
    "--autofill-server-url=https://autofill.invalid/",
    "--component-updater=url-source=https://updates.invalid/",
    "--gaia-url=https://accounts.invalid",
)
"""Keeps Chromium from calling its maker: what the recorder hears is the page's doing alone."""
NewContext = Callable[..., BrowserContext]
THIRD_PARTY_COOKIES_ALLOWED = {"profile": {"cookie_controls_mode": 0}}


class Chromium:
    """Opens windows in which each host (`*` and `*.x` allowed, first fit) is found at its local port."""

    def __init__(self, playwright: Playwright, ports: Mapping[str, int]) -> None:
        hosts = [f"MAP {host} 127.0.0.1:{port}" for host, port in ports.items()]
        resolve = ", ".join(["MAP *.invalid ~NOTFOUND", *hosts])
        self._kind = playwright.chromium
        self._start: dict[str, Any] = {
            "executable_path": find(self._kind.executable_path),
            "args": [f"--host-resolver-rules={resolve}", "--ignore-certificate-errors", *SILENT],
        }
        self._shared = self._kind.launch(**self._start)

    def private_window(self, **options: Any) -> BrowserContext:
        """Open a window that is quick to make, but makes no preconnects and refuses third-party cookies."""
        return self._shared.new_context(**options)

    def ordinary_window(self, profile: Path, **options: Any) -> BrowserContext:
        """Open a window as many visitors have it: a browser of its own, which takes a second to start."""
        preferences = profile / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True)
        preferences.write_text(json.dumps(THIRD_PARTY_COOKIES_ALLOWED))
        return self._kind.launch_persistent_context(profile, **self._start, **options)

    def close(self) -> None:
        """Close the browser that private windows share."""
        self._shared.close()
