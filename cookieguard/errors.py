"""The errors CookieGuard raises: each knows its stable code, its HTTP status and its evidence."""

from __future__ import annotations

from typing import Any, ClassVar


class CookieguardError(Exception):
    """Base of every refusal; `detail` says what happened, what was kept and the mend."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, **evidence: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.evidence = evidence


class BadRequest(CookieguardError):
    """The request cannot be understood; nothing was changed."""

    code = "bad-request"
    status = 400
    title = "The request cannot be understood"


class Unavailable(CookieguardError):
    """The service cannot take this now; nothing was kept and the caller should come back later."""

    code = "unavailable"
    status = 503
    title = "Not available for the moment"

    def __init__(self, detail: str, *, retry_after_seconds: int = 5, **evidence: Any) -> None:
        super().__init__(detail, **evidence)
        self.retry_after_seconds = retry_after_seconds


class InvalidDefinition(CookieguardError):
    """A site definition breaks a rule; `findings` lists every one and nothing was published."""

    code = "invalid-definition"
    status = 422
    title = "The site definition has mistakes"


class InvalidSettings(CookieguardError):
    """A setting is unknown or unusable; the start is stopped."""

    code = "invalid-settings"
    title = "The settings cannot be used"
