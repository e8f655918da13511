"""Make the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

# A migration is history: it spells out names and types as they were and imports nothing of the product.


def upgrade() -> None:
    """Make every table of the first release."""
    _sites_and_notices()
    _publications()
    _consent_events()
    _counters()
    _operators()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sites_and_notices() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        _moment("draft_saved_at"),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _moment("published_at"),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_notice_site_id"),
    )


def _publications() -> None:
    op.create_table(
        "artifact",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("plain", sa.LargeBinary(), nullable=False),
        sa.Column("gzip", sa.LargeBinary(), nullable=False),
        sa.Column("brotli", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_artifact"),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(64), nullable=False),
        sa.Column("script", sa.String(64), nullable=False),
        _moment("published_at"),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_publication_site_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_publication_notice_id"),
        sa.ForeignKeyConstraint(["script"], ["artifact.hash"], name="fk_publication_script"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_publication_site_id_id", "publication", ["site_id", "id"])


def _consent_events() -> None:
    op.create_table(
        "consent_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("layer", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("vendors", sa.JSON(), nullable=False),
        _moment("decided_at", nullable=True),
        _moment("recorded_at"),
        _moment("valid_until"),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_consent_event"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_consent_event_site_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_consent_event_notice_id"),
        sa.CheckConstraint(
            "state IN ('given', 'partial', 'refused', 'withdrawn')", name=op.f("ck_consent_event_state")
        ),
        sa.CheckConstraint(
            "method IN ('accept-all', 'reject-all', 'save', 'withdraw', 'api')",
            name=op.f("ck_consent_event_method"),
        ),
        sa.CheckConstraint("layer BETWEEN 0 AND 2", name=op.f("ck_consent_event_layer")),
    )
    op.create_index("ix_consent_event_record_id_recorded_at", "consent_event", ["record_id", "recorded_at"])
    op.create_index("ix_consent_event_site_id_recorded_at", "consent_event", ["site_id", "recorded_at"])


def _counters() -> None:
    op.create_table(
        "counter",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "day", "name", name="pk_counter"),
    )


def _operators() -> None:
    op.create_table(
        "operator",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_operator"),
        sa.UniqueConstraint("email", name="uq_operator_email"),
    )
    op.create_table(
        "operator_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("operator_id", sa.String(), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_operator_session"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name="fk_operator_session_operator_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_operator_session_hash")),
    )
    op.create_index("ix_operator_session_expires_at", "operator_session", ["expires_at"])
