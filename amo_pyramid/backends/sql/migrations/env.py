"""Runs the migrations on the connection that the catalogue hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from amo_pyramid.backends.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a table in place.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
