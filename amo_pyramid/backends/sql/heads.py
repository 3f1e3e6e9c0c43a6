"""Whether a database is up to date, found out without Alembic.

Every process asks this when it starts, and Alembic takes longer to import than SQLAlchemy. Whatever
else there is to know of migrations, Alembic is asked: :mod:`amo_pyramid.backends.sql.schema`.

Migrations come from several places, the catalogue's own and those of plugins. Each place is a
branch with a label: what stands before the number in the names of its revisions, which is nothing
for the catalogue's own (``0005``) and the plugin's word for a plugin (``badges_0001``). So a
revision that no place knows can be told from one that is newer than this code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import SchemaState
from amo_pyramid.domain.errors import Invalid

#: Where this package keeps its own migrations.
ENVIRONMENT = "amo_pyramid.backends.sql:migrations"
VERSIONS = f"{ENVIRONMENT}/versions"
#: The column of the table in which Alembic keeps revisions is as wide as this.
LONGEST_REVISION = 32

_REVISION = re.compile(r"^revision\b[^=\n]*=\s*[\"'](.+)[\"']", re.MULTILINE)
_BEFORE = re.compile(r"^down_revision\b[^=\n]*=\s*(\([^)]*\)|.*)$", re.MULTILINE)
_DEPENDS = re.compile(r"^depends_on\b[^=\n]*=(?!\s*None\b)", re.MULTILINE)
_NAME = re.compile(r"[\"']([^\"']+)[\"']")
_NUMBERED = re.compile(r"(?:([a-z][a-z0-9_]*)_)?[0-9]+")
_CURRENT = sa.text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True, slots=True)
class Branch:
    """The migrations of one place: its label, all its revisions, the first and the last ones."""

    place: str
    label: str
    known: frozenset[str]
    bases: frozenset[str]
    heads: frozenset[str]


def folder(place: str) -> str:
    """The path of a place with migrations, ``package:folder``. Raises ``Invalid``."""
    package, _, name = place.partition(":")
    try:
        path = Path(str(resources.files(package) / name))
    except (ImportError, TypeError, ValueError) as error:
        raise Invalid(f"There are no migrations in {place}: {error}") from error
    if not path.is_dir():
        raise Invalid(f"There are no migrations in {place}: {path} is not a folder")
    return str(path)


def branches(places: Sequence[str]) -> list[Branch]:
    """What all the places hold. Raises ``Invalid`` where that cannot work, with the reason."""
    found: dict[str, Branch] = {}
    for place in places:
        branch = _branch(place)
        rival = found.setdefault(branch.label, branch)
        if rival is not branch:
            raise Invalid(
                f"The migrations of {rival.place} and of {place} have revisions of one name, "
                f"{branch.label or '0001'}…: each plugin needs a word of its own before the number."
            )
    return list(found.values())


def up_to_date(connection: Connection, known: Collection[Branch]) -> SchemaState | None:
    """The state of a database that has all the migrations of all the branches; None for any
    other, and where it takes Alembic to tell."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = state([row[0] for row in connection.execute(_CURRENT)], known)
    return found if found.is_current else None


def state(current: Iterable[str], known: Collection[Branch]) -> SchemaState:
    """Where a database with these revisions stands."""
    labels = {branch.label for branch in known}
    all_known = {revision for branch in known for revision in branch.known}
    unknown = {revision for revision in current if revision not in all_known}
    left = {revision for revision in unknown if label_of(revision) not in labels}
    return SchemaState(
        current=tuple(sorted(set(current) - left)),
        wanted=tuple(sorted(head for branch in known for head in branch.heads)),
        is_newer=unknown > left,
        left=tuple(sorted(left)),
    )


def label_of(revision: str) -> str:
    """The word before the number of a revision; all of it where there is no number."""
    match = _NUMBERED.fullmatch(revision)
    return revision if match is None else match[1] or ""


def _branch(place: str) -> Branch:
    revisions: set[str] = set()
    replaced: dict[str, set[str]] = {}
    for path in sorted(Path(folder(place)).glob("*.py")):
        if path.name == "__init__.py":
            continue
        revision, before = _read(path)
        _check_name(revision, place)
        revisions.add(revision)
        replaced[revision] = before
    labels = {label_of(revision) for revision in revisions}
    if len(labels) != 1:
        told = ", ".join(sorted(revisions)) or "none"
        raise Invalid(f"Revisions in {place} must have one word before the number; found: {told}.")
    return Branch(
        place=place,
        label=labels.pop(),
        known=frozenset(revisions),
        bases=frozenset(name for name, before in replaced.items() if not before),
        heads=frozenset(revisions.difference(*replaced.values())),
    )


def _read(path: Path) -> tuple[str, set[str]]:
    """The revision of a file, and those that it follows."""
    text = path.read_text(encoding="utf-8")
    revision, before = _REVISION.search(text), _BEFORE.search(text)
    if revision is None or before is None:
        raise Invalid(f"{path} does not say its revision and down_revision plainly.")
    if _DEPENDS.search(text):
        raise Invalid(
            f"{path} has depends_on: leave it out, the catalogue's migrations run before others."
        )
    return revision[1], set(_NAME.findall(before[1]))


def _check_name(revision: str, place: str) -> None:
    match = _NUMBERED.fullmatch(revision)
    if match is None or len(revision) > LONGEST_REVISION or (place == VERSIONS) == bool(match[1]):
        raise Invalid(
            f"Revision {revision} of {place} must look like NAME_0001, with the plugin's name in "
            f"small letters and at most {LONGEST_REVISION} characters: all plugins share a table."
        )
