"""A site as its operator defined it: who asks, which vendors, for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cookieguard.domain.vendor import Vendor

LAYOUTS = ("box", "bar")
# Far above any real site; keeps the cookie's payload under its 200 bytes (domain.consent_cookie).
MAX_VENDORS = 200


@dataclass(frozen=True, slots=True)
class Controller:
    """Who decides about the data (GDPR Art. 13(1)(a) and (b)): the company and its contacts."""

    name: str
    address: str
    email: str
    privacy_url: str
    dpo: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Where a visitor may complain (GDPR Art. 13(2)(d))."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class NecessaryItem:
    """Something always on, with the reason why it needs no consent (ePrivacy Directive 5(3)).

    Each text by language, in every language of the site.
    """

    name: Mapping[str, str]
    purpose: Mapping[str, str]
    justification: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SiteVendor:
    """A catalogue vendor as this site uses it: its category here, and the account if it is managed."""

    vendor: Vendor
    enabled: bool = True
    account: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    justification: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How the dialog stands on the page."""

    layout: str = "box"


@dataclass(frozen=True, slots=True)
class Site:
    """One site's definition, complete and valid.

    `validity_days` is how long an answer holds, alike for yes and no; `retention_months` how long a
    record is kept after that; `minimum_age` is in years (GDPR Art. 8).
    """

    id: str
    name: str
    origins: tuple[str, ...]
    languages: tuple[str, ...]
    default_language: str
    controller: Controller
    authority: Authority
    vendors: tuple[SiteVendor, ...]
    necessary: tuple[NecessaryItem, ...] = ()
    validity_days: int = 180
    retention_months: int = 24
    minimum_age: int = 16
    look: Look = Look()

    @property
    def active_vendors(self) -> tuple[SiteVendor, ...]:
        """Return the vendors that are switched on, in the order of their ids."""
        return tuple(sorted((v for v in self.vendors if v.enabled), key=lambda v: v.vendor.id))
