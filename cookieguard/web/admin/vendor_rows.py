"""What the site's page shows of each vendor: its fields as stored, or as just typed with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cookieguard.web.admin.words import CATEGORY_LABELS

if TYPE_CHECKING:
    from cookieguard.domain.finding import Finding, Path
    from cookieguard.domain.site import Site, SiteVendor
    from cookieguard.domain.vendor import Managed, ManagedOption, Vendor

ACCOUNT = "account"
OPTION = "option-"


@dataclass(frozen=True, slots=True)
class Typed:
    """A refused change of one vendor: the values as they came and the findings of the whole definition."""

    vendor_id: str
    values: Mapping[str, str]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Field:
    """One text field of a vendor: how it is asked for, what it holds and why that was refused."""

    name: str
    label: str
    example: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class Row:
    """One vendor of the page; `message` is a refusal that belongs to no field of it."""

    vendor: Vendor
    enabled: bool
    fields: tuple[Field, ...] = ()
    message: str = ""


def group_rows(site: Site, typed: Typed | None = None) -> list[tuple[str, list[Row]]]:
    """Return the vendors of the draft under the labels of their categories, in the fixed order."""
    rows = [
        _row(vendor, _Refusal(typed, position) if typed and typed.vendor_id == vendor.vendor.id else None)
        for position, vendor in enumerate(site.vendors)
    ]
    groups = (
        (label, [r for r in rows if r.vendor.category == name]) for name, label in CATEGORY_LABELS.items()
    )
    return [(label, members) for label, members in groups if members]


class _Refusal:
    """A refused change seen from the vendor at one position of the definition."""

    def __init__(self, typed: Typed, position: int) -> None:
        self.values = typed.values
        self._here: Path = ("vendors", position)
        self._open = list(typed.findings)

    def take(self, *path: str) -> str:
        """Return what is wrong at `path` below the vendor; it is then dealt with."""
        mine = [finding for finding in self._open if finding.path == (*self._here, *path)]
        self._open = [finding for finding in self._open if finding not in mine]
        return " ".join(map(_sentence, mine))

    def take_rest(self) -> str:
        """Return what is wrong and belongs to no field of the page."""
        rest, self._open = self._open, []
        return " ".join(_sentence(f) if f.path[:2] == self._here else f"{f}." for f in rest)


def _row(used: SiteVendor, refusal: _Refusal | None) -> Row:
    fields = tuple(_fields(used.vendor.managed, used, refusal)) if used.vendor.managed else ()
    return Row(used.vendor, used.enabled, fields, refusal.take_rest() if refusal else "")


def _fields(managed: Managed, used: SiteVendor, refusal: _Refusal | None) -> Iterator[Field]:
    yield _field(ACCOUNT, managed, used.account or "", refusal, ACCOUNT)
    for name, option in managed.options.items():
        yield _field(OPTION + name, option, used.options.get(name, ""), refusal, "options", name)


def _field(
    name: str, asked: Managed | ManagedOption, stored: str, refusal: _Refusal | None, *path: str
) -> Field:
    value = refusal.values.get(name, stored) if refusal else stored
    return Field(name, asked.label, asked.example, value, refusal.take(*path) if refusal else "")


def _sentence(finding: Finding) -> str:
    return f"{finding.problem[:1].upper()}{finding.problem[1:]}: {finding.mend}."
