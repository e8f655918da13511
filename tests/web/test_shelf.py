"""What is in force is held in memory: renewed in time, and kept when the database goes away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from cookieguard.errors import Unavailable
from cookieguard.storage.database import Database
from cookieguard.web.shelf import RENEW_SECONDS, Shelf
from tests.builders import a_body
from tests.consent_server import ConsentServer, a_server


@pytest.fixture
def server(tmp_path) -> Iterator[ConsentServer]:
    with a_server(tmp_path) as server:
        yield server


@contextmanager
def database_gone(server: ConsentServer) -> Iterator[None]:
    """Put something that is no database in the place of its file, then the file back."""
    server.services.database.close()
    files = [server.file.with_name(server.file.name + suffix) for suffix in ("", "-wal", "-shm")]
    kept = {file: file.read_bytes() for file in files if file.exists()}
    for file in kept:
        file.unlink()
    server.file.write_bytes(b"This is no database. " * 500)
    try:
        yield
    finally:
        server.services.database.close()
        for file in files:
            file.unlink(missing_ok=True)
        for file, content in kept.items():
            file.write_bytes(content)


@contextmanager
def statements(server: ConsentServer) -> Iterator[list[str]]:
    """Collect what is asked of the database."""
    engine, asked = server.services.database._engine, []

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def script(server: ConsentServer, path: str = "/b/shop.js") -> str:
    return server.send(path, "GET").text


def test_a_publication_is_seen_after_the_renewal_and_not_before(server):
    before = script(server)
    server.publish(name="Renamed")
    server.clocks.forward(RENEW_SECONDS)
    assert script(server) == before
    server.clocks.forward(0.1)
    assert script(server) != before


def test_a_new_site_is_seen_after_the_renewal(server):
    assert server.send("/b/other.js", "GET").status_code == 404
    server.publish(site="other")
    server.clocks.forward(RENEW_SECONDS + 0.1)
    assert server.send("/b/other.js", "GET").status_code == 200


def test_between_renewals_the_database_is_not_asked(server):
    script(server)
    with statements(server) as asked:
        for _ in range(50):
            script(server)
        assert asked == []
        server.clocks.forward(RENEW_SECONDS + 0.1)
        for _ in range(50):
            script(server)
        assert len(asked) == 1


def test_what_never_changes_is_read_once(server):
    ((version,),) = server.rows("SELECT id FROM notice")
    path = f"/b/shop/{version}.js"
    first = script(server, path)
    with statements(server) as asked:
        server.clocks.forward(1000)
        assert script(server, path) == first
    assert asked == []


def test_what_is_not_there_yet_is_looked_for_again(server):
    shelf = server.shelf
    assert shelf.asked_under("f" * 64) is None
    published = server.publish(name="Renamed")
    assert shelf.asked_under(published.notice_id).notice_id == published.notice_id
    assert shelf.script("shop", published.notice_id).hash == published.script


def test_memory_does_not_grow_with_what_is_asked_for(server, monkeypatch):
    monkeypatch.setattr("cookieguard.web.shelf._REMEMBERED", 3)
    versions = [server.publish(name=f"Name {n}").notice_id for n in range(5)]
    for version in versions:
        assert server.shelf.asked_under(version)
        assert len(server.shelf._immutable) <= 3


def test_a_database_that_goes_away_keeps_serving_the_last_script(server, caplog):
    before = script(server)
    with database_gone(server):
        server.clocks.forward(RENEW_SECONDS + 0.1)
        with caplog.at_level(logging.WARNING):
            assert script(server) == before
        assert "serving what was in force before" in caplog.text
        assert server.send("/b/nobody.js", "GET").status_code == 404
    server.publish(name="Renamed")
    server.clocks.forward(RENEW_SECONDS + 0.1)
    assert script(server) != before


def test_files_that_were_served_before_outlive_the_database(server):
    ((version,),) = server.rows("SELECT id FROM notice")
    path = f"/b/shop/{version}.js"
    before = script(server, path)
    with database_gone(server):
        assert script(server, path) == before
        assert server.send("/b/ui.0000000000000000.js", "GET").status_code == 503


def test_a_choice_is_refused_for_now_while_the_database_is_away(server, caplog):
    ((version,),) = server.rows("SELECT id FROM notice")
    body = a_body(version)
    script(server)
    with database_gone(server):
        server.clocks.forward(RENEW_SECONDS + 0.1)
        answer = server.choose(body)
        assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Access-Control-Allow-Origin"] == "https://www.shop.example"
    assert server.choose(body).status_code == 201


def test_a_database_that_never_answered_is_told_and_not_taken_for_an_empty_one(tmp_path):
    file = tmp_path / "cookieguard.sqlite3"
    file.write_bytes(b"This is no database. " * 500)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(Unavailable):
        Shelf(database, lambda: 0.0).site("shop")
    database.close()


def test_a_renewal_that_fails_for_another_reason_keeps_what_was_there(server, caplog):
    """A table that a newer release has renamed, say: pages go on, and the operator finds the traceback."""
    before = script(server)
    with server.services.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE publication RENAME TO publication_2")
    server.clocks.forward(RENEW_SECONDS + 0.1)
    assert script(server) == before
    (record,) = [record for record in caplog.records if record.name == "cookieguard.web.shelf"]
    assert record.exc_info


def test_one_request_pays_for_the_renewal_and_the_others_go_on(server):
    """A slow database must not hold up pages that can be served from memory."""
    before = script(server)
    server.clocks.forward(RENEW_SECONDS + 0.1)
    reached, release = threading.Event(), threading.Event()
    engine = server.services.database._engine

    def hold(*_):
        reached.set()
        assert release.wait(20)

    event.listen(engine, "before_cursor_execute", hold)
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(server.shelf.site, "shop")
        assert reached.wait(20)
        quick = pool.submit(script, server)
        try:
            assert quick.result(10) == before
        finally:
            release.set()
        assert slow.result(20).id == "shop"
    event.remove(engine, "before_cursor_execute", hold)


def test_the_first_requests_all_wait_for_the_first_reading(server):
    shelf, together = Shelf(server.services.database, lambda: 0.0), threading.Barrier(8)

    def ask(_: int) -> bool:
        together.wait()
        return shelf.site("shop") is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
