"""What the parts of the suite of searches share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import transaction

from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession
from amo_pyramid.backends.base.search import Search, SearchSession
from amo_pyramid.domain.query import PageRequest
from amo_pyramid.domain.search import AddonQuery, Explanation, Hits, SortKey
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders


class Shelf:
    """A catalogue with its search index, as a unit of work has them, and short words for both."""

    def __init__(self, catalogue: Catalogue, search: Search) -> None:
        self.catalogue = catalogue
        self.search = search

    @contextmanager
    def writing(self) -> Iterator[tuple[CatalogueSession, SearchSession]]:
        """Both within one transaction; the index follows the catalogue."""
        manager = transaction.TransactionManager(explicit=True)
        with manager:
            catalogue, search = self.catalogue.join(manager), self.search.join(manager)
            catalogue.on_change = lambda ids, new: search.index(ids)
            yield catalogue, search

    @contextmanager
    def searching(self) -> Iterator[SearchSession]:
        session = self.search.read()
        try:
            yield session
        finally:
            session.close()

    def put(self, *records: Any) -> None:
        with self.writing() as (catalogue, _):
            catalogue.put(records)

    def add(self, id_: int = 1, *versions: Version, **fields: Any) -> None:
        """A listed add-on; ``name`` may be a plain English text."""
        for field in ("name", "summary", "description"):
            if isinstance(fields.get(field), str):
                fields[field] = {"en-US": fields[field]}
        self.put(*builders.listed(builders.addon(id_, **fields), *versions))

    def add_named(self, *names: str, **fields: Any) -> None:
        """Add-ons of these names with ids from 1."""
        for id_, name in enumerate(names, 1):
            self.add(id_, name=name, **fields)

    def find(self, text: str = "", **fields: Any) -> Hits:
        with self.searching() as session:
            return session.find(query(text, **fields))

    def ids(self, text: str = "", **fields: Any) -> list[int]:
        """The ids of the first page of results, in order."""
        return [hit.id for hit in self.find(text, **fields).items]

    def suggested(self, text: str = "", limit: int = 10, **fields: Any) -> list[int]:
        with self.searching() as session:
            return [hit.id for hit in session.suggest(query(text, **fields), limit)]

    def explained(self, text: str, *ids: int, **fields: Any) -> list[Explanation]:
        with self.searching() as session:
            return list(session.explain(query(text, **fields), ids))


def query(text: str = "", **fields: Any) -> AddonQuery:
    """A query; by relevance where there is a text, by users where there is none."""
    fields.setdefault("sort", (SortKey.RELEVANCE,) if text else (SortKey.USERS,))
    number, size = fields.pop("number", 1), fields.pop("size", 25)
    return AddonQuery(text=text, page=PageRequest(number, size), **fields)


class SearchCase:
    """A subclass gives fixtures ``catalogue`` (empty, upgraded) and ``search``."""

    @pytest.fixture
    def shelf(self, catalogue: Catalogue, search: Search) -> Shelf:
        return Shelf(catalogue, search)
