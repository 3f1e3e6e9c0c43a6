"""Totals of counters: batches are added once, and remembered for as long as it matters."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from amo_pyramid.backends.base.counters import Count, CounterKind, Reset
from amo_pyramid.backends.base.halves import Batch
from amo_pyramid.backends.memory import MemoryTotals
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.domain.statistics import Resolution, day_of

VIEWS = CounterKind.VIEWS
NOW = datetime(2021, 1, 4, tzinfo=timezone.utc)
LONG_AGO = NOW - timedelta(days=31)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def totals(request):
    if request.param == "memory":
        totals = MemoryTotals()
    else:
        totals = SqlTotals(request.getfixturevalue(f"{request.param}_url"))
    yield totals
    totals.close()


def batch(name, generation, origin="o"):
    return Batch(name, origin, generation, {Count(VIEWS, 1, 1): 1})


def remembered(totals, *names):
    return set(totals.snapshot(VIEWS, 1, 0, 9, batches=names).applied)


def test_a_batch_is_added_once(totals):
    assert totals.add(batch("x", 1), now=NOW)
    assert not totals.add(batch("x", 1), now=NOW)
    assert totals.snapshot(VIEWS, 1, 0, 9).series == {1: {"": 1}}


def test_a_snapshot_tells_which_batches_are_in_it(totals):
    totals.add(batch("x", 1), now=NOW)
    totals.add(batch("y", 2), now=NOW)
    assert remembered(totals, "x", "z") == {"x"}


def test_the_highest_generation_of_an_origin_is_known(totals):
    assert totals.generation("o") == -1
    for name, generation in (("x", 7), ("y", 3)):
        totals.add(batch(name, generation), now=NOW)
    totals.add(batch("z", 9, "other"), now=NOW)
    assert totals.generation("o") == 7
    assert totals.snapshot(VIEWS, 1, 0, 9, origin="o").generation == 7
    assert totals.snapshot(VIEWS, 1, 0, 9, origin="nobody").generation == -1


def test_a_batch_can_be_forgotten_by_the_next_one(totals):
    totals.add(batch("x", 1), now=NOW)
    totals.add(batch("y", 2), now=NOW, forget=["x"])
    assert remembered(totals, "x", "y") == {"y"}


def test_old_batches_are_forgotten_but_for_the_newest_and_those_still_there(totals):
    for generation, name in enumerate(("old", "pending", "newest")):
        totals.add(batch(name, generation), now=LONG_AGO)
    totals.add(batch("recent", 0, "other"), now=NOW)
    totals.prune(NOW - timedelta(days=30), ["pending"])
    assert remembered(totals, "old", "pending", "newest", "recent") == {
        "pending",
        "newest",
        "recent",
    }
    assert totals.snapshot(VIEWS, 1, 0, 9).series == {1: {"": 4}}


def test_what_was_made_before_a_reset_is_left_out_of_a_late_batch(totals):
    totals.reset_views(Reset(1, None, NOW))
    totals.reset_views(Reset(2, 1, NOW))
    counts = {Count(VIEWS, day, addon_id): 1 for addon_id in (1, 2) for day in (1, 2)}
    totals.add(Batch("before", "o", 1, counts, NOW - timedelta(seconds=1)), now=NOW)
    assert totals.snapshot(VIEWS, 1, 0, 9).series == {}
    assert totals.snapshot(VIEWS, 2, 0, 9).series == {2: {"": 1}}
    totals.add(Batch("after", "o", 2, counts, NOW + timedelta(seconds=1)), now=NOW)
    assert totals.snapshot(VIEWS, 1, 0, 9).series == {1: {"": 1}, 2: {"": 1}}


def test_resets_are_forgotten_when_batches_are(totals):
    totals.reset_views(Reset(1, None, LONG_AGO))
    totals.reset_views(Reset(2, None, NOW))
    totals.prune(NOW - timedelta(days=30), ())
    counts = {Count(VIEWS, 1, addon_id): 1 for addon_id in (1, 2)}
    totals.add(Batch("late", "o", 1, counts, LONG_AGO - timedelta(days=1)), now=NOW)
    assert totals.snapshot(VIEWS, 1, 0, 9).series == {1: {"": 1}}
    assert totals.snapshot(VIEWS, 2, 0, 9).series == {}


def test_no_counts_are_no_trouble(totals):
    assert totals.add(Batch("x", "o", 1, {}), now=NOW)
    totals.check()


def views(totals, *batches):
    """Views of the add-on by day, those that are kept included; which batches are in them."""
    found = totals.history(VIEWS, 1, origin="o", batches=batches)
    days = {day: sum(details.values()) for day, details in found.series.items()}
    past = dict(found.past.binned(Resolution.DAY, -(2**31), 2**31)) if found.past else {}
    return {**past, **days}, set(found.applied), found.generation


def test_a_history_follows_every_change(totals):
    today = day_of(datetime.now(timezone.utc))
    assert views(totals) == ({}, set(), -1)
    counts = {1: 2, today - 3: 3, today - 1: 4, today: 5}
    for generation, (day, number) in enumerate(counts.items()):
        added = Batch(f"b{generation}", "o", generation, {Count(VIEWS, day, 1): number})
        totals.add(added, now=NOW)
        known = {each: counts[each] for each in list(counts)[: generation + 1]}
        assert views(totals) == (known, set(), generation)
        assert views(totals, f"b{generation}", "z") == (known, {f"b{generation}"}, generation)
    totals.reset_views(Reset(1, 1, NOW))
    del counts[1]
    assert views(totals) == (counts, set(), 3)
    assert views(totals, "b2") == (counts, {"b2"}, 3)
