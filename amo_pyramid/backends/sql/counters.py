"""Totals in SQL: short transactions of their own, apart from any request's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from amo_pyramid.backends.base.counters import Count, CounterKind, Reset
from amo_pyramid.backends.base.halves import Batch, Snapshot, Totals
from amo_pyramid.backends.sql.crowds import thin_out
from amo_pyramid.backends.sql.directpool import DirectPool
from amo_pyramid.backends.sql.engine import parse_url, reading_engine, writing_engine
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.livedays import LIVE, NO_BREAKDOWNS, details_in
from amo_pyramid.backends.sql.pasts import INSERT, STATEMENTS, Pasts, changed_kinds, note_changes
from amo_pyramid.backends.sql.session import connect
from amo_pyramid.backends.sql.tables.counters import count_batch, daily_count, view_reset
from amo_pyramid.backends.sql.tables.statistics import addon_stat
from amo_pyramid.domain.errors import Unavailable

T = TypeVar("T")

_OF_ADDON = (
    daily_count.c.kind == sa.bindparam("kind"),
    daily_count.c.addon_id == sa.bindparam("addon_id"),
)
_HIGHEST = sa.select(sa.func.max(count_batch.c.generation)).where(
    count_batch.c.origin == sa.bindparam("origin")
)
_NO_NUMBER = sa.cast(sa.null(), sa.BigInteger)
_NO_DAY, _NO_TEXT = sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.Text)


def _snapshot(days: sa.Select[Any] | sa.CompoundSelect[Any], *padding: Any) -> sa.Executable:
    """Days and what belongs to the same moment, in one statement: each sees what is committed
    when it starts."""
    return sa.union_all(
        *(days.selects if isinstance(days, sa.CompoundSelect) else [days]),
        sa.select(_NO_DAY, count_batch.c.batch, _NO_NUMBER, *padding).where(
            in_list(count_batch.c.batch, "batches")
        ),
        sa.select(_NO_DAY, _NO_TEXT, _HIGHEST.scalar_subquery(), *padding),
    )


_DAYS = sa.select(daily_count.c.day, daily_count.c.detail, daily_count.c.value).where(
    *_OF_ADDON, daily_count.c.day.between(sa.bindparam("first"), sa.bindparam("last"))
)
_SNAPSHOT = _snapshot(_DAYS)
#: The same of a kind whose days are packed when they are over.
_SNAPSHOT_OF_MODEL = _snapshot(LIVE, NO_BREAKDOWNS)
_FIRST_DAY = sa.select(sa.func.min(daily_count.c.day)).where(*_OF_ADDON)
_FIRST_PACKED = sa.select(sa.func.min(addon_stat.c.day)).where(
    addon_stat.c.model == sa.bindparam("model"), addon_stat.c.addon_id == sa.bindparam("addon_id")
)
_FIRST_DAY_OF_MODEL = sa.union_all(_FIRST_DAY, _FIRST_PACKED)
_FORGET = count_batch.delete().where(in_list(count_batch.c.batch, "batches"))
_NEWER = count_batch.alias("newer")
_PRUNE = count_batch.delete().where(
    count_batch.c.added < sa.bindparam("before"),
    ~in_list(count_batch.c.batch, "batches"),
    sa.exists().where(
        _NEWER.c.origin == count_batch.c.origin, _NEWER.c.generation > count_batch.c.generation
    ),
)

_PRUNE_RESETS = view_reset.delete().where(view_reset.c.at < sa.bindparam("before"))
_DELETE = daily_count.delete().where(*_OF_ADDON).returning(daily_count.c.value)
_DELETE_DAY = _DELETE.where(daily_count.c.day == sa.bindparam("day"))
_RESETS = sa.select(view_reset.c.addon_id, view_reset.c.day, view_reset.c.at).where(
    view_reset.c.at >= sa.bindparam("began")
)


class SqlTotals(Totals):
    """Totals in the database of the catalogue; ``url`` is as for the catalogue.

    ``timeout`` are the seconds that a question may take, ``most_values`` how many values of a
    dimension (versions, sources…) are kept of an add-on's day. Raises ``Invalid`` for another URL.
    """

    def __init__(self, url: str, *, timeout: float = 2.0, most_values: int = 2000) -> None:
        parsed = parse_url(url)
        self._reading = reading_engine(parsed, [], timeout=timeout)
        self._writing = writing_engine(parsed, [])
        self._batch, self._counts = _upserts(self._writing)
        self._direct = DirectPool(self._reading, STATEMENTS, [])
        self._pasts = Pasts(self._read, self._direct.row)
        self._most_values = most_values

    def add(self, batch: Batch, *, now: datetime, forget: Collection[str] = ()) -> bool:
        known = {"batch": batch.id, "origin": batch.origin, "generation": batch.generation}

        def write(connection: Connection) -> bool:
            with connection.begin() as transaction:
                if connection.execute(self._batch, {**known, "added": now}).first() is None:
                    transaction.rollback()
                    return False
                if forget:
                    connection.execute(_FORGET, {"batches": list(forget)})
                self._write(connection, batch.without(_resets(connection, batch)))
            return True

        # Even after a commit whose answer was lost: the batch is remembered.
        return _done(self._writing, write)

    def snapshot(
        self,
        kind: CounterKind,
        addon_id: int,
        first: int,
        last: int,
        *,
        origin: str = "",
        batches: Collection[str] = (),
    ) -> Snapshot:
        asked = {"kind": kind.value, "addon_id": addon_id, "first": first, "last": last}
        known = {"origin": origin, "batches": list(batches)}
        model = kind.model
        if model is None:
            rows = self._read(_SNAPSHOT, {**asked, **known})
        else:
            rows = self._read(_SNAPSHOT_OF_MODEL, {**asked, **known, "model": model.value})
        days = [row for row in rows if row[0] is not None]
        others = [row for row in rows if row[0] is None]
        applied = frozenset(row[1] for row in others if row[1] is not None)
        generation = max((row[2] for row in others if row[2] is not None), default=-1)
        return Snapshot(details_in(model, days), applied, generation)

    def history(
        self, kind: CounterKind, addon_id: int, *, origin: str = "", batches: Collection[str] = ()
    ) -> Snapshot:
        if kind.model is not None:
            return super().history(kind, addon_id, origin=origin, batches=batches)
        found = self._pasts.recent(kind, addon_id, origin, list(batches))
        series = {day: {"": number} for day, number in found.counts}
        return Snapshot(series, found.applied, found.generation, found.past)

    def first_day(self, kind: CounterKind, addon_id: int) -> int | None:
        asked = {"kind": kind.value, "addon_id": addon_id}
        if kind.model is None:
            found = self._read(_FIRST_DAY, asked)
        else:
            found = self._read(_FIRST_DAY_OF_MODEL, {**asked, "model": kind.model.value})
        return min((row[0] for row in found if row[0] is not None), default=None)

    def generation(self, origin: str) -> int:
        found = self._read(_HIGHEST, {"origin": origin})
        return -1 if found[0][0] is None else int(found[0][0])

    def reset_views(self, reset: Reset) -> int:
        def write(connection: Connection) -> int:
            with connection.begin():
                return self._forget_views(connection, reset)

        return _done(self._writing, write)

    def prune(self, before: datetime, keep: Collection[str]) -> None:
        def write(connection: Connection) -> None:
            with connection.begin():
                connection.execute(_PRUNE, {"before": before, "batches": list(keep)})
                connection.execute(_PRUNE_RESETS, {"before": before})

        _done(self._writing, write)

    def check(self) -> None:
        self._read(sa.select(sa.literal_column("1")), {})

    def close(self) -> None:
        self._direct.close()
        self._reading.dispose()
        self._writing.dispose()

    def _read(self, statement: sa.Executable, parameters: Mapping[str, Any]) -> Sequence[Any]:
        return _done(
            self._reading, lambda connection: connection.execute(statement, parameters).all()
        )

    def _forget_views(self, connection: Connection, reset: Reset) -> int:
        _keep_batches_away(connection)
        asked = {"kind": CounterKind.VIEWS.value, "addon_id": reset.addon_id}
        if reset.day is None:
            found = connection.execute(_DELETE, asked)
        else:
            found = connection.execute(_DELETE_DAY, {**asked, "day": reset.day})
        total = sum(found.scalars())
        insert = INSERT[connection.dialect.name](view_reset)
        connection.execute(insert.on_conflict_do_nothing(), asdict(reset))
        note_changes(connection, [CounterKind.VIEWS])
        return total

    def _write(self, connection: Connection, counts: Mapping[Count, int]) -> None:
        self._add(connection, counts)
        self._add(connection, thin_out(connection, counts, self._most_values))
        note_changes(connection, changed_kinds(counts))

    def _add(self, connection: Connection, counts: Mapping[Count, int]) -> None:
        # In order, so that two processes cannot wait for each other.
        rows = [
            {"kind": kind.value, "day": day, "addon_id": addon_id, "detail": detail, "value": value}
            for (kind, day, addon_id, detail), value in sorted(counts.items())
        ]
        if rows:
            connection.execute(self._counts, rows)


def _done(engine: Engine, action: Callable[[Connection], T]) -> T:
    """What the action gives, which does no harm when it is repeated: so it is, once, when the
    connection has been lost since it was last used."""
    with connect(engine) as connection:
        try:
            return action(connection)
        except Unavailable:
            if not connection.invalidated:
                raise
    with connect(engine) as connection:
        return action(connection)


def _resets(connection: Connection, batch: Batch) -> list[Reset]:
    """Those since the batch began. Its row is there already, so none can come in between."""
    if batch.began is None:
        return []
    return [Reset(*row) for row in connection.execute(_RESETS, {"began": batch.began})]


def _keep_batches_away(connection: Connection) -> None:
    """Wait for the batches that are being added, and let others wait for the end of this
    transaction. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"LOCK TABLE {count_batch.name} IN SHARE MODE"))


def _upserts(engine: Engine) -> tuple[Any, Any]:
    insert = INSERT[engine.dialect.name]
    batch = insert(count_batch).on_conflict_do_nothing().returning(count_batch.c.batch)
    counts = insert(daily_count)
    counts = counts.on_conflict_do_update(
        index_elements=list(daily_count.primary_key),
        set_={"value": daily_count.c.value + counts.excluded.value},
    )
    return batch, counts
