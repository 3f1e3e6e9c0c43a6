"""One module per database."""

from __future__ import annotations

from collections.abc import Mapping

from amo_pyramid.backends.sql.search.dialects.base import Dialect, Run
from amo_pyramid.backends.sql.search.dialects.postgresql import Postgresql
from amo_pyramid.backends.sql.search.dialects.sqlite import Sqlite

DIALECTS: Mapping[str, Dialect] = {"sqlite": Sqlite(), "postgresql": Postgresql()}

__all__ = ["DIALECTS", "Dialect", "Run"]
