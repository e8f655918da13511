"""Processes that die or compete while they write: what was acknowledged is there, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select, text

from cookieguard.storage import choices
from cookieguard.storage.database import Database
from cookieguard.storage.schema import consent_event
from tests.storage.builders import a_consent_event

ROOT = Path(__file__).parents[2]
ENDLESS = 1_000_000


def start_writing(url: str, prefix: str, threads: int, events: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.writing_process", url, prefix, str(threads), str(events)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_after(process: subprocess.Popen[str], acknowledged: int) -> list[str]:
    """Kill the process once it has printed that many lines; return the id in every line it printed."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(acknowledged)]
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [line.split()[0] for line in lines]


def test_every_acknowledged_choice_outlives_a_kill(shop: Database, url: str) -> None:
    acknowledged: list[str] = []
    for life in range(3):
        acknowledged += killed_after(start_writing(url, f"life {life}", 16, ENDLESS), acknowledged=300)
    assert len(set(acknowledged)) == len(acknowledged) >= 900
    with shop.read() as connection:
        rows = connection.execute(text("SELECT count(*), count(DISTINCT event_id) FROM consent_event")).one()
        stored = set(connection.scalars(select(consent_event.c.event_id)))
    assert rows[0] == rows[1] == len(stored)
    assert stored >= set(acknowledged)


def test_what_was_written_before_a_kill_is_known_when_it_is_sent_again(shop: Database, url: str) -> None:
    """Acknowledged or not: the browser sends again what it heard no answer for."""
    killed_after(start_writing(url, "again", 16, ENDLESS), acknowledged=200)
    with shop.read() as connection:
        before = connection.scalar(text("SELECT count(*) FROM consent_event"))
    events = [a_consent_event(f"again-{number}") for number in range(before + 64)]
    with shop.write() as connection:
        answers = choices.insert_events(connection, events)
        after = connection.scalar(text("SELECT count(*) FROM consent_event"))
    assert sum(not answer.is_new for answer in answers) == before
    assert after == len(events)


def test_processes_that_write_the_same_choices_store_each_once(shop: Database, url: str) -> None:
    processes = [start_writing(url, "same", 16, 300) for _ in range(3)]
    outputs = [process.communicate()[0].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert [len(lines) for lines in outputs] == [300, 300, 300]
    news = [line.split()[0] for lines in outputs for line in lines if line.endswith("True")]
    assert len(news) == len(set(news)) == 300
