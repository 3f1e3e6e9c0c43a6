"""The questions that a search asks one set of tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from amo_pyramid.backends.sql.search.dialects import Dialect, Run
from amo_pyramid.backends.sql.search.expression import NOTHING, Node
from amo_pyramid.backends.sql.tables.search import TABLES
from amo_pyramid.constants.applications import Application

#: More than any list has; for lists without a limit.
EVERYTHING = 1 << 62


class Candidate(NamedTuple):
    """What a score is made of, and the answer."""

    key: int
    id: int
    revision: int
    factor: float
    name_weight: float
    summary_weight: float
    description_weight: float
    name_terms: str
    other_terms: str

    @property
    def terms(self) -> str:
        """All terms; those of the name alone are searched faster."""
        return self.name_terms + self.other_terms


class Found(NamedTuple):
    """What an answer needs of a document."""

    key: int
    id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on documents. ``keys`` are about the key alone, written ``{key}``; ``rows`` are
    about the columns of the documents' table ``d``."""

    keys: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def on_key(self, key: str) -> str:
        return "".join(f" AND {each.format(key=key)}" for each in self.keys)

    def on_row(self) -> str:
        return self.on_key("d.key") + "".join(f" AND {each}" for each in self.rows)


ANYWHERE = Where()


class Questions:
    """Asks the tables of the set ``name`` through ``run``."""

    def __init__(self, name: str, dialect: Dialect, run: Run) -> None:
        tables = TABLES[name]
        self._dialect = dialect
        self._run = run
        self._document = tables.document.name
        self._text = tables.text.name
        self._term = tables.term.name
        self._word = tables.word.name
        self._deletion = tables.deletion.name
        self._total = tables.total.name
        self.color = tables.color.name
        self._key = f"{self._term}.{dialect.key}"

    def matches(
        self, node: Node, where: Where, limit: int = EVERYTHING, offset: int = 0
    ) -> list[int]:
        """The keys of what fits, in their order."""
        if node == NOTHING:
            return []
        parameters = {**self._terms(node, where), "limit": limit, "offset": offset}
        return [row[0] for row in self._run(self._about(self._dialect.walk, where), parameters)]

    def count(self, node: Node, where: Where) -> int:
        if node == NOTHING:
            return 0
        statement = self._about(self._dialect.count, where)
        return int(self._run(statement, self._terms(node, where))[0][0])

    def sorted(
        self, node: Node, where: Where, order: str, limit: int, offset: int = 0
    ) -> list[Found]:
        """What fits, in an order of the documents' columns."""
        if node == NOTHING:
            return []
        parameters = {**self._terms(node, where), "limit": limit, "offset": offset}
        statement = self._about(self._dialect.arrange, where, order)
        return [Found(*row) for row in self._run(statement, parameters)]

    def listed(self, where: Where, order: str, limit: int, offset: int = 0) -> list[Found]:
        """All documents that pass the conditions, in an order of their columns."""
        rows = self._run(
            f"SELECT d.key, d.id, d.revision FROM {self._document} d "
            f"WHERE true{where.on_row()} ORDER BY {order} LIMIT :limit OFFSET :offset",
            {**where.parameters, "limit": limit, "offset": offset},
        )
        return [Found(*row) for row in rows]

    def count_listed(self, where: Where) -> int:
        rows = self._run(
            f"SELECT count(*) FROM {self._document} d WHERE true{where.on_row()}",
            where.parameters,
        )
        return int(rows[0][0])

    def totals(self) -> dict[int, int]:
        """The number of documents of each kind."""
        rows = self._run(f"SELECT kind, sum(count) FROM {self._total} GROUP BY kind", {})
        return {kind: int(count) for kind, count in rows}

    def candidates(self, keys: Collection[int]) -> list[Candidate]:
        """What is needed for the scores of these documents."""
        rows = self._run(
            "SELECT key, id, revision, factor, name_weight, summary_weight, description_weight, "
            f"name_terms, other_terms FROM {self._text} WHERE key {self._dialect.in_list('keys')}",
            {"keys": self._dialect.list(keys)},
        )
        return list(map(Candidate._make, rows))

    def among(self, ids: Collection[int], where: Where) -> list[Candidate]:
        """The same of those documents of add-on ids that pass the conditions, by key."""
        rows = self._run(
            "SELECT t.key, t.id, t.revision, t.factor, t.name_weight, t.summary_weight, "
            f"t.description_weight, t.name_terms, t.other_terms FROM {self._document} d "
            f"JOIN {self._text} t ON t.key = d.key "
            f"WHERE d.id {self._dialect.in_list('ids')}{where.on_key('d.key')} ORDER BY d.key",
            {**where.parameters, "ids": self._dialect.list(ids)},
        )
        return list(map(Candidate._make, rows))

    def found(self, keys: Sequence[int]) -> list[Found]:
        """The documents of these keys, in the order of the keys."""
        rows = self._run(
            f"SELECT key, id, revision FROM {self._document} "
            f"WHERE key {self._dialect.in_list('keys')}",
            {"keys": self._dialect.list(keys)},
        )
        by_key = {row[0]: Found(*row) for row in rows}
        return [by_key[key] for key in keys if key in by_key]

    def arranged(self, keys: Collection[int], order: str) -> list[int]:
        """These keys in an order of the documents' columns."""
        rows = self._run(
            f"SELECT d.key FROM {self._document} d WHERE d.key {self._dialect.in_list('keys')} "
            f"ORDER BY {order}",
            {"keys": self._dialect.list(keys)},
        )
        return [row[0] for row in rows]

    def keys_of(self, ids: Collection[int]) -> dict[int, int]:
        """The key of each of these add-ons that is in the index."""
        rows = self._run(
            f"SELECT id, key FROM {self._document} WHERE id {self._dialect.in_list('ids')}",
            {"ids": self._dialect.list(ids)},
        )
        return {row[0]: row[1] for row in rows}

    def words(self, low: str, high: str) -> list[str]:
        """The words from ``low`` up to, but without, ``high``."""
        rows = self._run(
            f"SELECT DISTINCT word FROM {self._word} WHERE word >= :low AND word < :high",
            {"low": low, "high": high},
        )
        return [row[0] for row in rows]

    def deleted(self, deletions: Collection[str]) -> list[str]:
        """The words of which one of these is left when a letter is left out, or none."""
        rows = self._run(
            f"SELECT DISTINCT word FROM {self._deletion} "
            f"WHERE deletion {self._dialect.in_list('deletions')}",
            {"deletions": self._dialect.list(deletions)},
        )
        return [row[0] for row in rows]

    def user_ids(self, usernames: Collection[str]) -> list[int]:
        """The accounts of these exact names."""
        rows = self._run(
            f"SELECT id FROM users WHERE username {self._dialect.in_list('names')}",
            {"names": self._dialect.list(usernames)},
        )
        return [row[0] for row in rows]

    def addon_ids(self, column: str, values: Collection[str]) -> list[int]:
        """The add-ons with one of these values in ``guid`` or ``slug``."""
        rows = self._run(
            f"SELECT id FROM addon WHERE {column} {self._dialect.in_list('names')}",
            {"names": self._dialect.list(values)},
        )
        return [row[0] for row in rows]

    def addon_texts(self, ids: Collection[int]) -> list[Any]:
        """Id, default language, summary and description of add-ons, as they are stored."""
        return list(
            self._run(
                "SELECT id, default_locale, summary, description FROM addon "
                f"WHERE id {self._dialect.in_list('ids')}",
                {"ids": self._dialect.list(ids)},
            )
        )

    def list(self, values: Collection[Any]) -> Any:
        return self._dialect.list(values)

    def is_in(self, column: str, parameter: str) -> str:
        return f"{column} {self._dialect.in_list(parameter)}"

    def is_not_in(self, column: str, parameter: str) -> str:
        return self._dialect.not_in_list(column, parameter)

    def _about(self, statement: str, where: Where, order: str = "") -> str:
        conditions = where.on_key(self._key)
        return statement.format(
            term=self._term, document=self._document, where=conditions, order=order
        )

    def _terms(self, node: Node, where: Where) -> dict[str, Any]:
        return {**where.parameters, "terms": self._dialect.write(node)}


def bounds_columns(application: Application) -> tuple[str, str]:
    """The columns of the lowest and highest version of an application."""
    return f"d.low_{int(application)}", f"d.high_{int(application)}"
