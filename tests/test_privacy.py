"""No address, browser name, cookie or query of a visitor is kept or logged, whatever is asked and however it ends.

Every request below carries marks wherever a browser could put something personal. None may turn up in any
file of the data folder or in any log, of whichever library.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from cookieguard.usecases.add_operator import add_operator
from tests.builders import NOW
from tests.consent_server import ConsentServer, a_server
from tests.marked_visits import Marks, Send, files_with_marks, visit
from tests.web.admin_browser import ANNA, PASSWORD, AdminBrowser

ROOT = Path(__file__).parent.parent
SLOW = 30.0


@pytest.fixture
def marks() -> Marks:
    return Marks()


@pytest.fixture
def server(tmp_path) -> Iterator[ConsentServer]:
    with a_server(tmp_path) as server:
        yield server


@pytest.fixture
def logs(caplog) -> pytest.LogCaptureFixture:
    """Hear every logger at its most talkative, also those that are quiet by themselves."""
    names = ["", *logging.root.manager.loggerDict]
    before = {name: logging.getLogger(name).level for name in names}
    caplog.set_level(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def in_this_process(server: ConsentServer, marks: Marks) -> Send:
    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        address = {"REMOTE_ADDR": marks.address(), "REMOTE_HOST": marks.word(), "REMOTE_USER": marks.word()}
        server.send(path, method, headers=headers, data=body, environ_overrides=address)

    return send


def the_version(server: ConsentServer) -> str:
    ((version,),) = server.rows("SELECT id FROM notice")
    return str(version)


def test_nothing_personal_is_stored_or_logged(server, marks, logs):
    visit(in_this_process(server, marks), marks, the_version(server))
    assert server.counts()["consent_event"] == 3
    assert logs.records
    assert len(marks.all) > 300
    assert files_with_marks(server.folder, marks) == {}
    assert marks.found_in(logs.text) == []


def test_a_failure_of_the_database_logs_nothing_personal(server, marks, logs):
    with server.services.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE consent_event RENAME TO elsewhere")
    visit(in_this_process(server, marks), marks, the_version(server))
    assert "not written" in logs.text
    assert marks.found_in(logs.text) == []


def test_signing_in_stores_and_logs_no_address_and_no_password(server, marks, logs):
    add_operator(
        server.services.database,
        ANNA,
        PASSWORD,
        passwords=server.services.passwords,
        operator_id="anna",
        now=NOW,
    )
    browser = AdminBrowser(server.app)
    typed = marks.word()
    for email, password in ((ANNA, typed), (f"{typed}@example.com", PASSWORD), (ANNA, PASSWORD)):
        token = browser.token()
        own = {"Referer": "http://localhost/admin/", "Cookie": f"cookieguard={browser.cookie()}"}
        data = {"csrf_token": token, "email": email, "password": password}
        browser.open(
            "/admin/sign-in",
            "POST",
            data=data,
            headers={**marks.headers(), **own},
            environ_overrides={"REMOTE_ADDR": marks.address()},
        )
    assert server.counts()["operator_session"] == 1
    assert files_with_marks(server.folder, marks) == {}
    assert marks.found_in(logs.text) == []
    marks.all = {PASSWORD}
    assert files_with_marks(server.folder, marks) == {}
    assert marks.found_in(logs.text) == []


def test_a_mark_that_is_kept_would_be_found(server, marks):
    """The search itself: in the database's file or the log beside it, once committed."""
    word = marks.word()
    with server.services.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO counter VALUES (?, '2026-03-02', 'x', 1)", (word,))
    assert [word] in files_with_marks(server.folder, marks).values()


def test_no_table_has_a_place_for_an_address_a_browser_or_a_url(server):
    columns = {
        name
        for (table,) in server.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in server.rows(f"SELECT name FROM pragma_table_info('{table}')")
    }
    assert "recorded_at" in columns
    assert not [
        name
        for name in columns
        if any(part in name.split("_") for part in ("ip", "address", "agent", "url", "referer"))
    ]


@contextmanager
def serving(folder: Path, log: Path) -> Iterator[int]:
    """Run `cookieguard serve` as an operator does, at its most talkative, and give its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "DEBUG"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from cookieguard.cli import main; main(['serve'])"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                **{f"COOKIEGUARD_{name}": value for name, value in settings.items()},
            },
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(SLOW)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as the server answers."""
    pause = threading.Event()
    for _ in range(int(SLOW / 0.05)):
        assert process.poll() is None, "the server has stopped"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pause.wait(0.05)
    raise AssertionError("the server did not answer in time")


def test_the_server_as_it_is_run_stores_and_logs_nothing_personal(tmp_path, marks):
    """With its real WSGI server, whose access log would hold addresses and queries."""
    folder, log = tmp_path / "data", tmp_path / "log"
    with a_server(folder) as server:
        version = the_version(server)

    with serving(folder, log) as port:

        def send(method: str, path: str, headers: dict[str, Any], body: bytes) -> None:
            connection = HTTPConnection("127.0.0.1", port, timeout=SLOW)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()

        visit(send, marks, version)
        ((event_id,), *others) = rows(folder, "SELECT event_id FROM consent_event")
    assert len(others) == 2
    text = log.read_text("utf-8")
    assert "choice refused" in text
    assert files_with_marks(folder, marks) == {}
    assert marks.found_in(text) == []
    # The records themselves are no business of a log either, nor is what the database library says.
    assert event_id not in text.replace("-", "")
    assert "sqlalchemy" not in text


def rows(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    """Read the database in a data folder."""
    with closing(sqlite3.connect(folder / "cookieguard.sqlite3")) as connection:
        return connection.execute(statement).fetchall()
