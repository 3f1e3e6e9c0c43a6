"""Pages of long lists: one statement counts, one reads the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.domain.errors import InvalidPage
from amo_pyramid.domain.query import Page, PageRequest


class Pages:
    """A list by two statements: ``count`` gives its length, ``rows`` all of it, in order."""

    def __init__(self, count: sa.Select[Any], rows: sa.Select[Any]) -> None:
        size, start = (sa.bindparam(name, type_=sa.Integer()) for name in ("size", "start"))
        self._count = count
        self._rows = rows.limit(size).offset(start)

    @classmethod
    def of(cls, table: sa.Table, *conditions: Any, order: Any) -> Pages:
        """The rows of a table."""
        count = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return cls(count, sa.select(*table.c).where(*conditions).order_by(order))

    def read(self, run: Run, parameters: Mapping[str, Any], page: PageRequest) -> Page[Any]:
        """The rows of one page. Raises ``InvalidPage`` for one that does not exist."""
        total = run(self._count, parameters)[0][0]
        last = Page((), total, 1, page.size).count
        number = last if page.number is None else page.number
        if not 1 <= number <= last:
            raise InvalidPage
        window = {"size": page.size, "start": (number - 1) * page.size}
        return Page(run(self._rows, {**parameters, **window}), total, number, page.size)
