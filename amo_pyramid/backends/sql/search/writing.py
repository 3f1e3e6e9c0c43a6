"""Bringing the index up to date: compare with what is stored, write the difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.addons import load_addons
from amo_pyramid.backends.sql.reading.run import Parameters, Run
from amo_pyramid.backends.sql.search.dialects import DIALECTS
from amo_pyramid.backends.sql.search.document import NEEDS, Document, document_of
from amo_pyramid.backends.sql.search.key import KIND_MASK
from amo_pyramid.backends.sql.search.terms import searched
from amo_pyramid.backends.sql.search.vocabulary import learn
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.search import SETS, TABLES, IndexTables, state
from amo_pyramid.constants.statuses import Status

#: Add-ons that are loaded and written together.
BATCH = 250

#: More rows of totals than this are added up.
MOST_TOTALS = 1000
#: The state of an index that nothing has been written to.
NEW_STATE = {"id": 1, "active": SETS[0], "version": 1}

#: Reviewed content (catalog.md §2.3).
REVIEWED = sa.and_(
    addon.c.status == Status.PUBLIC,
    addon.c.is_disabled_by_developer.is_(sa.false()),
    addon.c.current_version_id.is_not(None),
)
# Locked where the database locks rows, so that two transactions index an add-on one after another.
_LIVE = (
    sa.select(addon.c.id)
    .where(in_list(addon.c.id, "ids"), REVIEWED)
    .order_by(addon.c.id)
    .with_for_update(key_share=True, of=addon)
)
_WEIGHTS = ("factor", "name_weight", "summary_weight", "description_weight")


def active_set(connection: Connection) -> str:
    """The name of the tables in use."""
    return connection.execute(sa.select(state.c.active)).scalar() or SETS[0]


def count_change(connection: Connection, analysis: str) -> None:
    """Tell everybody that the index is another one now."""
    dialect = DIALECTS[connection.dialect.name]
    if dialect.counts_changes:
        changed = connection.execute(state.update().values(version=state.c.version + 1))
        is_known = bool(changed.rowcount)
    else:
        is_known = connection.execute(sa.select(state.c.id)).first() is not None
    if not is_known:
        dialect.add(connection, state, [{**NEW_STATE, "analysis": analysis}])


def documents_of(run: Run, ids: Collection[int], compounds: Collection[str]) -> list[Document]:
    """The documents of these add-ons, which must be reviewed content."""
    return [document_of(each, compounds) for each in load_addons(run, ids, NEEDS).values()]


def index(
    connection: Connection, ids: Collection[int], compounds: Collection[str], analysis: str
) -> None:
    """Bring these add-ons up to date in the index in use."""
    if not ids:
        return
    dialect = DIALECTS[connection.dialect.name]
    dialect.share(connection)
    tables = TABLES[active_set(connection)]
    for batch in batches(sorted(ids)):
        live = connection.execute(_LIVE, {"ids": batch}).scalars().all()
        documents = documents_of(_run_on(connection), live, compounds) if live else []
        store(connection, tables, batch, documents)
    count_change(connection, analysis)


def clear_ids(connection: Connection, ids: Collection[int], analysis: str) -> None:
    """Take these add-ons out of the index in use."""
    DIALECTS[connection.dialect.name].share(connection)
    store(connection, TABLES[active_set(connection)], ids, ())
    count_change(connection, analysis)


def store(
    connection: Connection,
    tables: IndexTables,
    ids: Collection[int],
    documents: Sequence[Document],
) -> None:
    """Make these documents all that the index has of these add-ons."""
    dialect = DIALECTS[connection.dialect.name]
    stored = _stored(connection, tables, ids)
    given = {each.key: each.stored_terms for each in documents}
    gone = {key: terms for key, terms in stored.items() if given.get(key) != terms}
    new = [each for each in documents if stored.get(each.key) != given[each.key]]
    if gone:
        dialect.drop_terms(connection, tables, _searched(gone))
    _replace_rows(connection, tables, list(stored), documents)
    if new:
        dialect.put_terms(
            connection, tables, _searched({each.key: given[each.key] for each in new})
        )
        learn(connection, tables, new)
    _count(connection, tables, new, gone)


def _searched(stored: Mapping[int, str]) -> list[tuple[int, str]]:
    return [(key, searched(terms)) for key, terms in stored.items()]


def clear(connection: Connection, tables: IndexTables) -> None:
    """Empty a set of tables."""
    DIALECTS[connection.dialect.name].clear_terms(connection, tables)
    for table in (
        tables.document,
        tables.text,
        tables.word,
        tables.deletion,
        tables.color,
        tables.total,
    ):
        connection.execute(table.delete())


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _run_on(connection: Connection) -> Run:
    def run(statement: sa.Executable, parameters: Parameters) -> Sequence[Any]:
        return connection.execute(statement, parameters).all()

    return run


def _stored(connection: Connection, tables: IndexTables, ids: Collection[int]) -> dict[int, str]:
    """Key and terms of what the index has of these add-ons."""
    document, text = tables.document, tables.text
    statement = (
        sa.select(text.c.key, text.c.name_terms + text.c.other_terms)
        .join(document, document.c.key == text.c.key)
        .where(in_list(document.c.id, "ids"))
    )
    return {row[0]: row[1] for row in connection.execute(statement, {"ids": list(ids)})}


def _replace_rows(
    connection: Connection,
    tables: IndexTables,
    keys: Sequence[int],
    documents: Sequence[Document],
) -> None:
    """The rows beside the terms: cheap, and their values change more often."""
    if keys:
        for table in (tables.text, tables.document, tables.color):
            statement = table.delete().where(in_list(table.c.key, "keys"))
            connection.execute(statement, {"keys": keys})
    if documents:
        rows = [{"key": each.key, **each.row} for each in documents]
        connection.execute(tables.document.insert(), rows)
        connection.execute(tables.text.insert(), list(map(_text_row, documents)))
    colors = [
        {"key": each.key, "h": h, "s": s, "l": l} for each in documents for h, s, l in each.colors
    ]
    if colors:
        connection.execute(tables.color.insert(), colors)


def _text_row(document: Document) -> dict[str, Any]:
    weights = dict(zip(_WEIGHTS, document.weights, strict=True))
    terms = {"name_terms": document.name_terms, "other_terms": document.other_terms}
    own = {name: document.row[name] for name in ("id", "revision")}
    return {"key": document.key, **own, **weights, **terms}


def _count(
    connection: Connection,
    tables: IndexTables,
    new: Iterable[Document],
    gone: Iterable[int],
) -> None:
    """Note how many of each kind came and went; rows are only added, so nobody waits for one."""
    change = Counter(each.key & KIND_MASK for each in new)
    change.subtract(key & KIND_MASK for key in gone)
    rows = [{"kind": kind, "count": count} for kind, count in change.items() if count]
    if rows:
        connection.execute(tables.total.insert(), rows)
        if connection.execute(_rows_of(tables.total)).scalar_one() > MOST_TOTALS:
            DIALECTS[connection.dialect.name].fold_totals(connection, tables)


def _rows_of(table: sa.Table) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table)
