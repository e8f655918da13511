"""Parses the body of a choice: strict in size, coding, depth, names and types, so that nothing is guessed."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import msgspec

from cookieguard.domain.answer import Answer
from cookieguard.domain.notice import canonical_json
from cookieguard.errors import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LIMIT = 16 * 1024
_DEPTH = 4
_UUID4 = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"

Uuid = Annotated[str, msgspec.Meta(pattern=_UUID4)]
VendorId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}\Z")]


class TooLarge(BadRequest):
    """The body is over the limit; nothing of it was kept."""

    code = "too-large"
    status = 413
    title = "The body is too large"


class WrongMediaType(BadRequest):
    """The body is not declared as JSON, so it may come from a form of another site."""

    code = "unsupported-media-type"
    status = 415
    title = "Send application/json"


class NotJson(BadRequest):
    """The body is not JSON that can mean one thing only."""

    code = "not-json"
    title = "The body is not proper JSON"


class NotUtf8(NotJson):
    """The body is not UTF-8."""

    code = "not-utf-8"


class TooDeep(NotJson):
    """The body nests deeper than any choice does."""

    code = "too-deep"


class Malformed(BadRequest):
    """A field is missing, unknown or of the wrong form; `detail` names it."""

    code = "malformed-choice"
    status = 422
    title = "This is not a choice"


class ChoiceBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The body as the contract has it."""

    event: Uuid
    version: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}\Z")]
    layer: Annotated[int, msgspec.Meta(ge=0, le=2)]
    method: Literal["accept-all", "reject-all", "save", "withdraw", "api"]
    categories: dict[str, bool]
    vendors: dict[VendorId, bool]
    granted: Annotated[list[VendorId], msgspec.Meta(max_length=400)]
    decided_at: Annotated[int, msgspec.Meta(ge=0, le=2**40)]
    record: Uuid | None = None
    receipt: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{20,120}\Z")] | None = None


def read_body(environ: WSGIEnvironment) -> bytes:
    """Return the request's body; raises WrongMediaType, or TooLarge before reading more than the limit."""
    media_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise WrongMediaType("A choice is sent as application/json; nothing was recorded.")
    length = environ.get("CONTENT_LENGTH") or ""
    size = int(length) if re.fullmatch("[0-9]{1,18}", length) else LIMIT + 1
    if length and size > LIMIT:
        raise TooLarge(f"A choice has at most {LIMIT} bytes; nothing was recorded.")
    body: bytes = environ["wsgi.input"].read(size)
    if len(body) > LIMIT:
        raise TooLarge(f"A choice has at most {LIMIT} bytes; nothing was recorded.")
    return body


def parse_body(body: bytes) -> Answer:
    """Return the answer that `body` holds; raises NotUtf8, NotJson, TooDeep or Malformed."""
    content, digest = _load(body)
    try:
        parsed = msgspec.convert(content, ChoiceBody)
    except msgspec.ValidationError as error:
        raise Malformed(f"{error}; nothing was recorded.") from None
    fields = {name: getattr(parsed, name) for name in ChoiceBody.__struct_fields__}
    return Answer(**fields, digest=digest)


def _load(body: bytes) -> tuple[Any, str]:
    """Return the content and the SHA-256 of its canonical form, so that blanks and order change nothing."""
    try:
        text = body.decode("utf-8")
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        digest = hashlib.sha256(canonical_json(content).encode()).hexdigest()
    except UnicodeDecodeError:
        raise NotUtf8("The body is not UTF-8; nothing was recorded.") from None
    except UnicodeEncodeError:
        raise NotUtf8("The body escapes half a character; nothing was recorded.") from None
    except RecursionError:
        raise TooDeep("The body nests too deeply; nothing was recorded.") from None
    except ValueError as error:
        raise NotJson(f"{error}; nothing was recorded.") from None
    if _depth(content) > _DEPTH:
        raise TooDeep(f"A choice nests at most {_DEPTH} levels; nothing was recorded.")
    return content, digest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise NotJson("A name stands twice in one object; nothing was recorded.")
    return content


def _refuse_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not JSON; nothing was recorded.")


def _depth(content: Any) -> int:
    inside: list[Any] = [content]
    depth = 0
    while inside:
        depth += 1
        inside = [
            child
            for parent in inside
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return depth
