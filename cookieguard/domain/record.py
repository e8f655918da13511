"""What is kept of one act of a visitor: enough to prove the consent, nothing that says who it was.

Law: no field for an IP address, a user agent or a URL (EDPB Guidelines 05/2020, paragraph 106: proof must not
become a data collection of its own). An event is never changed; a later act is a further event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["given", "partial", "refused", "withdrawn"]
Method = Literal["accept-all", "reject-all", "save", "withdraw", "api"]


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One recorded choice; ids are lower-case UUIDs with hyphens, times are aware and in UTC."""

    event_id: str
    """Made by the browser, the key of idempotency: the same event sent twice is recorded once."""
    record_id: str
    """Ties the events of one visitor on one site together."""
    site_id: str
    notice_id: str
    """The published notice that the visitor saw: 64 hex digits."""
    state: State
    method: Method
    layer: int
    """Where the visitor acted: 1 or 2, or 0 for an act outside the dialog."""
    language: str
    categories: Mapping[str, bool]
    vendors: Mapping[str, bool]
    """Only the vendors that differ from their category."""
    decided_at: datetime | None
    """The browser's clock, None where it did not say; never used to order events."""
    recorded_at: datetime
    """The server's clock."""
    valid_until: datetime
    digest: str
    """SHA-256 of the canonical body as received: 64 hex digits."""
