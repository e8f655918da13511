"""Holds in memory what is in force, so that the hot paths ask the database only now and then.

The law of this file: what was good once stays until something newer has been read; a database that
does not answer changes nothing for visitors who only load a page.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from cookieguard.errors import Unavailable
from cookieguard.usecases.live_sites import (
    AskedUnder,
    LiveSite,
    read_asked_under,
    read_file,
    read_live_sites,
    read_script,
)

if TYPE_CHECKING:
    from cookieguard.storage.artifacts import Artifact
    from cookieguard.storage.database import Database

log = logging.getLogger(__name__)

# A publication reaches page loads within this time plus the script's own cache life (web.banner).
RENEW_SECONDS = 5.0
_REMEMBERED = 512

Key = tuple[str, ...]
T = TypeVar("T")


class Shelf:
    """What visitors get; `clock` counts seconds from any point and never goes back."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._renewing = threading.Lock()
        self._sites: dict[str, LiveSite] | None = None
        self._read_at = 0.0
        self._immutable: dict[Key, object] = {}

    def site(self, site_id: str) -> LiveSite | None:
        """Return a published site; raises Unavailable while nothing could ever be read."""
        if self._sites is None or self._clock() - self._read_at > RENEW_SECONDS:
            self._renew()
        return (self._sites or {}).get(site_id)

    def script(self, site_id: str, version: str) -> Artifact | None:
        """Return the script that the site served for one notice version."""
        return self._once(("script", site_id, version), lambda: read_script(self._database, site_id, version))

    def file(self, prefix: str) -> Artifact | None:
        """Return a file by the first 16 digits of its hash."""
        return self._once(("file", prefix), lambda: read_file(self._database, prefix))

    def asked_under(self, notice_id: str) -> AskedUnder | None:
        """Return the terms of any notice that was ever published."""
        return self._once(("notice", notice_id), lambda: read_asked_under(self._database, notice_id))

    def _renew(self) -> None:
        # One request pays for the reading; the others go on with what is there, except at the very first.
        if not self._renewing.acquire(blocking=self._sites is None):
            return
        try:
            self._sites = read_live_sites(self._database, self._sites or {})
        except Exception as error:
            if self._sites is None:
                raise
            unexpected = not isinstance(error, Unavailable)
            log.warning("serving what was in force before: %s", error, exc_info=unexpected)
        finally:
            self._read_at = self._clock()
            self._renewing.release()

    def _once(self, key: Key, read: Callable[[], T | None]) -> T | None:
        """Return what never changes once it is there; an absence is not remembered."""
        known = self._immutable.get(key)
        if known is not None:
            return known  # type: ignore[return-value]  # the key's first word tells the type
        found = read()
        if found is not None:
            if len(self._immutable) >= _REMEMBERED:
                self._immutable.clear()
            self._immutable[key] = found
        return found
