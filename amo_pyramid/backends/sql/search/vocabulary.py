"""Keeping the words that typing errors are measured against."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.search.document import Document
from amo_pyramid.backends.sql.search.similar import remains
from amo_pyramid.backends.sql.tables.search import IndexTables


def learn(connection: Connection, tables: IndexTables, documents: Iterable[Document]) -> None:
    """Store the words (with what is left of them) and the bounds that are new.

    What no add-on has any more stays until the next rebuild: it finds nothing and costs little.
    """
    words: set[str] = set()
    bounds: set[str] = set()
    for document in documents:
        words |= document.words
        bounds |= document.bounds
    given = words | bounds
    statement = sa.select(tables.word.c.word).where(in_list(tables.word.c.word, "words"))
    stored = set(connection.execute(statement, {"words": given}).scalars())
    if stored >= given:
        return
    new = [{"word": each} for each in sorted(given - stored)]
    connection.execute(tables.word.insert(), new)
    left = [
        {"deletion": deletion, "word": word}
        for word in sorted(words - stored)
        for deletion in sorted(set(remains(word)))
    ]
    if left:
        connection.execute(tables.deletion.insert(), left)
