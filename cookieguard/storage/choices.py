"""Recorded choices: added once, found again, never changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, ClassVar

from sqlalchemy import Connection, select

from cookieguard.domain.record import ConsentEvent
from cookieguard.errors import CookieguardError
from cookieguard.storage.schema import consent_event
from cookieguard.storage.upsert import insert_if_absent

_FIELDS = [field.name for field in fields(ConsentEvent)]
_EVENT = select(*(consent_event.c[name] for name in _FIELDS))


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds under an event's id; not new means that it was there before."""

    event: ConsentEvent
    is_new: bool


class NotAllNew(CookieguardError):
    """An event was known already, so the transaction holds an unknown part of the others: roll it back."""

    code: ClassVar[str] = "not-all-new"
    title: ClassVar[str] = "Some of these choices are known"


def insert_new_events(connection: Connection, events: Sequence[ConsentEvent]) -> list[Stored]:
    """Add events, none of which is known, and return them in their order: the usual case, at less cost.

    Raises NotAllNew when an id is known or comes twice; after a rollback, insert_events() tells which.
    """
    if not events:
        return []
    # The database only counts the rows: to name each one, as insert_events() has it do, costs far more.
    counting = {"preserve_rowcount": True}
    statement = insert_if_absent(connection, consent_event)
    if connection.execute(statement, _rows(events), execution_options=counting).rowcount != len(events):
        raise NotAllNew("Nothing may be kept of this transaction; add the events with insert_events().")
    return [Stored(event, True) for event in events]


def insert_events(connection: Connection, events: Sequence[ConsentEvent]) -> list[Stored]:
    """Add events and return, in their order, what is stored under each id.

    The first of an id wins, in this call, an earlier one or another process; the caller compares digests.
    """
    first_of = {event.event_id: event for event in reversed(events)}
    new = _insert(connection, first_of.values())
    stored = {event_id: first_of[event_id] for event_id in new} | _find(connection, first_of.keys() - new)
    answers = []
    for event in events:
        answers.append(Stored(stored[event.event_id], event.event_id in new))
        new.discard(event.event_id)
    return answers


def find_event(connection: Connection, event_id: str) -> ConsentEvent | None:
    """Return the event of that id (a UUID), or None."""
    return _find(connection, [event_id]).get(event_id)


def events_of_record(connection: Connection, record_id: str) -> list[ConsentEvent]:
    """Return every event of one record (a UUID), oldest first by the server's clock."""
    rows = connection.execute(
        _EVENT.where(consent_event.c.record_id == record_id).order_by(
            consent_event.c.recorded_at, consent_event.c.event_id
        )
    )
    return [ConsentEvent(*row) for row in rows]


def _insert(connection: Connection, events: Collection[ConsentEvent]) -> set[str]:
    """Add the events whose ids are not known, each of which comes once, and return the ids of those added."""
    if not events:
        return set()
    statement = insert_if_absent(connection, consent_event).returning(consent_event.c.event_id)
    return set(connection.scalars(statement, _rows(events)))


def _rows(events: Collection[ConsentEvent]) -> list[dict[str, Any]]:
    # In the order of their ids: two processes with the same events wait for one another, never in a circle.
    ordered = sorted(events, key=attrgetter("event_id"))
    return [{name: getattr(event, name) for name in _FIELDS} for event in ordered]


def _find(connection: Connection, event_ids: Collection[str]) -> dict[str, ConsentEvent]:
    if not event_ids:
        return {}
    rows = connection.execute(_EVENT.where(consent_event.c.event_id.in_(event_ids)))
    return {event.event_id: event for event in (ConsentEvent(*row) for row in rows)}
