"""Builds the virtual environment of the Makefile's commands: `python -m tools.environment .venv [GROUP]`.

Law: standard library only, and readable by an old Python, because it runs before anything is installed.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from tools import debian

NEEDED = (3, 11)


def main(folder: str, group: str | None = None) -> None:
    """Make the environment if it is missing, then install the project, or one dependency group, into it."""
    _refuse_an_old_python()
    python = Path(folder, "bin", "python")
    if not python.exists():
        _create(folder)
        # Dependency groups need pip 25.1; the one that comes with Python is often older.
        _pip(python, "install", "--upgrade", "pip>=25.1")
    if group:
        _pip(python, "install", "--group", group)
    else:
        _pip(python, "install", "--editable", ".")


def _refuse_an_old_python() -> None:
    if sys.version_info[:2] < NEEDED:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"CookieGuard needs Python {NEEDED[0]}.{NEEDED[1]} or later; {sys.executable} is {found}.\n"
            "If a later one is installed, name it: make run PYTHON=python3.12"
        )


def _create(folder: str) -> None:
    """Make the environment; Debian and Ubuntu keep what that needs in a package of its own."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if importlib.util.find_spec("ensurepip") is None and not (
        debian.may_install() and debian.install(package)
    ):
        sys.exit(
            f"{sys.executable} cannot make virtual environments: its 'ensurepip' module is missing.\n"
            f"On Debian and Ubuntu: sudo apt-get install {package}   then try again."
        )
    # A new process, because this one started before ensurepip was there; --clear mends a half-made one.
    _run(sys.executable, "-m", "venv", "--clear", folder)


def _pip(python: Path, *arguments: str) -> None:
    print("pip", *arguments, flush=True)
    _run(str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def _run(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"This command failed, see above: {' '.join(command)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
