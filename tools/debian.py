"""Installs Debian and Ubuntu packages where this user may do so.

Law: standard library only, and readable by an old Python, because it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def may_install() -> bool:
    """Tell whether apt-get is there and runs without asking for a password."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        return True
    sudo = shutil.which("sudo")
    return (
        bool(sudo) and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    )


def install(*packages: str) -> bool:
    """Install the packages, with what apt-get says on stderr, and tell whether that worked."""
    admin = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt_get = [*admin, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    subprocess.run([*apt_get, "update"], stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False)
    wanted = [*apt_get, "install", "--no-install-recommends", *packages]
    return subprocess.run(wanted, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False).returncode == 0
