"""What a record can have many of: a statement for many owners, and how a row becomes a value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.domain.text import SITE_LOCALE, Localized


@dataclass(frozen=True, slots=True)
class Relation:
    """``statement`` takes ``owners`` and gives the owner's id in the first column.

    ``build`` makes a value of the whole row. It also gets the default locale of the owner.
    """

    statement: sa.Select[Any]
    build: Callable[[Any, str], Any]
    #: For an order that is not the same in every database.
    arrange: Callable[[Iterable[Any]], Iterable[Any]] = iter

    def load(
        self, run: Run, owners: Collection[int], locale_of: Callable[[int], str]
    ) -> dict[int, tuple[Any, ...]]:
        """The values by owner; an owner without any is absent."""
        found: dict[int, list[Any]] = {}
        for row in run(self.statement, {"owners": owners}):
            owner = row[0]
            found.setdefault(owner, []).append(self.build(row, locale_of(owner)))
        return {owner: tuple(self.arrange(values)) for owner, values in found.items()}


def of_owner(owner: sa.Column[int], *columns: Any) -> sa.Select[Any]:
    """The statement of a relation, without an order yet."""
    return sa.select(owner, *columns).where(in_list(owner, "owners"))


def child_fallbacks(default_locale: str) -> tuple[str, ...]:
    """Where the reader of a text that belongs to an add-on's part is sent (catalog.md §1.6)."""
    return (SITE_LOCALE,) if default_locale == SITE_LOCALE else (default_locale, SITE_LOCALE)


def child_text(texts: Any, default_locale: str) -> Localized:
    """The text of an add-on's part, from its column."""
    return Localized(texts or {}, child_fallbacks(default_locale))
