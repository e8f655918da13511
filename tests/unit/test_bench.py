"""The bench itself: what it sends is recorded, what it counts is right, what it prints is a table."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.commits import commit_rows, copy_database, count_events
from bench.load import PlainLoader
from bench.office_shop import OfficeShop, publish_office_shop
from bench.peers import read_package
from bench.plain_load import is_whole, percentile
from bench.report import middle_ratio, table
from bench.scripts import ACCEPT
from bench.servers import Server, consent_server, family


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def shop(folder: Path) -> OfficeShop:
    return publish_office_shop(folder)


@pytest.fixture(scope="module")
def server(folder: Path, shop: OfficeShop) -> Iterator[Server]:
    """`cookieguard serve`, in processes of its own."""
    with consent_server(folder) as running:
        yield running


def send_choices(shop: OfficeShop, server: Server) -> int:
    """Send choices for a moment and return how many were acknowledged."""
    requests = shop.choices(f"127.0.0.1:{server.port}")
    load = PlainLoader().choose(server.port, requests, connections=3, seconds=0.1)
    assert load.failures == 0
    return load.answers


def test_the_sizes_are_those_of_the_bytes_that_are_served(shop, server):
    assert server.get(f"/b/{shop.site_id}.js", ACCEPT)[2] == shop.core.brotli


def test_every_choice_that_is_acknowledged_is_one_stored_row(folder, shop, server):
    before = count_events(folder / "cookieguard.sqlite3")
    acknowledged = send_choices(shop, server)
    assert acknowledged >= 3
    assert count_events(folder / "cookieguard.sqlite3") == before + acknowledged


def test_a_refused_choice_is_a_failure_and_no_answer(shop, server):
    requests = [request.replace(b"Origin: ", b"Origin: x") for request in shop.choices("127.0.0.1")]
    load = PlainLoader().choose(server.port, requests, connections=1, seconds=0)
    assert (load.answers, load.failures) == (0, 1)


def test_the_bare_loop_commits_into_the_same_table(folder, shop, server, tmp_path):
    send_choices(shop, server)
    copy = copy_database(folder / "cookieguard.sqlite3", tmp_path / "copy.sqlite3")
    before = count_events(copy)
    assert commit_rows(copy, rows_a_commit=7, seconds=0.01) > 0
    added = count_events(copy) - before
    assert added > 0
    assert added % 7 == 0


def test_what_a_server_costs_includes_its_workers(server):
    assert len(family(server.pid)) > 1


def test_a_peers_files_are_read_from_its_package(tmp_path):
    archive = tmp_path / "peer-1.0.tgz"
    with tarfile.open(archive, "w:gz") as package:
        member = tarfile.TarInfo("package/dist/peer.js")
        member.size = 3
        package.addfile(member, io.BytesIO(b"a()"))
    assert read_package(archive, ["dist/peer.js"]) == [b"a()"]
    with pytest.raises(KeyError):
        read_package(archive, ["dist/other.js"])


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n", False),
        (b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", True),
    ],
)
def test_an_answer_is_whole_with_its_last_byte(answer, whole):
    assert is_whole(answer) is whole


def test_a_percentile_is_a_time_that_was_measured():
    times = [float(number) for number in range(100, 0, -1)]
    assert (percentile(times, 50), percentile(times, 99), percentile([7.0], 99)) == (50.0, 99.0, 7.0)


def test_a_ratio_is_the_median_of_the_rounds_ratios():
    """Not the ratio of the medians, which would be 2 here: a busy round weighs on both sides."""
    assert middle_ratio([8, 2, 90], [4, 2, 100]) == "1.00"


def test_a_table_is_markdown():
    assert table("Title", ("what", "bytes"), [["core", "5,000"]], ["A note."]) == (
        "## Title\n\n| what | bytes |\n| --- | ---: |\n| core | 5,000 |\n\n- A note.\n"
    )
