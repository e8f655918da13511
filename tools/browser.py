"""Finds the Chromium for the browser tests, or installs one: `python -m tools.browser` prints its path.

Order: COOKIEGUARD_TEST_CHROMIUM, Playwright's own, Playwright's own downloaded now, the distribution's, the
distribution's installed now. No browser is a failure with its mend, never a reason to skip a test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tools import debian

VARIABLE = "COOKIEGUARD_TEST_CHROMIUM"
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
DRIVER_LIBRARY = "libatomic1"
DOWNLOAD_SECONDS = 300
MEND = (
    "No Chromium was found for the browser tests. One of these mends it:\n"
    "  sudo .venv/bin/playwright install --with-deps chromium   (downloads Playwright's own)\n"
    "  sudo apt-get install chromium                            (Debian)\n"
    f"  export {VARIABLE}=/path/to/chromium     (one that you have)"
)


class NoBrowser(Exception):
    """There is no Chromium that starts; the message says how to get one."""


def find(playwrights_own: str) -> str:
    """Return the executable of an installed Chromium that starts; raise NoBrowser where there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        if not _starts(named):
            raise NoBrowser(f"{VARIABLE} names {named}, which does not start.\n{MEND}")
        return named
    candidates = [playwrights_own, *filter(None, map(shutil.which, ("chromium", "chromium-browser")))]
    for candidate in candidates:
        if _starts(candidate):
            return candidate
    raise NoBrowser(MEND)


def find_or_install(playwrights_own: str) -> str:
    """Return the executable of a Chromium that starts, installed now if need be; raise NoBrowser without."""
    if not os.environ.get(VARIABLE) and not _starts(playwrights_own):
        _download()
    try:
        return find(playwrights_own)
    except NoBrowser:
        # Without recommended packages Debian's Chromium has no font, and a page without letters has no size.
        if os.environ.get(VARIABLE) or not (
            debian.may_install() and debian.install("chromium", "fonts-liberation")
        ):
            raise
    return find(playwrights_own)


def _starts(executable: str) -> bool:
    """Run it once: a download without its libraries, or a distribution's placeholder, exists but fails."""
    try:
        return (
            subprocess.run([executable, "--version"], capture_output=True, timeout=60, check=False).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _download() -> None:
    """Ask Playwright for its own Chromium; where its servers cannot be reached this fails within seconds."""
    try:
        done = subprocess.run(
            [*PLAYWRIGHT, "install", "--no-shell", "chromium"],
            capture_output=True,
            timeout=DOWNLOAD_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        print("Playwright's own Chromium cannot be downloaded here; looking for another.", file=sys.stderr)
    elif debian.may_install():
        subprocess.run([*PLAYWRIGHT, "install-deps", "chromium"], stdout=sys.stderr, check=False)


def _make_playwright_run() -> None:
    """Install the one library that a bare Debian lacks for Playwright's driver; raise NoBrowser without."""
    if _playwright_runs() or (debian.may_install() and debian.install(DRIVER_LIBRARY) and _playwright_runs()):
        return
    raise NoBrowser(f"Playwright does not start. On Debian and Ubuntu: sudo apt-get install {DRIVER_LIBRARY}")


def _playwright_runs() -> bool:
    return subprocess.run([*PLAYWRIGHT, "--version"], capture_output=True, check=False).returncode == 0


def main() -> None:
    """Print the path of the executable, or say what to do and exit with status 1."""
    try:
        _make_playwright_run()
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
        print(find_or_install(own))
    except NoBrowser as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
