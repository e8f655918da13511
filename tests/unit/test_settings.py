"""Settings come from the environment, strictly: what is unknown or unusable stops the start and names the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookieguard.errors import InvalidSettings
from cookieguard.settings import Settings

POSTGRES = "postgresql+psycopg://anna:s3cret@db/consent"


def refusal(**environ: str) -> str:
    """Return why these variables stop the start."""
    with pytest.raises(InvalidSettings) as refused:
        Settings.from_environ({f"COOKIEGUARD_{name}": value for name, value in environ.items()})
    return refused.value.detail


def test_nothing_needs_to_be_set():
    settings = Settings.from_environ({"PATH": "/bin", "HOME": "x"})
    assert (settings.host, settings.port, settings.workers, settings.log_level) == (
        "127.0.0.1",
        5080,
        1,
        "INFO",
    )
    assert settings.secret_keys == ()


def test_the_database_lies_in_the_data_folder_by_an_absolute_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environ({"COOKIEGUARD_DATA_DIR": "data"})
    assert settings.database_url == f"sqlite:///{tmp_path}/data/cookieguard.sqlite3"


def test_every_setting_is_read():
    settings = Settings.from_environ(
        {
            "COOKIEGUARD_DATA_DIR": "/data",
            "COOKIEGUARD_DATABASE_URL": POSTGRES,
            "COOKIEGUARD_SECRET_KEYS": "first, second\nthird",
            "COOKIEGUARD_HOST": "0.0.0.0",
            "COOKIEGUARD_PORT": "80",
            "COOKIEGUARD_WORKERS": "4",
            "COOKIEGUARD_LOG_LEVEL": "DEBUG",
        }
    )
    assert settings == Settings(
        Path("/data"), POSTGRES, ("first", "second", "third"), "0.0.0.0", 80, 4, "DEBUG"
    )


def test_an_unknown_setting_stops_the_start_with_the_nearest_known_name():
    assert refusal(DATABASE_ULR="x") == (
        "COOKIEGUARD_DATABASE_ULR is not a setting of CookieGuard; did you mean COOKIEGUARD_DATABASE_URL?"
    )


def test_a_setting_like_no_other_is_met_with_the_known_ones():
    assert "known are COOKIEGUARD_DATABASE_URL, " in refusal(ZZZZZZZZZZZZZZZZZZZZ="x")


def test_the_value_of_an_unknown_setting_is_not_repeated():
    """It may be a secret under a misspelt name."""
    assert "hunter2" not in refusal(SECRET_KEY="hunter2")


def test_variables_of_others_are_left_alone():
    assert Settings.from_environ({"COOKIE": "x", "COOKIEGUARDX_PORT": "x", "COOKIEGUARD_TEST_BROWSER": "x"})


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "url").write_text(f"{POSTGRES}\n", "utf-8")
    (tmp_path / "keys").write_text("first\nsecond\n", "utf-8")
    settings = Settings.from_environ(
        {
            "COOKIEGUARD_DATABASE_URL_FILE": str(tmp_path / "url"),
            "COOKIEGUARD_SECRET_KEYS_FILE": str(tmp_path / "keys"),
        }
    )
    assert (settings.database_url, settings.secret_keys) == (POSTGRES, ("first", "second"))


@pytest.mark.parametrize("order", [1, -1])
def test_a_secret_given_directly_and_as_a_file_is_refused(tmp_path, order):
    (tmp_path / "keys").write_text("first", "utf-8")
    both = [("SECRET_KEYS", "second"), ("SECRET_KEYS_FILE", str(tmp_path / "keys"))]
    detail = refusal(**dict(both[::order]))
    assert detail == "COOKIEGUARD_SECRET_KEYS is given twice, directly and as a file; keep one."


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_secret_file_that_cannot_be_read_is_named(tmp_path, content):
    if content:
        (tmp_path / "keys").write_bytes(content)
    detail = refusal(SECRET_KEYS_FILE=str(tmp_path / "keys"))
    assert detail.startswith("COOKIEGUARD_SECRET_KEYS_FILE: cannot read the file ")


def test_only_secrets_have_a_file_variant():
    assert "not a setting" in refusal(PORT_FILE="x")


@pytest.mark.parametrize(
    "port", ["", "x", "-1", "65536", "80.0", " 80", "8_0", "0x50", "٨٠", "²", "9" * 5000]
)
def test_a_port_is_a_whole_number_up_to_65535(port):
    assert refusal(PORT=port).endswith("write a whole number from 0 to 65535.")


@pytest.mark.parametrize("workers", ["0", "65", "two"])
def test_the_number_of_workers_is_bounded(workers):
    assert refusal(WORKERS=workers, DATABASE_URL=POSTGRES).endswith("write a whole number from 1 to 64.")


def test_sqlite_takes_one_worker():
    assert "SQLite takes one writing process; use PostgreSQL" in refusal(WORKERS="2")
    assert Settings.from_environ({"COOKIEGUARD_WORKERS": "1"}).workers == 1


@pytest.mark.parametrize("level", ["", "debug", "TRACE", "10"])
def test_a_log_level_is_one_of_four(level):
    assert "choose from DEBUG, INFO, WARNING, ERROR" in refusal(LOG_LEVEL=level)
