"""Finds the programs that the bench drives and that pip does not bring: wrk and nginx."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools import debian

NEEDED = ("wrk", "nginx")
# Not everybody's PATH has the folder in which distributions keep servers.
_SERVERS = "/usr/sbin:/usr/local/sbin"


def find(name: str) -> str | None:
    """Return the path of a program, or None."""
    return shutil.which(name) or shutil.which(name, path=_SERVERS)


def install_missing() -> None:
    """Let root's apt-get bring what is missing; for anybody else the tables say so."""
    missing = [name for name in NEEDED if find(name) is None]
    if not missing or os.geteuid() != 0 or not debian.may_install():
        return
    print("Installing with apt-get:", *missing, file=sys.stderr)
    if debian.install(*missing) and "nginx" in missing and shutil.which("service"):
        # The package starts a server of its own, which nobody asked for.
        subprocess.run(["service", "nginx", "stop"], stdout=sys.stderr, check=False)
