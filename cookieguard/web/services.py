"""What the composition root hands to the views: one frozen value, read from the running application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from argon2 import PasswordHasher

    from cookieguard.domain.catalogue import Catalogue
    from cookieguard.scripts.builder import Builder
    from cookieguard.storage.database import Database
    from cookieguard.storage.writer import ChoiceWriter

EXTENSION = "cookieguard"


@dataclass(frozen=True, slots=True)
class Services:
    """The living parts that views pass on to use cases; `clock` returns the aware UTC time of now."""

    database: Database
    catalogue: Catalogue
    builder: Builder
    writer: ChoiceWriter
    clock: Callable[[], datetime]
    passwords: PasswordHasher


def services() -> Services:
    """Return the services of the application that answers this request."""
    return cast("Services", current_app.extensions[EXTENSION])
