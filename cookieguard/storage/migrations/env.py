"""Runs the migrations on the connection that Database.migrate() hands over; Alembic executes this file."""

from __future__ import annotations

from alembic import context

from cookieguard.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    # SQLite cannot alter a column in place: batch operations copy the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
