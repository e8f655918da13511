"""The people who may sign in, and their sessions.

Law: of a session's token only the SHA-256 is stored, so that a copy of the database opens no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from cookieguard.storage.schema import operator, operator_session


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """One person; `email` is in the one spelling that it is looked up by."""

    id: str
    email: str
    password_hash: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session; the caller refuses it from `expires_at` on."""

    token_hash: str
    operator_id: str
    created_at: datetime
    expires_at: datetime


def add_operator(
    connection: Connection, operator_id: str, email: str, password_hash: str, at: datetime
) -> None:
    """Keep a new operator; a taken id or address breaks a constraint."""
    values = {"id": operator_id, "email": email, "password_hash": password_hash, "created_at": at}
    connection.execute(insert(operator), values)


def find_operator(connection: Connection, operator_id: str) -> OperatorRow | None:
    """Return the operator of that id, or None."""
    row = connection.execute(select(operator).where(operator.c.id == operator_id)).one_or_none()
    return OperatorRow(**row._mapping) if row else None


def find_operator_by_email(connection: Connection, email: str) -> OperatorRow | None:
    """Return the operator of exactly that address, or None."""
    row = connection.execute(select(operator).where(operator.c.email == email)).one_or_none()
    return OperatorRow(**row._mapping) if row else None


def count_operators(connection: Connection) -> int:
    """Return how many operators there are."""
    return connection.scalars(select(func.count()).select_from(operator)).one()


def add_session(
    connection: Connection, token_hash: str, operator_id: str, at: datetime, expires_at: datetime
) -> None:
    """Open a session under the SHA-256 of its token, 64 hex digits."""
    values = {
        "token_hash": token_hash,
        "operator_id": operator_id,
        "created_at": at,
        "expires_at": expires_at,
    }
    connection.execute(insert(operator_session), values)


def find_session(connection: Connection, token_hash: str) -> SessionRow | None:
    """Return the session under that hash, run out or not, or None."""
    row = connection.execute(
        select(operator_session).where(operator_session.c.token_hash == token_hash)
    ).one_or_none()
    return SessionRow(**row._mapping) if row else None


def end_session(connection: Connection, token_hash: str) -> None:
    """Forget the session under that hash; one that is not there is no mistake."""
    connection.execute(delete(operator_session).where(operator_session.c.token_hash == token_hash))


def end_expired(connection: Connection, now: datetime) -> None:
    """Forget every session that has run out by `now`."""
    connection.execute(delete(operator_session).where(operator_session.c.expires_at <= now))
