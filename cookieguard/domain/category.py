"""The four categories a visitor chooses about, in the one order that cookies and records use."""

from __future__ import annotations

CATEGORIES = ("functional", "analytics", "advertising", "social")

# Always on and no choice: holds only what carries a written justification (ePrivacy Directive 5(3)).
NECESSARY = "necessary"
