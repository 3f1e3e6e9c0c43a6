"""The search index of an SQL catalogue."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.search import Progress, Search, SearchSession, silent
from amo_pyramid.backends.sql.catalogue import SqlCatalogue
from amo_pyramid.backends.sql.search.analysis import VERSION
from amo_pyramid.backends.sql.search.analysis.names import COMPOUNDS
from amo_pyramid.backends.sql.search.questions import ANYWHERE, Questions
from amo_pyramid.backends.sql.search.reader import REMEMBERED, Reader
from amo_pyramid.backends.sql.search.rebuilding import Rebuild, changed_ids
from amo_pyramid.backends.sql.search.session import JoinedSession, ReadSession
from amo_pyramid.backends.sql.search.terms import name_word
from amo_pyramid.backends.sql.search.writing import REVIEWED, active_set
from amo_pyramid.backends.sql.session import connect
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.search import TABLES, state


class SqlSearch(Search):
    """The index lives in the catalogue's own database and changes in the same transactions.

    ``compounds`` are the words that names are taken apart by (None: usual ones); after changing
    them the index has to be rebuilt. ``remembered`` is how many answers are kept (0: none).
    """

    def __init__(
        self,
        catalogue: SqlCatalogue,
        *,
        compounds: Collection[str] | None = None,
        remembered: int = REMEMBERED,
    ) -> None:
        self._reading = catalogue.reading_engine
        self._writing = catalogue.writing_engine
        self._compounds = COMPOUNDS if compounds is None else frozenset(compounds)
        self._analysis = _analysis(self._compounds)
        self._reader = Reader(self._reading, catalogue.observers, remembered)
        self._session = ReadSession(self._reader)
        catalogue.on_close.append(self.close)

    def read(self) -> SearchSession:
        return self._session

    def join(self, manager: Any) -> SearchSession:
        return JoinedSession(self._writing, manager, self._analysis, self._compounds)

    def rebuild(self, progress: Progress = silent) -> int:
        rebuild = Rebuild(self._reading, self._writing, self._compounds, self._analysis)
        return rebuild.run(progress)

    def stale(self) -> int:
        with connect(self._reading) as connection:
            return len(changed_ids(connection, TABLES[active_set(connection)]))

    def needs_rebuild(self) -> bool:
        with connect(self._reading) as connection:
            if not connection.execute(_any(addon, REVIEWED)).scalar():
                return False
            made_by = connection.execute(sa.select(state.c.analysis)).scalar()
            document = TABLES[active_set(connection)].document
            return made_by != self._analysis or not connection.execute(_any(document)).scalar()

    def check(self) -> None:
        self._reader.ask(_touch)

    def close(self) -> None:
        self._reader.close()


def _any(table: sa.Table, *conditions: Any) -> sa.Select[Any]:
    return sa.select(sa.exists(sa.select(sa.literal(1)).select_from(table).where(*conditions)))


def _touch(questions: Questions) -> None:
    """Ask the tables that every search needs; an error says that they cannot be used."""
    questions.found(questions.matches(name_word("add"), ANYWHERE, 1))


def _analysis(compounds: Collection[str]) -> str:
    """What documents are made by: the index of other rules has to be rebuilt."""
    words = " ".join(sorted(compounds)).encode("utf-8", "replace")
    return f"{VERSION}-{blake2b(words, digest_size=8).hexdigest()}"
