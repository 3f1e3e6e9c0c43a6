"""The catalogue on SQLAlchemy: :class:`SqlCatalogue` for SQLite and PostgreSQL.

Tables and explicit statements, no mapped classes: ``docs/decisions/0001-core-statements.md``.
"""

from __future__ import annotations

from amo_pyramid.backends.sql.catalogue import SqlCatalogue

__all__ = ["SqlCatalogue"]
