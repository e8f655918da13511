"""Opens a session for an operator who proves a password.

Law: an unknown address costs the same work as a wrong password and gives the same answer. Of the session's
token only the SHA-256 digest is stored, so that a copy of the database opens nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from argon2.exceptions import VerificationError

from cookieguard.storage import operators
from cookieguard.usecases.add_operator import normal_address

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from cookieguard.storage.database import Database

SESSION_LIFE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The operator whom a session belongs to."""

    operator_id: str
    email: str


def sign_in(
    database: Database,
    email: str,
    password: str,
    *,
    passwords: PasswordHasher,
    token: str,
    replaces: str | None,
    now: datetime,
) -> SignedIn | None:
    """Open a session under `token` (fresh, at least 128 random bits) for 12 hours; None when refused.

    The session of `replaces`, the browser's token until now, ends (OWASP ASVS 5.0, 7.2.4), and so does
    every session that has run out.
    """
    with database.read() as connection:
        operator = operators.find_operator_by_email(connection, normal_address(email))
    if operator is None:
        passwords.hash(password)
        return None
    try:
        passwords.verify(operator.password_hash, password)
    except VerificationError:
        return None
    with database.write() as connection:
        operators.end_expired(connection, now)
        if replaces:
            operators.end_session(connection, token_digest(replaces))
        operators.add_session(connection, token_digest(token), operator.id, now, now + SESSION_LIFE)
    return SignedIn(operator.id, operator.email)


def token_digest(token: str) -> str:
    """Return the only form of a session token that is stored: its SHA-256, 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()
