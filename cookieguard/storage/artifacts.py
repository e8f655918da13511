"""Files that are served by their hash: made once when a notice is published, never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from cookieguard.storage.schema import artifact
from cookieguard.storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file in the three encodings it is served in; `hash` is of the plain bytes."""

    hash: str
    media_type: str
    plain: bytes
    gzip: bytes
    brotli: bytes


def put(connection: Connection, file: Artifact) -> None:
    """Keep a file; one that is there already stays as it is."""
    connection.execute(insert_into(connection, artifact).on_conflict_do_nothing(), asdict(file))


def get(connection: Connection, file_hash: str) -> Artifact | None:
    """Return the file of that hash, or None."""
    row = connection.execute(select(artifact).where(artifact.c.hash == file_hash)).one_or_none()
    return Artifact(**row._mapping) if row else None


def get_by_prefix(connection: Connection, prefix: str) -> Artifact | None:
    """Return the one file whose hash begins with `prefix` (hex digits); None for none or for several."""
    # "g" is the first letter after the hex digits: the range that the index of the primary key answers.
    statement = select(artifact).where(artifact.c.hash >= prefix, artifact.c.hash < prefix + "g").limit(2)
    rows = connection.execute(statement).all()
    return Artifact(**rows[0]._mapping) if len(rows) == 1 else None
