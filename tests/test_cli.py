"""The command line as an operator types it: what it prints, what it refuses, and what it leaves in the database."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from argon2 import PasswordHasher

from cookieguard import __version__
from cookieguard.cli import main
from tests.builders import a_definition

ROOT = Path(__file__).parent.parent


class CommandLine:
    """Runs commands on a data folder of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.database = folder / "data" / "cookieguard.sqlite3"
        self._capsys = capsys

    def __call__(self, *arguments: object, status: int = 0) -> str:
        """Run a command, expect its exit status, and return what it says (errors where it fails)."""
        assert main([str(argument) for argument in arguments]) == status
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return err if status else out

    def file(self, text: str | None = None, **changes: object) -> Path:
        """Write a definition to a file."""
        path = self.folder / "shop.yaml"
        path.write_text(text or yaml.safe_dump(a_definition(**changes), sort_keys=False), "utf-8")
        return path

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Read the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement).fetchall()

    def state(self) -> list[list[tuple[object, ...]]]:
        """Return all that a refused command must leave alone."""
        return [
            self.rows(f"SELECT * FROM {table}") for table in ("site", "notice", "publication", "artifact")
        ]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> CommandLine:
    for name in [name for name in os.environ if name.startswith("COOKIEGUARD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COOKIEGUARD_DATA_DIR", str(tmp_path / "data"))
    return CommandLine(tmp_path, capsys)


def in_a_process(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from cookieguard.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_tells_its_version():
    done = in_a_process("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"cookieguard {__version__}\n", "")


def test_an_unknown_setting_stops_every_command_before_it_does_anything(tmp_path):
    folder = tmp_path / "data"
    done = in_a_process("db", "upgrade", COOKIEGUARD_DATA_DIR=str(folder), COOKIEGUARD_PROT="5081")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "cookieguard: COOKIEGUARD_PROT is not a setting of CookieGuard; did you mean COOKIEGUARD_PORT?\n"
    )
    assert not folder.exists()


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["site"], ["site", "apply"], ["db"], ["user", "add"]]
)
def test_a_command_that_is_not_understood_is_met_with_its_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: cookieguard" in capsys.readouterr().err


def test_the_database_is_made_and_brought_up_to_date(run):
    for _ in range(2):
        assert run("db", "upgrade") == "The database is up to date.\n"
    assert run.rows("SELECT count(*) FROM consent_event") == [(0,)]


def test_a_definition_is_applied_as_a_draft(run):
    assert run("site", "apply", run.file()) == "The Shop: saved as the draft of shop.\n"
    assert run.rows("SELECT count(*) FROM site") == [(1,)]
    assert run.rows("SELECT count(*) FROM publication") == [(0,)]


def test_a_definition_is_applied_and_published_with_a_note(run):
    said = run("site", "apply", run.file(), "--publish", "--note", "First of all")
    ((notice_id, by, note),) = run.rows("SELECT notice_id, published_by, note FROM publication")
    assert said.splitlines() == [
        "The Shop: saved as the draft of shop.",
        f"Published notice {notice_id[:16]}; pages get it within a minute.",
    ]
    assert (by, note) == ("command line", "First of all")


def test_a_file_with_mistakes_names_each_with_its_line_and_changes_nothing(run):
    run("site", "apply", run.file(), "--publish")
    before = run.state()
    path = run.file(name="Renamed", validity_days=731, vendors=[{"id": "youtub"}])
    lines = path.read_text("utf-8").splitlines()
    days, vendor = lines.index("validity_days: 731") + 1, lines.index("- id: youtub") + 1
    said = run("site", "apply", path, "--publish", status=1)
    assert said.splitlines() == [
        f"{path}:{days}: validity_days: 731 is out of range; write a whole number from 1 to 730",
        f"{path}:{vendor}: vendors[0].id: 'youtub' is not in the vendor catalogue; did you mean youtube?",
        "cookieguard: 2 mistake(s) in the site definition; nothing was saved or published.",
    ]
    assert run.state() == before


def test_damaged_yaml_names_its_line_and_makes_no_database(run):
    path = run.file("site: shop\nname: 'open\n")
    assert run("site", "apply", path, "--publish", status=1).startswith(f"cookieguard: {path}:3: ")
    assert not run.database.exists()


def test_a_file_that_is_not_there_is_named(run):
    path = run.folder / "nothing.yaml"
    said = run("site", "apply", path, status=1)
    assert said == f"cookieguard: {path}: cannot be read (No such file or directory); nothing was changed.\n"


def test_the_sites_are_listed_with_what_they_serve_and_what_they_would(run):
    assert run("site", "list") == ""
    run("site", "apply", run.file(), "--publish")
    run("site", "apply", run.file(site="other", name="Other"))
    ((notice_id,),) = run.rows("SELECT id FROM notice")
    assert run("site", "list").splitlines() == [
        "other  not published  draft changed  Other",
        f"shop  notice {notice_id[:16]}  draft same  The Shop",
    ]
    run("site", "apply", run.file(name="Renamed"))
    assert run("site", "list").splitlines()[1] == f"shop  notice {notice_id[:16]}  draft changed  Renamed"


def test_an_operators_password_is_shown_once_and_stored_only_as_a_hash(run):
    said = run("user", "add", "Anna@Example.com")
    password = re.search(r"shown only now: (\S+)\n", said)[1]
    ((email, stored),) = run.rows("SELECT email, password_hash FROM operator")
    assert email == "anna@example.com"
    assert PasswordHasher().verify(stored, password)
    for file in run.database.parent.iterdir():
        assert password.encode() not in file.read_bytes()


def test_an_operator_is_added_once(run):
    run("user", "add", "anna@example.com")
    said = run("user", "add", "ANNA@example.com", status=1)
    assert said == "cookieguard: anna@example.com is an operator already; nothing was changed.\n"
    assert run.rows("SELECT count(*) FROM operator") == [(1,)]


def test_what_is_no_address_is_no_operator(run):
    assert "is not an e-mail address; nobody was added" in run("user", "add", "anna", status=1)


def test_a_database_that_is_none_is_told_without_its_password(run, monkeypatch):
    monkeypatch.setenv("COOKIEGUARD_DATABASE_URL", "mysql://anna:s3cret@db/consent")
    said = run("db", "upgrade", status=1)
    assert said.startswith("cookieguard: A database URL that starts with mysql:// is not supported")
    assert "s3cret" not in said
