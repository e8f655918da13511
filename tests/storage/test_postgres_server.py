"""The PostgreSQL that the tests bring is a real one and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from cookieguard.storage.database import Database
from tests.storage.builders import wait_until

pytestmark = pytest.mark.postgres

KILLED_RUN = """
import os, signal
from tests.postgres import running_server
with running_server() as server:
    print(server.url("postgres"), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_server_is_postgresql_and_commits_synchronously(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.read() as connection:
        version = connection.scalar(text("SELECT version()"))
        commit = connection.scalar(text("SHOW synchronous_commit"))
    database.close()
    assert version.startswith("PostgreSQL ")
    assert commit == "on"


def test_a_test_run_that_is_killed_leaves_no_server_behind() -> None:
    """Not even a folder: the server's keeper notices that its standard input has ended."""
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", KILLED_RUN], cwd=root, stdout=subprocess.PIPE, text=True, check=False
    )
    folder = Path(run.stdout.strip().partition("host=")[2])
    assert folder.is_absolute()
    wait_until(lambda: not folder.exists())
