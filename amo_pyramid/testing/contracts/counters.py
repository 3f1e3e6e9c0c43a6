"""What all counters do, as tests that know only the contract.

Subclasses give ``open_counters``: a function that opens counters over the same stores each time
it is called, as another process would, and whose arguments are those of
:class:`~amo_pyramid.backends.base.counting.BatchedCounters` beside the two halves
(:func:`~amo_pyramid.testing.contracts.counters_base.opening` makes one).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any

import pytest

from amo_pyramid.backends.base.counters import CounterKind, Counters, Guard
from amo_pyramid.domain.statistics import Resolution, bin_of, day_of, last_of
from amo_pyramid.testing.contracts.counters_base import (
    DAY,
    DOWNLOADS,
    VIEWS,
    OpenCounters,
    download,
    view,
    views,
)
from amo_pyramid.testing.contracts.counters_resets import ResetContract


class CountingContract:
    """Increments and what is read of them."""

    @pytest.fixture
    def counters(self, open_counters: OpenCounters) -> Counters:
        return open_counters()

    def test_what_never_happened_is_absent(self, counters: Counters) -> None:
        assert views(counters) == {}
        assert counters.first_day(VIEWS, 1) is None

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_counts_are_read_before_and_after_a_flush(
        self, counters: Counters, is_flushed: bool
    ) -> None:
        for _ in range(3):
            counters.increment(view())
        counters.increment(view(day=DAY + 1), 4)
        if is_flushed:
            assert counters.flush() == 7
        assert views(counters) == {DAY: 3, DAY + 1: 4}

    def test_counts_before_and_after_a_flush_add_up(self, counters: Counters) -> None:
        counters.increment(view())
        counters.flush()
        counters.increment(view())
        assert views(counters) == {DAY: 2}
        counters.flush()
        assert views(counters) == {DAY: 2}

    def test_addons_are_counted_apart(self, counters: Counters) -> None:
        counters.increment(view(1))
        counters.increment(view(11))
        assert views(counters, 1) == views(counters, 11) == {DAY: 1}
        counters.flush()
        assert views(counters, 1) == views(counters, 11) == {DAY: 1}

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_kinds_are_counted_apart_and_details_one_by_one(
        self, counters: Counters, is_flushed: bool
    ) -> None:
        for count in (view(), download("search"), download("external-a|b:c"), download("search")):
            counters.increment(count)
        counters.increment(download("search", addon_id=11))
        if is_flushed:
            counters.flush()
        assert views(counters) == {DAY: 1}
        found = counters.series(DOWNLOADS, 1, DAY, DAY)
        assert found == {DAY: {"search": 2, "external-a|b:c": 1}}

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_only_the_days_that_were_asked_for_are_read(
        self, counters: Counters, is_flushed: bool
    ) -> None:
        for day in range(DAY, DAY + 5):
            counters.increment(view(day=day))
        if is_flushed:
            counters.flush()
        assert set(counters.series(VIEWS, 1, DAY + 1, DAY + 3)) == {DAY + 1, DAY + 2, DAY + 3}

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_counts_are_added_up_by_bin(self, counters: Counters, is_flushed: bool) -> None:
        today = day_of(datetime.now(timezone.utc))
        first = bin_of(today, Resolution.MONTH)
        last = last_of(first, Resolution.MONTH)
        for day in (DAY - 32, DAY - 1, DAY, DAY + 30, DAY + 31, first, today, last):
            counters.increment(view(day=day), 3)
        counters.increment(download("search"), 5)
        counters.increment(download("api"), 6)
        if is_flushed:
            counters.flush()

        def months(first_day: int, last_day: int) -> list[tuple[int, int]]:
            return counters.binned(VIEWS, 1, Resolution.MONTH, first_day, last_day)

        november = bin_of(DAY - 32, Resolution.MONTH)
        old = [(november, 3), (DAY - 31, 3), (DAY, 6), (DAY + 31, 3)]
        assert months(november, last) == [*old, (first, 9)]
        assert months(DAY, DAY + 30) == [(DAY, 6)]
        days = counters.binned(VIEWS, 1, Resolution.DAY, DAY - 1, DAY)
        assert days == [(DAY - 1, 3), (DAY, 3)]
        assert counters.binned(DOWNLOADS, 1, Resolution.MONTH, DAY, DAY + 30) == [(DAY, 11)]
        assert counters.binned(VIEWS, 2, Resolution.MONTH, DAY, DAY + 30) == []

    def test_counts_of_days_long_past_are_seen_when_they_come_late(
        self, open_counters: OpenCounters
    ) -> None:
        reader, other = open_counters(), open_counters()

        def week() -> list[tuple[int, int]]:
            return reader.binned(VIEWS, 1, Resolution.WEEK, DAY - 4, DAY + 2)

        total = 0
        for counters in (reader, other, reader):
            counters.increment(view(day=DAY - 1), 2)
            counters.increment(view(day=DAY + 1), 3)
            counters.flush()
            total += 5
            assert week() == week() == [(DAY - 4, total)]

    def test_the_first_day_is_known_before_and_after_a_flush(self, counters: Counters) -> None:
        counters.increment(view(day=DAY))
        assert counters.first_day(VIEWS, 1) == DAY
        counters.flush()
        counters.increment(view(day=DAY + 1))
        assert counters.first_day(VIEWS, 1) == DAY
        counters.increment(view(day=DAY - 1))
        assert counters.first_day(VIEWS, 1) == DAY - 1
        assert counters.first_day(DOWNLOADS, 1) is None

    def test_a_number_can_be_larger_than_32_bits(self, counters: Counters) -> None:
        counters.increment(view(), 2**40)
        counters.flush()
        counters.increment(view(), 2**40)
        assert views(counters) == {DAY: 2**41}

    def test_parallel_increments_are_all_counted(self, counters: Counters) -> None:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(4):
                pool.submit(lambda: [counters.increment(view()) for _ in range(1000)])
        assert views(counters) == {DAY: 4000}

    def test_the_state_tells_what_waits(self, counters: Counters) -> None:
        counters.increment(view(1))
        counters.increment(view(2))
        counters.increment(download("search"))
        # (A reader may have to bring them to where other processes see them.)
        views(counters)
        nothing = dict.fromkeys(CounterKind, 0)
        assert counters.state().waiting == {**nothing, VIEWS: 2, DOWNLOADS: 1}
        counters.flush()
        state = counters.state()
        assert state.waiting == nothing
        assert (state.batches, state.dropped) == (0, 0)

    def test_usable_counters_pass_their_check(self, counters: Counters) -> None:
        counters.check()


class FlushContract:
    """Nothing is counted twice, whatever happens during a flush."""

    def test_a_second_flush_moves_nothing(self, open_counters: OpenCounters) -> None:
        counters = open_counters()
        counters.increment(view(), 5)
        assert [counters.flush(), counters.flush()] == [5, 0]
        assert views(counters) == {DAY: 5}

    def test_closing_flushes(self, open_counters: OpenCounters) -> None:
        first, second = open_counters(), open_counters()
        first.increment(view(), 5)
        first.close()
        assert views(second) == {DAY: 5}
        first.close()
        assert views(second) == {DAY: 5}

    def test_two_count_together(self, open_counters: OpenCounters) -> None:
        first, second = open_counters(), open_counters()
        for counters in (first, second):
            counters.increment(view(), 10)
        first.flush()
        second.flush()
        assert views(first) == views(second) == {DAY: 20}

    def test_readers_see_a_steady_number_during_flushes(self, open_counters: OpenCounters) -> None:
        counters = open_counters()
        counters.increment(view(), 100)
        seen: list[dict[int, int]] = []

        def read() -> None:
            seen.extend(views(counters) for _ in range(50))

        with ThreadPoolExecutor(2) as pool:
            reading = pool.submit(read)
            number, is_done = 0, False
            while not is_done:
                is_done = reading.done()
                # Another add-on, so that there always is something to flush.
                counters.increment(view(2))
                counters.flush()
                number += 1
        assert seen == [{DAY: 100}] * 50
        assert views(counters, 2) == {DAY: number}

    def test_flushes_at_once_move_everything_once(self, open_counters: OpenCounters) -> None:
        counters = [open_counters() for _ in range(2)]

        def work(each: Any) -> None:
            for _ in range(20):
                each.increment(view())
                each.flush()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, counters))
        for each in counters:
            each.flush()
        assert views(counters[0]) == {DAY: 40}


class GuardContract:
    """One client's share (stats.md §12.1)."""

    @pytest.mark.fact("stats-97")
    def test_a_client_counts_once_in_a_window(self, open_counters: OpenCounters) -> None:
        counters = open_counters()
        for client in ("a", "a", "b", "a"):
            counters.increment(view(), guard=Guard(client, 1800, 0))
        assert views(counters) == {DAY: 2}
        counters.increment(view(), guard=Guard("a", 1800, 0))
        assert views(counters) == {DAY: 2}

    def test_a_window_is_for_one_addon_and_ends_with_the_day(
        self, open_counters: OpenCounters
    ) -> None:
        counters = open_counters()
        for count in (view(1), view(2), view(1, DAY + 1)):
            counters.increment(count, guard=Guard("a", 1800, 0))
        assert views(counters, 1) == {DAY: 1, DAY + 1: 1}
        assert views(counters, 2) == {DAY: 1}

    def test_a_client_counts_only_so_often_in_a_day(self, open_counters: OpenCounters) -> None:
        counters = open_counters()
        for addon_id in (1, 1, 2, 2, 2):
            counters.increment(view(addon_id), guard=Guard("a", 0, 3))
        counters.increment(view(1), guard=Guard("b", 0, 3))
        assert sum(views(counters, addon_id)[DAY] for addon_id in (1, 2)) == 4


class CountersContract(CountingContract, FlushContract, ResetContract, GuardContract):
    """The whole suite."""
