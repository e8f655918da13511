"""The tables, once for both databases.

Law: no column for an IP address, a user agent or a URL. Notices, artifacts, publications and consent events
are only ever added. Whoever changes a table here writes a migration; a test compares the two.
"""

from __future__ import annotations

from typing import get_args

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
)

from cookieguard.domain.record import Method, State
from cookieguard.storage.columns import UtcDateTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, kinds: object) -> CheckConstraint:
    listed = ", ".join(f"'{kind}'" for kind in get_args(kinds))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


site = Table(
    "site",
    metadata,
    Column("id", String, primary_key=True),
    Column("draft", JSON, nullable=False),
    Column("draft_saved_at", UtcDateTime, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("body", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("published_by", String, nullable=False),
    Column("note", Text, nullable=False),
)

artifact = Table(
    "artifact",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("media_type", String, nullable=False),
    Column("plain", LargeBinary, nullable=False),
    Column("gzip", LargeBinary, nullable=False),
    Column("brotli", LargeBinary, nullable=False),
)

publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("notice_id", ForeignKey("notice.id"), nullable=False),
    Column("script", ForeignKey("artifact.hash"), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("published_by", String, nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "site_id", "id"),
    sqlite_autoincrement=True,  # the newest row is the current one, so an id must never come back
)

consent_event = Table(
    "consent_event",
    metadata,
    Column("event_id", Uuid(as_uuid=False), primary_key=True),
    Column("record_id", Uuid(as_uuid=False), nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("notice_id", ForeignKey("notice.id"), nullable=False),
    Column("state", String, _one_of("state", State), nullable=False),
    Column("method", String, _one_of("method", Method), nullable=False),
    Column("layer", SmallInteger, CheckConstraint("layer BETWEEN 0 AND 2", name="layer"), nullable=False),
    Column("language", String, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("vendors", JSON, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("digest", String(64), nullable=False),
    Index(None, "record_id", "recorded_at"),
    Index(None, "site_id", "recorded_at"),
)

counter = Table(
    "counter",
    metadata,
    # No foreign key: a counter never stands in the way of the record that it rides with.
    Column("site_id", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("name", String, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

operator = Table(
    "operator",
    metadata,
    Column("id", String, primary_key=True),
    Column("email", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

operator_session = Table(
    "operator_session",
    metadata,
    # The length keeps a raw token out by accident: only its SHA-256 in hexadecimal fits.
    Column(
        "token_hash", String(64), CheckConstraint("length(token_hash) = 64", name="hash"), primary_key=True
    ),
    Column("operator_id", ForeignKey("operator.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
