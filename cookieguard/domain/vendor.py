"""A vendor as the catalogue knows it: whom it belongs to, whom it contacts, what it stores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StorageItem:
    """One cookie or storage key, or a glob of them.

    `kind` is cookie, localstorage or sessionstorage; `party` is 1p (the site's own origin) or 3p;
    `lifetime` is an ISO 8601 duration, "session" or "persistent".
    """

    pattern: str
    kind: str
    party: str
    lifetime: str


@dataclass(frozen=True, slots=True)
class ManagedOption:
    """A further field, beside the account, without which an adapter cannot load its vendor."""

    label: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class Managed:
    """How an operator names an account at this vendor, so that the core can load it without a page edit.

    `pattern` matches the whole account; nothing that matches may need escaping in a URL or attribute.
    """

    label: str
    pattern: str
    example: str
    options: Mapping[str, ManagedOption] = field(default_factory=dict)

    def is_account(self, text: str) -> bool:
        """Return whether `text` as a whole has the form of an account."""
        return re.fullmatch(self.pattern, text) is not None


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor; its category may be overridden per site with `dataclasses.replace`.

    `hosts` follows the grammar of `domain.gating`; `purposes` are ids of the catalogue's vocabulary,
    most important first; `signals` are the Google Consent Mode signals that the vendor reads;
    `exempt` says whether it may load without consent (never, conditional, disputed, checkout_only,
    usually); `aliases` are names under which privacy statements know it; `markup_names` are further
    values of `data-cg-vendor` that mean it.
    """

    id: str
    name: str
    category: str
    entity: str
    country: str
    privacy_url: str
    hosts: tuple[str, ...]
    storage: tuple[StorageItem, ...] = ()
    purposes: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    managed: Managed | None = None
    exempt: str = "never"
    aliases: tuple[str, ...] = ()
    markup_names: tuple[str, ...] = ()
