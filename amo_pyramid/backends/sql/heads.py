"""Whether a database is up to date, found out without Alembic.

Every process asks this when it starts, and Alembic takes longer to import than SQLAlchemy. Whatever
else there is to know of migrations, Alembic is asked: :mod:`amo_pyramid.backends.sql.schema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import SchemaState

#: Where this package keeps its own migrations.
ENVIRONMENT = "amo_pyramid.backends.sql:migrations"
VERSIONS = f"{ENVIRONMENT}/versions"

_REVISION = re.compile(r"^revision\b[^=\n]*=\s*[\"'](.+)[\"']", re.MULTILINE)
_BEFORE = re.compile(r"^down_revision\b[^=\n]*=\s*(\([^)]*\)|.*)$", re.MULTILINE)
_NAME = re.compile(r"[\"']([^\"']+)[\"']")
_CURRENT = sa.text("SELECT version_num FROM alembic_version")


def folder(place: str) -> str:
    """The path of a place with migrations, ``package:folder``."""
    package, _, name = place.partition(":")
    return str(resources.files(package) / name)


def up_to_date(connection: Connection, places: Iterable[str]) -> SchemaState | None:
    """The state of a database that has all the migrations of all the places; None for any
    other, and where it takes Alembic to tell."""
    wanted = _heads([path for place in places for path in Path(folder(place)).glob("*.py")])
    if not wanted or not sa.inspect(connection).has_table("alembic_version"):
        return None
    current = tuple(sorted(row[0] for row in connection.execute(_CURRENT)))
    return SchemaState(current, current) if set(current) == wanted else None


def _heads(paths: Iterable[Path]) -> set[str]:
    """The revisions that no other one follows; none when a file does not say plainly what it is."""
    found: set[str] = set()
    replaced: set[str] = set()
    for path in paths:
        if path.name == "__init__.py":
            continue
        text = path.read_text(encoding="utf-8")
        revision, before = _REVISION.search(text), _BEFORE.search(text)
        if revision is None or before is None:
            return set()
        found.add(revision[1])
        replaced.update(_NAME.findall(before[1]))
    return found - replaced
