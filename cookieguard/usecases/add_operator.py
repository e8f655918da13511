"""Adds a person who may sign in to the admin."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from cookieguard.errors import CookieguardError
from cookieguard.storage import operators

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from cookieguard.storage.database import Database

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
# Letters and digits that nobody mistakes for one another when reading them from a terminal.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class UnusableOperator(CookieguardError):
    """The address or the password cannot be used; nobody was added."""

    code: ClassVar[str] = "unusable-operator"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "This operator cannot be added"


def add_operator(
    database: Database,
    email: str,
    password: str,
    *,
    passwords: PasswordHasher,
    operator_id: str,
    now: datetime,
) -> None:
    """Add an operator who signs in with `email` (any case) and `password`; `operator_id` is a fresh UUID.

    Raises UnusableOperator for a malformed or taken address and for a password outside 12 to 256 characters
    (length, not composition: NIST SP 800-63B 3.1.1.2).
    """
    address = normal_address(email)
    if not _ADDRESS.fullmatch(address):
        raise UnusableOperator(f"{email!r} is not an e-mail address; nobody was added.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UnusableOperator(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; nobody was added."
        )
    hashed = passwords.hash(password)
    with database.write() as connection:
        if operators.find_operator_by_email(connection, address):
            raise UnusableOperator(f"{address} is an operator already; nothing was changed.")
        operators.add_operator(connection, operator_id, address, hashed, now)


def has_operator(database: Database) -> bool:
    """Return whether anybody can sign in."""
    with database.read() as connection:
        return operators.count_operators(connection) > 0


def normal_address(email: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return email.strip().casefold()


def generate_password(pick: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a password of four groups of five characters, about 99 bits, easy to type from a screen."""
    return "-".join("".join(pick(_ALPHABET) for _ in range(5)) for _ in range(4))
