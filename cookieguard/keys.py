"""The server's signing keys: a ring, oldest first, whose newest key signs and all of whose keys verify.

The law of this file: one salt per purpose and site, so that no signature is good for anything else.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from itsdangerous import BadSignature, Signer

from cookieguard.domain.consent_cookie import SIGNATURE_SEPARATOR
from cookieguard.errors import InvalidSettings

SHORTEST_KEY = 32
# The one spelling of 32 bytes in base64url: the library also reads others, and a damaged value is none.
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


class KeyRing:
    """Signs and verifies cookies and receipts; `keys` are texts of at least 32 characters, oldest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or any(len(key) < SHORTEST_KEY for key in keys):
            raise InvalidSettings(f"Each secret key needs at least {SHORTEST_KEY} characters.")
        self._keys = list(keys)
        self._signer = lru_cache(maxsize=1024)(self._make_signer)

    @property
    def newest(self) -> str:
        """Return the key that signs."""
        return self._keys[-1]

    @property
    def older(self) -> list[str]:
        """Return the keys that only verify, newest of them first, as Flask wants its fallbacks."""
        return self._keys[-2::-1]

    def sign_cookie(self, site_id: str, payload: str) -> str:
        """Return the value of the choice cookie for `payload` on this site."""
        return self._signer("consent", site_id).sign(payload).decode()

    def verify_cookie(self, site_id: str, value: str) -> str | None:
        """Return the payload of a cookie value that this server signed for this site, else None."""
        if not _SIGNATURE.fullmatch(value.rpartition(SIGNATURE_SEPARATOR)[2]):
            return None
        try:
            return self._signer("consent", site_id).unsign(value.encode()).decode()
        except (BadSignature, UnicodeError):
            return None

    def sign_receipt(self, site_id: str, record_id: str) -> str:
        """Return the token that lets its holder speak for the record."""
        return self._signer("receipt", site_id).get_signature(record_id).decode()

    def is_receipt(self, site_id: str, record_id: str, token: str) -> bool:
        """Return whether this server gave `token` for the record."""
        signer = self._signer("receipt", site_id)
        return _SIGNATURE.fullmatch(token) is not None and signer.verify_signature(record_id, token)

    def _make_signer(self, purpose: str, site_id: str) -> Signer:
        return Signer(
            self._keys,
            salt=f"cookieguard.{purpose}.{site_id}",
            sep=SIGNATURE_SEPARATOR,
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )


def read_or_make_keys(path: Path) -> list[str]:
    """Return the keys in the file at `path`, one a line, oldest first; made with one key if there is none."""
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_keys(path)
        text = path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise InvalidSettings(
            f"The secret keys cannot be kept in {str(path)!r} ({error.__class__.__name__}); "
            "make the data folder writable or set COOKIEGUARD_SECRET_KEYS."
        ) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _make_keys(path: Path) -> None:
    """Make the file whole or not at all: processes that start together must agree on one key."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as file:  # mode 600
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)
