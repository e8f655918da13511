"""Puts a visitor's choice on record: judged again, committed, and answered with proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from cookieguard.domain.answer import Answer, choice_of, decided_at, state_of
from cookieguard.domain.category import CATEGORIES
from cookieguard.domain.consent_cookie import format_payload
from cookieguard.domain.decision import decide
from cookieguard.domain.record import ConsentEvent
from cookieguard.errors import CookieguardError
from cookieguard.storage.counters import Tally

if TYPE_CHECKING:
    from cookieguard.domain.choice import Choice
    from cookieguard.storage.writer import ChoiceWriter
    from cookieguard.usecases.live_sites import AskedUnder

DISAGREEMENT = "disagreement"
TIMEOUT_SECONDS = 10.0


class RefusedChoice(CookieguardError):
    """The answer contradicts itself or the notice it names; nothing was recorded."""

    code = "invalid-choice"
    status = 422
    title = "This choice cannot be recorded"


class UnknownVersion(RefusedChoice):
    """The notice version was never published."""

    code = "unknown-version"


class WrongSite(RefusedChoice):
    """The notice version belongs to another site."""

    code = "wrong-site"


class UnknownCategory(RefusedChoice):
    """Not exactly the four categories were answered."""

    code = "unknown-category"


class UnknownVendor(RefusedChoice):
    """A vendor was answered that the notice did not ask about."""

    code = "unknown-vendor"


class EventConflict(CookieguardError):
    """The event id is on record with another content; the first one stays."""

    code = "event-conflict"
    status = 409
    title = "This event is already on record with another content"


class Signers(Protocol):
    """The keys of one server; each purpose and site has its own salt."""

    def sign_cookie(self, site_id: str, payload: str) -> str:
        """Return the cookie value: payload and signature."""

    def sign_receipt(self, site_id: str, record_id: str) -> str:
        """Return the token that lets its holder speak for the record."""

    def is_receipt(self, site_id: str, record_id: str, token: str) -> bool:
        """Return whether this server gave `token` for the record."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the browser gets back; `is_new` is False for an event that was on record already."""

    record: str
    receipt: str
    cookie: str
    is_new: bool


def record_choice(
    answer: Answer,
    site_id: str,
    asked: AskedUnder | None,
    *,
    writer: ChoiceWriter,
    signers: Signers,
    now: datetime,
) -> Recorded:
    """Record `answer` and return only after the commit; the same event again gives the same answer again.

    Raises a RefusedChoice, EventConflict, or Unavailable; then nothing was recorded.
    """
    if asked is None:
        raise UnknownVersion(
            "This notice version was never published here; reload the page and choose again."
        )
    _check(answer, site_id, asked)
    event = _event(answer, asked, signers, now)
    stored = writer.record(event, TIMEOUT_SECONDS, _disagreement(answer, asked, now))
    if stored.event.digest != event.digest or stored.event.site_id != site_id:
        raise EventConflict("The first content stays on record; a new act needs a new event id.")
    record = stored.event.record_id
    choice = choice_of(answer, asked.terms, stored.event.recorded_at, record.replace("-", ""))
    return Recorded(
        record=record,
        receipt=signers.sign_receipt(site_id, record),
        cookie=signers.sign_cookie(site_id, format_payload(choice, asked.terms)),
        is_new=stored.is_new,
    )


def _check(answer: Answer, site_id: str, asked: AskedUnder) -> None:
    if asked.site_id != site_id:
        raise WrongSite("This notice version belongs to another site.")
    if set(answer.categories) != set(CATEGORIES):
        raise UnknownCategory(f"Answer exactly these categories: {', '.join(CATEGORIES)}.")
    present = set(asked.terms.vendors.values())
    if any(granted and category not in present for category, granted in answer.categories.items()):
        raise UnknownCategory("A category was granted that this notice version did not ask about.")
    if not set(answer.vendors) <= set(asked.terms.vendors):
        raise UnknownVendor("A vendor was answered that this notice version did not ask about.")
    if answer.language not in asked.languages:
        raise RefusedChoice("The notice was not shown in this language.")
    _check_method(answer, asked)


def _check_method(answer: Answer, asked: AskedUnder) -> None:
    """Refuse an act whose name and content differ: a record must not say both."""
    granted = [
        answer.vendors.get(vendor, answer.categories[category])
        for vendor, category in asked.terms.vendors.items()
    ]
    if answer.method in ("withdraw", "reject-all") and any(granted):
        raise RefusedChoice("A refusal or withdrawal cannot grant anything.")
    if answer.method == "accept-all" and not all(granted):
        raise RefusedChoice("Accepting all cannot leave anything out.")


def _event(answer: Answer, asked: AskedUnder, signers: Signers, now: datetime) -> ConsentEvent:
    choice = choice_of(answer, asked.terms, now, None)
    decided = decided_at(answer, asked.terms, now)
    record = _record(answer, asked.site_id, signers)
    # A browser holds a receipt only while something is granted.
    takes_back = answer.method == "withdraw" or record != answer.event
    return ConsentEvent(
        event_id=answer.event,
        record_id=record,
        site_id=asked.site_id,
        notice_id=asked.notice_id,
        state=state_of(choice, asked.terms, takes_back=takes_back),
        method=answer.method,
        layer=answer.layer,
        language=answer.language,
        categories=dict(choice.categories),
        vendors=dict(choice.vendors),
        decided_at=decided,
        recorded_at=now,
        valid_until=(decided or now) + timedelta(days=asked.terms.validity_days),
        digest=answer.digest,
    )


def _record(answer: Answer, site_id: str, signers: Signers) -> str:
    """Return the record to add to: the visitor's own if the receipt holds, else a new one.

    An outdated receipt (keys are rotated) must not cost the visitor the choice itself.
    """
    known = answer.record and answer.receipt and signers.is_receipt(site_id, answer.record, answer.receipt)
    return answer.record if known and answer.record else answer.event


def _disagreement(answer: Answer, asked: AskedUnder, now: datetime) -> list[Tally]:
    """Count a browser that released something else than this server would have."""
    choice: Choice = choice_of(answer, asked.terms, now, None)
    granted = decide(asked.terms, choice, choice.day).granted
    if set(granted) == set(answer.granted):
        return []
    return [Tally(asked.site_id, now.date(), DISAGREEMENT)]
