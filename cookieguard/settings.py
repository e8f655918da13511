"""Reads the server's settings from the environment, once, strictly: what is unusable stops the start."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cookieguard.errors import InvalidSettings

PREFIX = "COOKIEGUARD_"
_NAMES = ("DATA_DIR", "DATABASE_URL", "SECRET_KEYS", "PUBLIC_URL", "HOST", "PORT", "WORKERS", "LOG_LEVEL")
_FROM_FILE = ("DATABASE_URL", "SECRET_KEYS")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server runs; `workers` counts processes.

    `secret_keys` are oldest first; none means that they are kept in a file of the data folder.
    """

    data_dir: Path
    database_url: str
    secret_keys: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 5080
    workers: int = 1
    log_level: str = "INFO"
    public_url: str | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings that `environ` gives; raises InvalidSettings, naming the variable and the mend.

        `COOKIEGUARD_SECRET_KEYS` holds one key a line or after a comma, oldest first. `…_FILE` variants name
        a file that holds the value.
        """
        given = _given(environ)
        data_dir = Path(given.get("DATA_DIR", "cookieguard-data"))
        database_url = given.get("DATABASE_URL", f"sqlite:///{(data_dir / 'cookieguard.sqlite3').absolute()}")
        workers = _number(given, "WORKERS", 1, 1, 64)
        if workers > 1 and database_url.startswith("sqlite"):
            raise InvalidSettings(
                "COOKIEGUARD_WORKERS is more than 1, but SQLite takes one writing process; "
                "use PostgreSQL for more."
            )
        keys = given.get("SECRET_KEYS", "").replace(",", "\n").split()
        return cls(
            data_dir=data_dir,
            database_url=database_url,
            secret_keys=tuple(keys),
            host=given.get("HOST", "127.0.0.1"),
            port=_number(given, "PORT", 5080, 0, 65535),
            workers=workers,
            log_level=_level(given.get("LOG_LEVEL", "INFO")),
            public_url=_public_url(given.get("PUBLIC_URL")),
        )


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    known = {PREFIX + name for name in _NAMES} | {f"{PREFIX}{name}_FILE" for name in _FROM_FILE}
    given = {}
    for variable, value in environ.items():
        # COOKIEGUARD_TEST_… is for the test suite only.
        if not variable.startswith(PREFIX) or variable.startswith(PREFIX + "TEST_"):
            continue
        if variable not in known:
            close = difflib.get_close_matches(variable, sorted(known), 1)
            mend = f"did you mean {close[0]}?" if close else f"known are {', '.join(sorted(known))}."
            raise InvalidSettings(f"{variable} is not a setting of CookieGuard; {mend}")
        name = variable.removeprefix(PREFIX)
        if name.removesuffix("_FILE") in given:
            raise InvalidSettings(
                f"{variable.removesuffix('_FILE')} is given twice, directly and as a file; keep one."
            )
        given[name.removesuffix("_FILE")] = _read(variable, value) if name.endswith("_FILE") else value
    return given


def _read(variable: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise InvalidSettings(
            f"{variable}: cannot read the file {path!r} ({error.__class__.__name__})."
        ) from error


def _number(given: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = given.get(name, str(default))
    if re.fullmatch("[0-9]{1,9}", text) and lowest <= int(text) <= highest:
        return int(text)
    raise InvalidSettings(f"{PREFIX}{name} is {text!r}; write a whole number from {lowest} to {highest}.")


def _level(text: str) -> str:
    if text in _LEVELS:
        return text
    raise InvalidSettings(f"{PREFIX}LOG_LEVEL is {text!r}; choose from {', '.join(_LEVELS)}.")


def _public_url(text: str | None) -> str | None:
    """Return scheme and host under which the world reaches the server, None where nothing stands before it."""
    if text is None or re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", text):
        return text
    raise InvalidSettings(
        f"{PREFIX}PUBLIC_URL is {text!r}; write scheme and host only, such as https://consent.example.com."
    )
