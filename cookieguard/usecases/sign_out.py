"""Ends an operator's session on the server, so that a copy of its cookie is worth nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cookieguard.storage import operators
from cookieguard.usecases.sign_in import token_digest

if TYPE_CHECKING:
    from cookieguard.storage.database import Database


def sign_out(database: Database, token: str) -> None:
    """End the session of `token`; a token that opens nothing is no mistake."""
    with database.write() as connection:
        operators.end_session(connection, token_digest(token))
