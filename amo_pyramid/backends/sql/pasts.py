"""Views of days that are long past, kept in the memory of a process.

They hardly ever change. When they do, whoever changes them raises a number in ``count_change``
in the same transaction, and a reader sees that number in the statement that reads what is
recent. So what is kept is used for as long as the number is the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, NamedTuple

import sqlalchemy as sa
from cachetools import LRUCache
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.sql.lists import in_list, joined
from amo_pyramid.backends.sql.tables.counters import count_batch, count_change, daily_count
from amo_pyramid.domain.past import Past
from amo_pyramid.domain.statistics import day_of

#: Their own, for what to do where a row is there already.
INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
#: Days before today that are read every time. The clocks of processes may differ by a day: what
#: one of them keeps, another one's change has to be noted for.
RECENT, NOTED = 3, 1
#: Days that are kept altogether: about 16 bytes each.
LIMIT = 500_000

_DAYS, _BATCH, _GENERATION, _CHANGES = range(4)
_OF_ADDON = (
    daily_count.c.kind == sa.bindparam("kind"),
    daily_count.c.addon_id == sa.bindparam("addon_id"),
)
_NO_DAY, _NO_TEXT = sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.Text)
_NO_NUMBER = sa.cast(sa.null(), sa.BigInteger)


def _part(number: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(number), sa.Integer)


#: As the snapshot of :mod:`amo_pyramid.backends.sql.counters`, from one day on, with the number.
RECENT_SNAPSHOT = sa.union_all(
    sa.select(_part(_DAYS), daily_count.c.day, _NO_TEXT, daily_count.c.value).where(
        *_OF_ADDON, daily_count.c.day >= sa.bindparam("since")
    ),
    sa.select(_part(_BATCH), _NO_DAY, count_batch.c.batch, _NO_NUMBER).where(
        in_list(count_batch.c.batch, "batches")
    ),
    sa.select(_part(_GENERATION), _NO_DAY, _NO_TEXT, sa.func.max(count_batch.c.generation)).where(
        count_batch.c.origin == sa.bindparam("origin")
    ),
    sa.select(_part(_CHANGES), _NO_DAY, _NO_TEXT, count_change.c.number).where(
        count_change.c.kind == sa.bindparam("kind")
    ),
)
_FROM_THE_BEGINNING = -(2**31)
#: The same in one row where no batch is on its way, which is nearly always: number, generation,
#: and the days with their counts.
_IN_ONE_ROW = "recent"
STATEMENTS = {
    _IN_ONE_ROW: sa.select(
        sa.select(count_change.c.number)
        .where(count_change.c.kind == sa.bindparam("kind"))
        .scalar_subquery(),
        sa.select(sa.func.max(count_batch.c.generation))
        .where(count_batch.c.origin == sa.bindparam("origin"))
        .scalar_subquery(),
        sa.select(
            joined(
                sa.cast(daily_count.c.day, sa.Text) + " " + sa.cast(daily_count.c.value, sa.Text)
            )
        )
        .where(*_OF_ADDON, daily_count.c.day >= sa.bindparam("since"))
        .scalar_subquery(),
    )
}


@dataclass(frozen=True, slots=True)
class Recent:
    """One answer: counts of recent days, those before them, and what is of the same moment."""

    counts: Sequence[tuple[int, int]]
    past: Past
    applied: frozenset[str]
    generation: int


class _Found(NamedTuple):
    counts: Sequence[tuple[int, int]]
    applied: frozenset[str]
    generation: int
    changes: int


class Pasts:
    """``read(statement, parameters)`` answers rows, ``row(name, parameters)`` that of one of
    :data:`STATEMENTS`. Safe for several threads."""

    def __init__(
        self,
        read: Callable[[Any, Mapping[str, Any]], Sequence[Any]],
        row: Callable[[Hashable, Mapping[str, Any]], Sequence[Any] | None],
    ) -> None:
        self._read = read
        self._row = row
        self._lock = threading.Lock()
        self._kept: LRUCache[tuple[CounterKind, int], tuple[int, Past]] = LRUCache(
            LIMIT, lambda entry: entry[1].size + 50
        )

    def recent(self, kind: CounterKind, addon_id: int, origin: str, batches: list[str]) -> Recent:
        """What is counted of an add-on. Raises ``Unavailable``."""
        asked = {
            "kind": kind.value,
            "addon_id": addon_id,
            "origin": origin,
        }
        key, end = (kind, addon_id), _today() - RECENT
        with self._lock:
            changes, past = self._kept.get(key, (-1, None))
        if past is not None and past.end == end:
            found = self._since(end, asked, batches)
            if found.changes == changes:
                return Recent(found.counts, past, found.applied, found.generation)
        found = self._snapshot(_FROM_THE_BEGINNING, asked, batches)
        past = Past(end, (each for each in found.counts if each[0] < end))
        with self._lock:
            if past.size + 50 <= LIMIT:
                self._kept[key] = found.changes, past
        recent = [each for each in found.counts if each[0] >= end]
        return Recent(recent, past, found.applied, found.generation)

    def _snapshot(self, since: int, asked: Mapping[str, Any], batches: list[str]) -> _Found:
        return _found(self._read(RECENT_SNAPSHOT, {**asked, "since": since, "batches": batches}))

    def _since(self, day: int, asked: Mapping[str, Any], batches: list[str]) -> _Found:
        if batches:
            return self._snapshot(day, asked, batches)
        changes, generation, counts = self._row(_IN_ONE_ROW, {**asked, "since": day}) or (0, -1, "")
        numbers = iter(map(int, counts.split())) if counts else iter(())
        return _Found(
            list(zip(numbers, numbers, strict=True)),
            frozenset(),
            -1 if generation is None else generation,
            changes or 0,
        )


def _found(rows: Sequence[Any]) -> _Found:
    def last(wanted: int, default: int) -> int:
        found = [number for part, _, _, number in rows if part == wanted and number is not None]
        return found[-1] if found else default

    return _Found(
        [(day, number) for part, day, _, number in rows if part == _DAYS],
        frozenset(text for part, _, text, _ in rows if part == _BATCH),
        last(_GENERATION, -1),
        last(_CHANGES, 0),
    )


def changed_kinds(counts: Iterable[Count]) -> set[CounterKind]:
    """The kinds of which these counts change days that somebody may keep."""
    since = _today() - NOTED
    return {count.kind for count in counts if count.day < since and count.kind.model is None}


def note_changes(connection: Connection, kinds: Iterable[CounterKind]) -> None:
    """Note, in the transaction that does it, that such days of these kinds change."""
    for kind in sorted(kinds):
        insert = INSERT[connection.dialect.name](count_change)
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=[count_change.c.kind],
                set_={"number": count_change.c.number + 1},
            ),
            {"kind": kind.value, "number": 1},
        )


def _today() -> int:
    return day_of(datetime.now(timezone.utc))
