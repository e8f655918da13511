"""The admin's words for categories and changes."""

from __future__ import annotations

from cookieguard.usecases.review_draft import Change

CATEGORY_LABELS = {
    "necessary": "Necessary",
    "functional": "Functional",
    "analytics": "Analytics",
    "advertising": "Advertising",
    "social": "Social media",
}
PART_LABELS = {
    "authority": "Supervisory authority",
    "controller": "Company and contacts",
    "default_language": "Default language",
    "dialogs": "Wording of the dialog",
    "format": "Format of the record",
    "labels": "Wording of the links",
    "languages": "Languages",
    "look": "Look",
    "minimum_age": "Minimum age",
    "name": "Name of the site",
    "necessary": "Necessary items",
    "origins": "Addresses of the site",
    "retention_months": "How long records are kept",
    "software": "Release of the script",
    "validity_days": "How long an answer holds",
}
CHANGE_TEXTS = {
    "added": "switched on, under {after}",
    "off": "switched off: its tags stay held",
    "removed": "removed: its tags stay held",
    "moved": "from {before} to {after}",
    "facts": "the catalogue knows more about it",
    "part": "changed",
}
UNMANAGED = "marked up in your pages"


def category_label(category: str) -> str:
    """Return the heading of a category."""
    return CATEGORY_LABELS[category]


def change_name(change: Change) -> str:
    """Return what a change is about."""
    return PART_LABELS.get(change.name, change.name) if change.kind == "part" else change.name


def change_text(change: Change) -> str:
    """Return in words what publishing a change does."""
    if change.kind == "account":
        return f"{change.before or UNMANAGED} → {change.after or UNMANAGED}"
    before, after = (CATEGORY_LABELS.get(name, name) for name in (change.before, change.after))
    return CHANGE_TEXTS[change.kind].format(before=before, after=after)
