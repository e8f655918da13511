"""Writes what was measured as Markdown: one heading, one table and its notes for each topic."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from statistics import median


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> str:
    """Return a section with one table; the first column is text, the others are figures."""
    lines = [f"## {title}", "", _row(heads), _row(["---", *["---:"] * (len(heads) - 1)])]
    lines += [_row(row) for row in rows]
    return "\n".join([*lines, "", *(f"- {note}" for note in notes), ""])


def count(number: float) -> str:
    """Return a number of things, without fractions: 12,345."""
    return f"{number:,.0f}"


def short(number: float) -> str:
    """Return a ratio or a time with two places, or with one from ten on."""
    return f"{number:.2f}" if number < 10 else f"{number:,.1f}"


def middle_ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Return the median of the ratios taken round by round, so that a busy minute weighs on both sides."""
    return short(median(a / b for a, b in zip(ours, theirs, strict=True)))


def machine(folder: Path) -> str:
    """Return a line on the machine and on the file system that `folder` is on."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, {file_system(folder)}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def load_average() -> str:
    """Return how many programs wanted a core during the last minute, on average."""
    return f"{os.getloadavg()[0]:.1f}"


def file_system(folder: Path) -> str:
    """Return the kind of file system that `folder` is on; on tmpfs a commit costs nothing."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    holding = [(point, kind) for point, kind in mounts if folder.resolve().is_relative_to(point)]
    return max(holding, key=lambda mount: len(mount[0]))[1]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
