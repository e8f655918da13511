"""The words of the dialog in each language, and the small grammar that turns catalogue facts into words.

One YAML file a language. A missing word is an error when it is asked for, never an empty place in the dialog.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from cookieguard.errors import CookieguardError

_FOLDER = Path(__file__).parent
_DURATION = re.compile(r"P(?:(\d+)([DWMY])|T(\d+)([SMH]))")
_DATE_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_TIME_UNITS = {"S": "second", "M": "minute", "H": "hour"}


class MissingText(CookieguardError):
    """A language, or a word in it, does not exist; nothing can be shown half translated."""

    code = "missing-text"
    title = "A text is missing"


@dataclass(frozen=True, slots=True)
class CategoryText:
    """A category in words: its heading, the same inside a sentence, and what it does."""

    name: str
    inline: str
    description: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Every word of one language; `review` says whether a native editor has approved them."""

    language: str
    name: str
    dir: str
    review: str
    dialog: Mapping[str, str]
    labels: Mapping[str, str]
    categories: Mapping[str, CategoryText]
    plurals: Mapping[str, Mapping[str, str]]
    lifetimes: Mapping[str, str]
    storage: Mapping[str, str]
    joining: Mapping[str, str]
    purposes: Mapping[str, str]
    countries: Mapping[str, str]

    def fill(self, key: str, **values: str | int) -> str:
        """Return dialog text `key` with its placeholders filled; raises MissingText for an unknown key."""
        return self._word(self.dialog, key, "dialog").format(**values)

    def count(self, noun: str, count: int) -> str:
        """Return `count` with its noun in the right form, such as "1 dag" or "2 dagen"."""
        # nl and en know two forms; a language with more (pl, ga) adds its CLDR rule here.
        form = "one" if count == 1 else "other"
        return self._word(self.plurals.get(noun) or {}, form, noun).format(count=count)

    def lifetime(self, value: str) -> str:
        """Return a catalogue lifetime (ISO 8601 duration of one unit, session, persistent) in words."""
        match = _DURATION.fullmatch(value)
        if not match:
            return self._word(self.lifetimes, value, "lifetimes")
        date_count, date_unit, time_count, time_unit = match.groups()
        if date_unit:
            return self.count(_DATE_UNITS[date_unit], int(date_count))
        return self.count(_TIME_UNITS[time_unit], int(time_count))

    def storage_rows(self, items: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
        """Return rows of (names, how long) for items of (pattern, kind, lifetime); equal lives share a row.

        Where an item lies is told only when it is not a cookie.
        """
        rows: dict[str, list[str]] = {}
        for pattern, kind, lifetime in items:
            where = self._word(self.storage, kind, "storage")
            note = self.lifetime(lifetime) if kind == "cookie" else f"{where}, {self.lifetime(lifetime)}"
            rows.setdefault(note, []).append(pattern)
        return [(self.joining["separator"].join(names), note) for note, names in rows.items()]

    def purpose_list(self, purpose_ids: Iterable[str]) -> list[str]:
        """Return the plain words for purposes of the catalogue, to be read as one sentence."""
        first, *others = (self._word(self.purposes, purpose_id, "purposes") for purpose_id in purpose_ids)
        return [first[:1].upper() + first[1:], *others]

    def country(self, code: str) -> str:
        """Return the name of the country with this ISO 3166-1 alpha-2 code."""
        return self._word(self.countries, code, "countries")

    def join(self, words: Sequence[str]) -> str:
        """Join words into a part of a sentence, such as "a, b en c"."""
        start = self.joining["separator"].join(words[:-1])
        return self.joining["last"].join([start, words[-1]] if start else words)

    def _word(self, words: Mapping[str, str], key: str, group: str) -> str:
        if key not in words:
            detail = f"{self.language}.yaml has no {group}.{key}; add it there"
            raise MissingText(detail, key=key, group=group)
        return words[key]


def languages() -> tuple[str, ...]:
    """Return the tags of all languages that have texts, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load_texts(language: str) -> Texts:
    """Read the texts of one language; raises MissingText when there are none."""
    if language not in languages():
        raise MissingText(f"no texts in {language!r}; there are {', '.join(languages())}", language=language)
    with (_FOLDER / f"{language}.yaml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.safe_load(file)
    categories = {name: CategoryText(**words) for name, words in content.pop("categories").items()}
    frozen: dict[str, Any] = {
        key: MappingProxyType(value) if isinstance(value, dict) else value for key, value in content.items()
    }
    return Texts(categories=MappingProxyType(categories), **frozen)
