"""Deleting views: a part of the suite of counters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from amo_pyramid.domain.statistics import Resolution
from amo_pyramid.testing.contracts.counters_base import (
    DAY,
    DOWNLOADS,
    VIEWS,
    OpenCounters,
    download,
    view,
    views,
)


class ResetContract:
    """What was counted before a reset is gone, wherever it was (stats.md §11)."""

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_the_views_of_an_addon_can_be_deleted(
        self, open_counters: OpenCounters, is_flushed: bool
    ) -> None:
        counters = open_counters()
        for day in (DAY, DAY + 1):
            counters.increment(view(day=day), 5)
        if is_flushed:
            counters.flush()
            counters.increment(view(day=DAY + 1), 2)
        assert counters.reset_views(1) == (12 if is_flushed else 10)
        assert views(counters) == {}
        assert counters.first_day(VIEWS, 1) is None
        assert counters.reset_views(1) == 0
        counters.flush()
        assert views(counters) == {}

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_the_views_of_one_day_can_be_deleted(
        self, open_counters: OpenCounters, is_flushed: bool
    ) -> None:
        counters = open_counters()
        for day in (DAY, DAY + 1, DAY + 2):
            counters.increment(view(day=day), 5)
        if is_flushed:
            counters.flush()
        assert counters.reset_views(1, DAY + 1) == 5
        assert views(counters) == {DAY: 5, DAY + 2: 5}

    @pytest.mark.parametrize("is_flushed", [False, True])
    def test_other_counts_stay(self, open_counters: OpenCounters, is_flushed: bool) -> None:
        counters = open_counters()
        for count in (view(1), view(11), download("search")):
            counters.increment(count, 3)
        if is_flushed:
            counters.flush()
        counters.reset_views(1)
        counters.flush()
        assert views(counters, 1) == {}
        assert views(counters, 11) == {DAY: 3}
        assert counters.series(DOWNLOADS, 1, DAY, DAY) == {DAY: {"search": 3}}

    def test_views_are_counted_anew_after_a_reset(self, open_counters: OpenCounters) -> None:
        first, second = open_counters(), open_counters()
        for counters in (first, second):
            counters.increment(view(), 5)
        second.reset_views(1)
        first.flush()
        for number, counters in enumerate((first, second, open_counters()), 1):
            counters.increment(view())
            counters.flush()
            assert views(counters) == {DAY: number}

    @pytest.mark.parametrize("day", [None, DAY])
    def test_what_another_has_counted_does_not_come_back(
        self, open_counters: OpenCounters, day: int | None
    ) -> None:
        first, second = open_counters(), open_counters()
        first.increment(view(1), 5)
        first.increment(view(1, DAY + 1), 6)
        first.increment(view(2), 7)
        first.increment(download("search"), 8)
        second.reset_views(1, day)
        first.flush()
        assert views(first, 1) == views(second, 1) == ({} if day is None else {DAY + 1: 6})
        assert views(first, 2) == views(second, 2) == {DAY: 7}
        assert second.series(DOWNLOADS, 1, DAY, DAY) == {DAY: {"search": 8}}

    def test_answers_that_are_remembered_are_forgotten(self, open_counters: OpenCounters) -> None:
        reader, other = open_counters(), open_counters()

        def week() -> list[tuple[int, int]]:
            return reader.binned(VIEWS, 1, Resolution.WEEK, DAY - 4, DAY + 2)

        reader.increment(view(), 5)
        reader.increment(view(day=DAY + 1), 6)
        reader.flush()
        assert week() == [(DAY - 4, 11)]
        other.reset_views(1, DAY)
        assert week() == [(DAY - 4, 6)]
        other.reset_views(1)
        assert week() == []

    def test_a_reset_during_flushes_takes_all_of_one_addon_and_nothing_else(
        self, open_counters: OpenCounters
    ) -> None:
        flushing = [open_counters() for _ in range(2)]
        resetting = open_counters()
        for _ in range(20):
            for counters in flushing:
                counters.increment(view(1), 5)
                counters.increment(view(2), 3)
            with ThreadPoolExecutor(3) as pool:
                working = [pool.submit(counters.flush) for counters in flushing]
                working.append(pool.submit(resetting.reset_views, 1))
            for each in working:
                each.result()
            for counters in flushing:
                counters.flush()
            assert views(resetting, 1) == {}
        assert views(resetting, 2) == {DAY: 120}
