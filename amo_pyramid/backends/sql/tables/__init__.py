"""The tables, one module per group. Columns bear the names of the domain objects' fields.

``metadata`` knows all of them.
"""

from __future__ import annotations

from amo_pyramid.backends.sql.tables import (
    addons,
    collections,
    counters,
    editorial,
    keys,
    packages,
    search,
    site,
    statistics,
    users,
    versions,
)
from amo_pyramid.backends.sql.tables.base import metadata

__all__ = [
    "addons",
    "collections",
    "counters",
    "editorial",
    "keys",
    "metadata",
    "packages",
    "search",
    "site",
    "statistics",
    "users",
    "versions",
]
