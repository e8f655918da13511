"""Builds the files that a page loads: the core with its configuration, and a second file per language."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
import minify

from cookieguard.domain.category import NECESSARY
from cookieguard.domain.choice import Terms
from cookieguard.domain.notice import Notice
from cookieguard.domain.site import LAYOUTS
from cookieguard.scripts.bundle import bundle, call

MEDIA_TYPE = "text/javascript; charset=utf-8"


# What only the second layer shows, and only visitors who open it fetch.
FACTS = ("vendors", "necessary")


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A finished file under the SHA-256 of its plain bytes, compressed once for all who ask for it."""

    hash: str
    media_type: str
    plain: bytes
    gzip: bytes
    brotli: bytes


class Builder:
    """Joins the modules below `static/banner`; the code of equal input is equal to the byte."""

    def __init__(self, banner: Path) -> None:
        # One reading a process: a later edit of the files must not change what is being published.
        self._bundle = lru_cache(maxsize=64)(
            lambda entry, parameter, keep: bundle(banner / entry, parameter, keep)
        )
        self._style = lru_cache(maxsize=16)(lambda file: _read_style(banner / file))

    def software(self, managed: Collection[str]) -> dict[str, str]:
        """Return the SHA-256 of the code that a site with these managed vendors runs, configuration apart."""
        layouts = "".join(self._layout(name) for name in LAYOUTS)
        code = {"core": self._core(managed), "second": self._second() + layouts, "facts": self._facts()}
        return {name: _sha256(text) for name, text in code.items()}

    def facts(self, notice: Notice) -> dict[str, ScriptFile]:
        """Return the file with the second layer's facts in every language of `notice`."""
        return {
            tag: _finish(call(self._facts(), {name: data[name] for name in FACTS}))
            for tag, data in notice.body["dialogs"].items()
        }

    def seconds(self, notice: Notice, facts: Mapping[str, ScriptFile]) -> dict[str, ScriptFile]:
        """Return the second file of every language of `notice`."""
        return {
            tag: _finish(
                call(
                    self._second(),
                    {
                        **{name: value for name, value in data.items() if name not in FACTS},
                        "look": {**data["look"], "css": self._layout(data["look"]["layout"])},
                        "facts": short(facts[tag].hash),
                        "version": notice.id,
                    },
                )
            )
            for tag, data in notice.body["dialogs"].items()
        }

    def core(self, notice: Notice, terms: Terms, seconds: Mapping[str, ScriptFile]) -> ScriptFile:
        """Return the script of `notice` with its configuration."""
        configuration = _configuration(notice, terms, seconds)
        known = [*configuration["vendors"], *configuration["always"]]
        managed = [vendor["id"] for vendor in known if "account" in vendor]
        return _finish(call(self._core(managed), configuration))

    def _core(self, managed: Collection[str]) -> str:
        return self._bundle("core/main.js", "config", frozenset(managed))

    def _second(self) -> str:
        return self._bundle("choice/main.js", "data", None)

    def _layout(self, name: str) -> str:
        """Return the style that a layout adds to the dialog's own; the first layout is the dialog's own."""
        return self._style(f"ui/layouts/{name}.css")

    def _facts(self) -> str:
        return self._bundle("choice/facts.js", "facts", None)


def _read_style(file: Path) -> str:
    return str(minify.string("text/css", file.read_text("utf-8"))) if file.exists() else ""


def short(file_hash: str) -> str:
    """Return the part of a file's hash that its address carries."""
    return file_hash[:16]


def _configuration(notice: Notice, terms: Terms, seconds: Mapping[str, ScriptFile]) -> dict[str, Any]:
    body = notice.body
    asked = [vendor for vendor in body["vendors"] if vendor["category"] != NECESSARY]
    signals: dict[str, list[str]] = {}
    for vendor in asked:
        for signal in vendor["signals"]:
            signals.setdefault(signal, []).append(vendor["id"])
    return {
        "site": body["site"],
        "version": terms.version,
        "days": terms.validity_days,
        "vendors": [_vendor(vendor) for vendor in asked],
        "always": [_vendor(vendor) for vendor in body["vendors"] if vendor["category"] == NECESSARY],
        "honours": terms.honours,
        "signals": signals,
        "also": {name: vendor["id"] for vendor in body["vendors"] for name in vendor["markup_names"]},
        "language": body["default_language"],
        "ui": {tag: short(file.hash) for tag, file in seconds.items()},
    }


def _vendor(vendor: Mapping[str, Any]) -> dict[str, Any]:
    managed = {key: vendor[key] for key in ("account", "options") if vendor[key]}
    return {"id": vendor["id"], "category": vendor["category"], **managed}


def _finish(plain: bytes) -> ScriptFile:
    return ScriptFile(
        hash=hashlib.sha256(plain).hexdigest(),
        media_type=MEDIA_TYPE,
        plain=plain,
        gzip=gzip.compress(plain, 9, mtime=0),
        brotli=brotli.compress(plain, mode=brotli.MODE_TEXT),
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
