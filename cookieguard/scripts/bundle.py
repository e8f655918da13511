"""Joins ES modules into one minified function expression.

Knows just the module syntax that `static/banner` uses: imports at the top of a file, `export` before
a declaration, stylesheets imported as text. Anything else stops the build, so nothing is half joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import minify

from cookieguard.errors import CookieguardError

_IMPORT = re.compile(r"^import (?:\{([^}]*)\}|(\w+)) from \"(\./[\w./-]+|\.\./[\w./-]+)\";\n", re.MULTILINE)
_TOP_LEVEL = re.compile(r"^(?:async )?(?:const|let|var|function\*?|class) (\w+)", re.MULTILINE)
_LIST_LINE = re.compile(r'^  "([a-z0-9-]+)": (\w+),\n', re.MULTILINE)


class BundleError(CookieguardError):
    """A module cannot be joined; no script was built."""

    code = "bundle-error"


@dataclass
class _Bundle:
    keep: Collection[str] | None
    parts: dict[Path, str] = field(default_factory=dict)
    owners: dict[str, Path] = field(default_factory=dict)
    open: list[Path] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Add a module after everything that it imports."""
        if path in self.open:
            raise BundleError(f"{path.name} imports itself through {self.open[-1].name}")
        if path in self.parts:
            return
        self.open.append(path)
        text = _without_unwanted(path.read_text("utf-8"), self.keep)
        for names, default, target in _IMPORT.findall(text):
            self._import(names, default, (path.parent / target).resolve())
        self._declare(
            path,
            re.sub(r"^export (?=async |const |let |function|class )", "", _IMPORT.sub("", text), flags=re.M),
        )
        self.open.pop()

    def _import(self, names: str, default: str, target: Path) -> None:
        if target.suffix == ".css":
            style = minify.string("text/css", target.read_text("utf-8"))
            self._declare(target, f"const {default} = {json.dumps(style)};\n")
        elif default or " as " in names:
            raise BundleError(f"{target.name}: only plain named imports can be joined")
        else:
            self.add(target)

    def _declare(self, path: Path, text: str) -> None:
        if re.search(r"^(?:import|export)\b|\bimport\(", text, re.MULTILINE):
            raise BundleError(f"{path.name} uses module syntax that cannot be joined")
        for name in _TOP_LEVEL.findall(text):
            owner = self.owners.setdefault(name, path)
            if owner != path:
                raise BundleError(f"{name} is declared by both {owner.name} and {path.name}")
        if self.parts.setdefault(path, text) != text:
            raise BundleError(f"{path.name} is imported under two names")


def bundle(entry: Path, parameter: str, keep: Collection[str] | None = None) -> str:
    """Return a minified function expression that runs `entry`'s `start` with its one argument.

    `keep` names the adapters to carry (see `static/banner/core/adapters/index.js`); None carries all.
    Raises BundleError for syntax it does not know, two declarations of a name, or a cycle.
    """
    modules = _Bundle(keep)
    modules.add(entry.resolve())
    joined = "\n".join(modules.parts.values())
    source = f'(function ({parameter}) {{\n"use strict";\n{joined}\nstart({parameter});\n}})'
    return str(minify.string("application/javascript", source)).rstrip(";\n")


def call(function: str, argument: object) -> bytes:
    """Return the script that calls a bundled function with one JSON literal, safe inside any page."""
    literal = json.dumps(argument, ensure_ascii=False, separators=(",", ":"))
    escaped = literal.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{function}({escaped});\n".encode()


def _without_unwanted(text: str, keep: Collection[str] | None) -> str:
    """Leave out of an adapter list every line, and its import, that is not wanted."""
    if keep is None:
        return text
    for vendor, name in _LIST_LINE.findall(text):
        if vendor not in keep:
            text = text.replace(f'  "{vendor}": {name},\n', "")
            text = re.sub(rf"^import \{{ {name} \}} from .*\n", "", text, flags=re.MULTILINE)
    return text
