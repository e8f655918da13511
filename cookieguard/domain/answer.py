"""Reads a visitor's answer, as the browser reports it, into the choice and the event that are kept.

The law of this file: the browser reports what was chosen, never a verdict to be believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.choice import Choice, Terms
from cookieguard.domain.record import Method, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """One act, well formed but not yet judged; `granted` is what the browser released because of it.

    `decided_at` is the browser's clock in whole seconds since 1970-01-01 UTC; `receipt` proves that the
    sender may add to `record`.
    """

    event: str
    version: str
    language: str
    layer: int
    method: Method
    categories: Mapping[str, bool]
    vendors: Mapping[str, bool]
    granted: Sequence[str]
    decided_at: int
    record: str | None
    receipt: str | None
    digest: str


def utc_day(moment: datetime) -> int:
    """Return the UTC day number (days since 1970-01-01) of an aware moment."""
    return (moment.astimezone(UTC) - _EPOCH).days


def decided_at(answer: Answer, terms: Terms, now: datetime) -> datetime | None:
    """Return the moment the browser claims; None where its clock cannot be right.

    A choice may arrive late, from a browser that was offline, but not before it was made.
    """
    earliest = now - timedelta(days=terms.validity_days)
    try:
        claimed = _EPOCH + timedelta(seconds=answer.decided_at)
    except OverflowError:
        return None
    return claimed if earliest < claimed <= now + timedelta(days=1) else None


def choice_of(answer: Answer, terms: Terms, now: datetime, record: str | None) -> Choice:
    """Return the choice that `answer` makes under `terms`, without vendors that follow their category."""
    return Choice(
        version=terms.version,
        day=utc_day(decided_at(answer, terms, now) or now),
        categories={category: answer.categories[category] for category in CATEGORIES},
        vendors={
            v: said for v, said in answer.vendors.items() if said != answer.categories[terms.vendors[v]]
        },
        record=record,
    )


def state_of(choice: Choice, terms: Terms, *, takes_back: bool) -> State:
    """Return the state that a record keeps: all that was asked, some of it, none of it, or taken back.

    `takes_back` tells that the visitor had granted something before.
    """
    if choice.grants_anything():
        everything = all(choice.allows(vendor, category) for vendor, category in terms.vendors.items())
        return "given" if everything else "partial"
    return "withdrawn" if takes_back else "refused"
