"""Tells whom a session token belongs to, as long as the session lives."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cookieguard.storage import operators
from cookieguard.usecases.sign_in import SignedIn, token_digest

if TYPE_CHECKING:
    from cookieguard.storage.database import Database


def resume_session(database: Database, token: str, *, now: datetime) -> SignedIn | None:
    """Return the operator of a session that has neither ended nor run out at `now`; changes nothing."""
    with database.read() as connection:
        session = operators.find_session(connection, token_digest(token))
        if session is None or session.expires_at <= now:
            return None
        operator = operators.find_operator(connection, session.operator_id)
    return SignedIn(operator.id, operator.email) if operator else None
