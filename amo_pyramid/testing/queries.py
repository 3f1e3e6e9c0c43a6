"""Counting statements: their number is part of what the catalogue promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def count_statements(catalogue: Any) -> Iterator[list[str]]:
    """All statements that a catalogue sends within the block, from any thread, as they are sent.

    Works with a catalogue that calls each of its ``observers`` with the text of a statement, as
    the SQL one does. Many rows written by one statement count once.

        with count_statements(catalogue) as statements:
            ...
        assert len(statements) == 4
    """
    statements: list[str] = []
    observer = statements.append
    catalogue.observers.append(observer)
    try:
        yield statements
    finally:
        catalogue.observers.remove(observer)
