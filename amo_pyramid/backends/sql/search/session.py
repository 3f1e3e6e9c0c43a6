"""Sessions of the search: on connections of its own, or within a transaction of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection, Engine

from amo_pyramid.backends.base.search import SearchSession
from amo_pyramid.backends.sql.search import finding
from amo_pyramid.backends.sql.search.analysis.names import COMPOUNDS
from amo_pyramid.backends.sql.search.dialects import DIALECTS
from amo_pyramid.backends.sql.search.questions import Questions
from amo_pyramid.backends.sql.search.reader import Reader
from amo_pyramid.backends.sql.search.writing import clear_ids, index
from amo_pyramid.backends.sql.transactions import connection_of
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.search import AddonQuery, Explanation, Hit, Hits


class ReadSession(SearchSession):
    """Reads what is committed."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, query: AddonQuery) -> Hits:
        return self._reader.answer(query, lambda ask: finding.find(query, ask))

    def suggest(self, query: AddonQuery, limit: int = 10) -> Sequence[Hit]:
        return self._reader.answer((query, limit), lambda ask: finding.suggest(query, limit, ask))

    def explain(self, query: AddonQuery, ids: Sequence[int]) -> Sequence[Explanation]:
        return self._reader.answer(
            (query, tuple(ids), "explain"), lambda ask: finding.explain(query, ids, ask)
        )

    def index(self, ids: Collection[int]) -> None:
        raise Invalid("This session of the search only reads.")

    def remove(self, ids: Collection[int]) -> None:
        raise Invalid("This session of the search only reads.")

    def close(self) -> None:
        """Nothing: connections are held for the length of a search only."""


class JoinedSession(SearchSession):
    """Reads and writes within the current transaction of a manager, on the connection that the
    catalogue has there."""

    def __init__(
        self,
        engine: Engine,
        manager: Any,
        analysis: str,
        compounds: Collection[str] = COMPOUNDS,
    ) -> None:
        self._engine = engine
        self._manager = manager
        self._analysis = analysis
        self._compounds = compounds
        self._dialect = DIALECTS[engine.dialect.name]

    def find(self, query: AddonQuery) -> Hits:
        return finding.find(query, self._questions())

    def suggest(self, query: AddonQuery, limit: int = 10) -> Sequence[Hit]:
        return finding.suggest(query, limit, self._questions())

    def explain(self, query: AddonQuery, ids: Sequence[int]) -> Sequence[Explanation]:
        return finding.explain(query, ids, self._questions())

    def index(self, ids: Collection[int]) -> None:
        index(self._connected(), ids, self._compounds, self._analysis)

    def remove(self, ids: Collection[int]) -> None:
        clear_ids(self._connected(), ids, self._analysis)

    def close(self) -> None:
        """Nothing: the transaction closes a session that has joined it."""

    def _connected(self) -> Connection:
        return connection_of(self._engine, self._manager)

    def _questions(self) -> Questions:
        connection = self._connected()

        def run(statement: str, parameters: Mapping[str, Any]) -> Sequence[Any]:
            text = self._dialect.text(statement)
            return [tuple(row) for row in connection.exec_driver_sql(text, dict(parameters))]

        active, _ = self._dialect.state(run)
        return Questions(active, self._dialect, run)
