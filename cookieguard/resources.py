"""Finds the static files and templates: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def static_folder() -> Path:
    """Return the folder that holds `banner/`, `admin/` and their files."""
    return _folder("static")


def template_folder() -> Path:
    """Return the folder that holds the Jinja templates."""
    return _folder("templates")


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
