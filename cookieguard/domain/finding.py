"""Reads a mapping field by field and remembers every mistake with its place and its mend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: where (`path` of keys and list positions), what is wrong, and how to mend it."""

    path: Path
    problem: str
    mend: str

    def __str__(self) -> str:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{place.removeprefix('.') or 'definition'}: {self.problem}; {self.mend}"


class Fields:
    """A mapping under inspection; a wrong or missing field is recorded and answered with a stand-in."""

    def __init__(self, value: Any, path: Path, findings: list[Finding]) -> None:
        self._path = path
        self._findings = findings
        self._known: set[str] = set()
        self._values: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            findings.append(Finding(path, "expected named fields", "write name: value lines"))

    def __bool__(self) -> bool:
        """Return whether any field is there."""
        return bool(self._values)

    def find(self, name: str, problem: str, mend: str) -> None:
        """Record a mistake in field `name`."""
        self._findings.append(Finding((*self._path, name), problem, mend))

    def text(
        self, name: str, form: re.Pattern[str] | None = None, mend: str = "", *, default: str | None = None
    ) -> str:
        """Return a non-empty text of the given form; required unless there is a default."""
        value = self._take(name, default)
        if value is None or value is default:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.find(name, f"expected a text, got {_kind(value)}", "put the value in quotes")
        elif form and not form.fullmatch(value):
            self.find(name, f"{value!r} is not in the right form", mend)
        elif re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", value):
            self.find(name, "the text holds control characters", "remove them")
        else:
            return value.strip()
        return ""

    def texts(self, name: str, allowed: re.Pattern[str] | Sequence[str], mend: str) -> tuple[str, ...]:
        """Return a list of at least one different text, each of the given form or from the given list."""
        value = self._take(name, None)
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            self.find(
                name, f"expected a list, got {_kind(value)}", "write one value a line, each after a dash"
            )
            return ()
        for position, item in enumerate(value):
            fits = isinstance(item, str) and (
                allowed.fullmatch(item) if isinstance(allowed, re.Pattern) else item in allowed
            )
            if not fits or item in value[:position]:
                problem = f"{item!r} is not allowed" if not fits else f"{item!r} stands twice"
                self._findings.append(Finding((*self._path, name, position), problem, mend))
        return tuple(item for item in value if isinstance(item, str))

    def words(self, name: str, languages: Sequence[str], *, required: bool = True) -> dict[str, str]:
        """Return a text by language: one for all of them, or one each; {} for an optional one left out."""
        value = self._take(name, None if required else "")
        if not value and (not required or value is None):
            return {}
        if not isinstance(value, dict):
            return dict.fromkeys(languages, self.text(name))
        each = self.section(name)
        by_language = {language: each.text(language) for language in languages}
        each.refuse_unknown()
        return by_language

    def choice(self, name: str, allowed: Sequence[str], *, default: str) -> str:
        """Return one of the allowed words."""
        value = self._take(name, default)
        if value in allowed or value is default:
            return str(value)
        close = difflib.get_close_matches(str(value), allowed, 1)
        mend = f"did you mean {close[0]}?" if close else f"choose from {', '.join(allowed)}"
        self.find(name, f"{value!r} is not allowed", mend)
        return default

    def number(self, name: str, lowest: int, highest: int, *, default: int) -> int:
        """Return a whole number within the bounds, both included."""
        value = self._take(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        self.find(name, f"{value!r} is out of range", f"write a whole number from {lowest} to {highest}")
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._take(name, default)
        if isinstance(value, bool):
            return value
        self.find(name, f"expected true or false, got {_kind(value)}", "write true or false without quotes")
        return default

    def section(self, name: str, *, required: bool = True) -> Fields:
        """Return the fields below `name`; an optional section that is absent reads as empty."""
        value = self._take(name, None if required else {})
        return Fields({} if value is None else value, (*self._path, name), self._findings)

    def sections(self, name: str) -> list[Fields]:
        """Return the fields of each entry of an optional list."""
        value = self._take(name, [])
        if not isinstance(value, list):
            self.find(name, f"expected a list, got {_kind(value)}", "begin each entry with a dash")
            return []
        return [Fields(item, (*self._path, name, n), self._findings) for n, item in enumerate(value)]

    def refuse_unknown(self) -> None:
        """Record every field that nobody asked for, with the nearest known name."""
        for name in self._values:
            if name not in self._known:
                close = difflib.get_close_matches(str(name), sorted(self._known), 1)
                known = f"known: {', '.join(sorted(self._known))}" if self._known else "remove it"
                mend = f"did you mean {close[0]}?" if close else known
                self.find(str(name), "unknown field", mend)

    def _take(self, name: str, default: Any) -> Any:
        """Return the value of a field, which counts as known from now on; None, also written, is no value."""
        self._known.add(name)
        value = self._values.get(name, default)
        if value is None and default is None:
            self.find(name, "is missing", "add it")
        return value


def _kind(value: Any) -> str:
    if isinstance(value, str) and not value.strip():
        return "an empty text"
    names = {dict: "named fields", list: "a list", bool: "true/false", type(None): "nothing"}
    return names.get(type(value), repr(value))
