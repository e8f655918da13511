"""Fetches other consent tools by name with npm and says which of their files a page has to load.

Law: nothing of a package is run, and nothing but the package itself is fetched.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "peers"
TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Peer:
    """A package and the files that its manual has a page load; `counted` says what they are."""

    package: str
    wanted: str
    files: Sequence[str]
    counted: str


PEERS = (
    Peer(
        "vanilla-cookieconsent",
        "3.1",
        ("dist/cookieconsent.umd.js", "dist/cookieconsent.css"),
        "JS, CSS; texts are the site's to write and not counted",
    ),
    Peer("klaro", "0.7", ("dist/klaro.js",), "JS with CSS and all languages inside"),
    Peer(
        "tarteaucitronjs",
        "1.34",
        (
            "tarteaucitron.min.js",
            "css/tarteaucitron.min.css",
            "lang/tarteaucitron.nl.min.js",
            "tarteaucitron.services.min.js",
        ),
        "JS, CSS, Dutch, services",
    ),
)


class Unreachable(Exception):
    """A peer cannot be had here; the message says why."""


def fetch(peer: Peer) -> tuple[str, list[bytes]]:
    """Return the version and the files of a peer; raises Unreachable."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unreachable("not measured: npm is not installed")
    FOLDER.mkdir(exist_ok=True)
    try:
        packed = subprocess.run(
            [npm, "pack", f"{peer.package}@{peer.wanted}", "--json", "--ignore-scripts", "--loglevel=error"],
            cwd=FOLDER,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Unreachable("not measured: npm could not fetch it") from None
    (entry,) = json.loads(packed.stdout)
    return entry["version"], read_package(FOLDER / entry["filename"], peer.files)


def read_package(archive: Path, names: Sequence[str]) -> list[bytes]:
    """Return the named files of a package as npm packs it; raises KeyError for one that is not there."""
    with tarfile.open(archive) as package:
        found = [package.extractfile(f"package/{name}") for name in names]
        return [file.read() for file in found if file is not None]
