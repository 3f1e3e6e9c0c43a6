"""Storing many things in batches, so that one bad thing costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import TypeAlias, TypeVar

from amo_pyramid.backends.base.catalogue import CatalogueSession, Outcome
from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.operations.reporting import Report

T = TypeVar("T")

#: Opens a unit of work: committed on leaving, given up on an exception.
OpenUnit: TypeAlias = Callable[[], AbstractContextManager[CatalogueSession]]
#: Stores things within a unit of work.
Store: TypeAlias = Callable[[CatalogueSession, Sequence[T]], Outcome]


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of ``size``, the last one shorter; never holds more than one list."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def store_batch(
    items: Sequence[T],
    store: Store[T],
    position: Callable[[T], str],
    unit: OpenUnit,
    report: Report,
) -> None:
    """Store the items in one unit of work; where that is refused, in two halves and so on.

    So everything good is stored, and each item that is refused alone is reported with its
    position and reason. ``Unavailable`` is not caught: the rest would fail as well.
    """
    try:
        with unit() as session:
            outcome = store(session, items)
    except (Conflict, Invalid) as refusal:
        if len(items) == 1:
            report.problem(position(items[0]), refusal.message)
            return
        middle = len(items) // 2
        store_batch(items[:middle], store, position, unit, report)
        store_batch(items[middle:], store, position, unit, report)
    else:
        report.outcome += outcome
