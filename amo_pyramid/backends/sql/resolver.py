"""The hot path: who is meant by an id, guid, slug or package id, in one narrow statement.

Nearly every answer begins with it, so it goes straight to the driver, on connections of its own,
outside of any transaction. So does what tells whether a ready list of language tools is still
right.
"""

from __future__ import annotations

from collections.abc import Hashable, Set
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from amo_pyramid.backends.sql.directpool import DirectPool
from amo_pyramid.backends.sql.engine import StatementObserver
from amo_pyramid.backends.sql.lists import joined
from amo_pyramid.backends.sql.reading.states import IS_REVIEWED, runs_in_application
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.packages import package_id
from amo_pyramid.backends.sql.types import split_words
from amo_pyramid.constants.addon_types import DEFAULT_RANGES, AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import AddonState
from amo_pyramid.domain.query import AddonRef, RefKind
from amo_pyramid.domain.text import is_storable_text


def _number(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.BigInteger())


_STATE = sa.select(
    addon.c.id,
    addon.c.revision,
    addon.c.type,
    addon.c.status,
    sa.cast(addon.c.is_disabled_by_developer, sa.Integer()),
    addon.c.excluded_regions,
)
_KEY: sa.BindParameter[str] = sa.bindparam("key", type_=sa.Text())
_EXACT: sa.BindParameter[str] = sa.bindparam("exact", type_=sa.Text())
_STATEMENTS: dict[Hashable, sa.Select[Any]] = {
    RefKind.ID: _STATE.where(addon.c.id == sa.bindparam("key", type_=sa.BigInteger())),
    RefKind.SLUG: _STATE.where(addon.c.slug_key == _KEY),
    RefKind.GUID: _STATE.where(addon.c.guid_key == _KEY).order_by(
        sa.desc(addon.c.guid == _EXACT), addon.c.id
    ),
}


def language_tools_where(
    is_wanted: sa.ColumnElement[bool], is_everywhere: sa.ColumnElement[bool]
) -> tuple[sa.ColumnElement[bool], ...]:
    """What add-ons for a language in ``:application`` have in common; the second condition tells
    those that run in it without saying so."""
    # Not empty, in the words of the index.
    has_locale = addon.c.target_locale > ""
    return has_locale, is_wanted, IS_REVIEWED, runs_in_application(is_everywhere)


ADDON_OF_PACKAGE = sa.select(package_id.c.addon_id).where(
    package_id.c.package_id == sa.bindparam("package_id", type_=sa.Text())
)
_PACKAGE = "package"
_STATEMENTS[_PACKAGE] = ADDON_OF_PACKAGE
_TOOLS = "language tools"
_STATEMENTS[_TOOLS] = sa.select(
    # All in one row: a hundred would take longer to fetch than to find.
    joined(sa.cast(addon.c.id, sa.Text()) + " " + sa.cast(addon.c.revision, sa.Text()))
).where(
    *language_tools_where(
        sa.or_(addon.c.type == _number("first"), addon.c.type == _number("second")),
        addon.c.type == _number("everywhere"),
    )
)
_LONGEST_ID = 18

_NO_TYPE = -1
_TYPES = {int(each): each for each in AddonType}
_STATUSES = {int(each): each for each in Status}


class Resolver:
    """Answers :meth:`Addons.resolve`; safe to use from any number of threads."""

    def __init__(self, engine: Engine, observers: list[StatementObserver]) -> None:
        self._pool = DirectPool(engine, _STATEMENTS, observers)

    def resolve(self, ref: AddonRef) -> AddonState | None:
        """See :meth:`Addons.resolve`. A lost connection is replaced once."""
        parameters = _parameters(ref)
        row = None if parameters is None else self._pool.row(ref.kind, parameters)
        if row is None:
            return None
        return AddonState(
            id=row[0],
            revision=row[1],
            type=_TYPES[row[2]],
            status=_STATUSES[row[3]],
            is_disabled_by_developer=bool(row[4]),
            excluded_regions=split_words(row[5]),
        )

    def package(self, package_id: str) -> int | None:
        """See :meth:`Packages.addon_of`; for texts that can be stored."""
        row = self._pool.row(_PACKAGE, {"package_id": package_id})
        return row[0] if row else None

    def language_tools(
        self, application: Application, types: Set[AddonType]
    ) -> list[tuple[int, int]]:
        """See :meth:`Addons.language_tools`; for all authors, types of ``LANGUAGE_TYPES``."""
        numbers = [int(each) for each in types] or [_NO_TYPE]
        is_everywhere = application in DEFAULT_RANGES
        row = self._pool.row(
            _TOOLS,
            {
                "first": numbers[0],
                "second": numbers[-1],
                "everywhere": int(AddonType.DICTIONARY) if is_everywhere else _NO_TYPE,
                "application": int(application),
            },
        )
        found = iter(map(int, (row[0] or "").split())) if row else iter(())
        return sorted(zip(found, found, strict=True))

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._pool.close()


def _parameters(ref: AddonRef) -> dict[str, Any] | None:
    """What to ask for, or None for what no add-on can have."""
    value = ref.value
    if ref.kind is RefKind.ID:
        return {"key": int(value)} if len(value) <= _LONGEST_ID else None
    if not is_storable_text(value):
        return None
    key = value.casefold()
    return {"key": key, "exact": value} if ref.kind is RefKind.GUID else {"key": key}
