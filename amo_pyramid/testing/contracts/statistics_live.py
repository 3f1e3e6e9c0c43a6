"""The suite of statistics: live points."""

from __future__ import annotations

from functools import partial

import pytest

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.statistics import FIRST_KEY, PointKey
from amo_pyramid.domain.series import DataPoint
from amo_pyramid.testing.contracts.statistics_base import (
    DAY,
    DOWNLOADS,
    THEMES,
    UPDATES,
    AddCounts,
    PointsCase,
    download,
    downloads,
    themes,
    update,
    updates,
)


class LivePointsContract(PointsCase):
    """Points that are stored, and counts that become points."""

    @pytest.mark.parametrize(
        "point",
        [
            downloads(7, search=5, api=2),
            downloads(7, search=5),
            downloads(0),
            updates(
                40,
                versions={"1.0|x": 30, "": 1},
                statuses={"userEnabled": 40, "userEnabled,incompatible": 2},
                applications={"{a}": {"57.0": 3, "58.0": 1}, "{b}": {"1.0": 2}},
                oses={"WINNT": 5},
                locales={"en-US": 6},
            ),
            updates(0, statuses={"userDisabled": 1}),
            themes(2**40),
        ],
        ids=str,
    )
    def test_a_point_is_given_back_as_it_was_stored(
        self, catalogue: Catalogue, point: DataPoint
    ) -> None:
        self.store(catalogue, point)
        assert self.live(catalogue, point.model) == [point]

    def test_a_point_takes_the_place_of_the_former_one(
        self, catalogue: Catalogue, add_counts: AddCounts
    ) -> None:
        self.store(catalogue, downloads(7, api=7))
        add_counts({download("search"): 4})
        self.store(catalogue, downloads(5, search=5))
        assert self.live(catalogue) == [downloads(5, search=5)]

    def test_points_are_told_apart_by_addon_model_and_day(self, catalogue: Catalogue) -> None:
        points = [
            downloads(1),
            downloads(2, day=DAY + 1),
            downloads(3, addon_id=2),
            updates(4),
            themes(5),
        ]
        self.store(catalogue, *points)
        assert self.live(catalogue) == points[:2]
        assert self.live(catalogue, addon_id=2) == points[2:3]
        assert self.live(catalogue, UPDATES) == points[3:4]
        assert self.live(catalogue, THEMES) == points[4:]

    @pytest.mark.parametrize("is_packed", [False, True])
    def test_only_the_days_that_were_asked_for_are_read(
        self, catalogue: Catalogue, add_counts: AddCounts, is_packed: bool
    ) -> None:
        add_counts({download("api", day=DAY + number): 1 for number in range(5)})
        if is_packed:
            self.pack(catalogue, DAY + 9)
        with self.reading(catalogue) as session:
            found = session.statistics.live(1, DOWNLOADS, DAY + 1, DAY + 3)
        assert [point.day for point in found] == [DAY + 1, DAY + 2, DAY + 3]

    @pytest.mark.parametrize("is_packed", [False, True])
    def test_counts_make_points(
        self, catalogue: Catalogue, add_counts: AddCounts, is_packed: bool
    ) -> None:
        add_counts(
            {
                download("search"): 5,
                download("api"): 2,
                update("count"): 3,
                update("statuses|userEnabled"): 3,
                update("statuses|userDisabled"): 1,
                update("versions|1|0"): 4,
                update("applications|{a}|57.0"): 2,
                Count(CounterKind.THEME_UPDATES, DAY, 1): 9,
            }
        )
        if is_packed:
            assert self.pack(catalogue) == 3
        assert self.live(catalogue) == [downloads(7, search=5, api=2)]
        assert self.live(catalogue, UPDATES) == [
            updates(
                3,
                statuses={"userEnabled": 3, "userDisabled": 1},
                versions={"1|0": 4},
                applications={"{a}": {"57.0": 2}},
            )
        ]
        assert self.live(catalogue, THEMES) == [themes(9)]

    def test_only_days_that_are_over_are_packed_and_each_once(
        self, catalogue: Catalogue, add_counts: AddCounts
    ) -> None:
        add_counts({download("api", day=day): 1 for day in (DAY, DAY + 1)})
        before = self.live(catalogue)
        assert [self.pack(catalogue), self.pack(catalogue)] == [1, 0]
        assert self.live(catalogue) == before
        assert self.on(catalogue, DAY) == [downloads(1, api=1)]
        assert self.on(catalogue, DAY + 1) == []

    def test_packing_goes_on_where_it_stopped(
        self, catalogue: Catalogue, add_counts: AddCounts
    ) -> None:
        add_counts({download("api", addon_id): addon_id for addon_id in range(1, 6)})
        add_counts({update("count", addon_id=9): 1})
        with self.writing(catalogue) as session:
            pack = partial(session.statistics.pack, DOWNLOADS, DAY + 1, limit=2)
            assert [list(pack(after=after)) for after in (1, 3, 5, 0)] == [[2, 3], [4, 5], [], [1]]
        assert [point.count for point in self.on(catalogue, DAY)] == [1, 2, 3, 4, 5]

    def test_counts_that_come_late_are_added(
        self, catalogue: Catalogue, add_counts: AddCounts
    ) -> None:
        for _ in range(2):
            add_counts({download("search"): 5, update("count"): 2, update("oses|Linux"): 2})
            self.pack(catalogue)
        add_counts({download("api"): 1})
        assert self.live(catalogue) == [downloads(11, search=10, api=1)]
        assert self.live(catalogue, UPDATES) == [updates(4, oses={"Linux": 4})]

    def test_a_day_can_be_forgotten(self, catalogue: Catalogue, add_counts: AddCounts) -> None:
        self.store(catalogue, downloads(1), downloads(2, addon_id=2), updates(3))
        add_counts({download("api"): 1, download("api", day=DAY + 1): 1})
        with self.writing(catalogue) as session:
            session.statistics.clear(DOWNLOADS, DAY)
        assert self.live(catalogue) == [downloads(1, day=DAY + 1, api=1)]
        assert self.live(catalogue, addon_id=2) == []
        assert self.live(catalogue, UPDATES) == [updates(3)]

    def test_days_of_an_addon_are_counted_and_summed(self, catalogue: Catalogue) -> None:
        self.store(
            catalogue,
            downloads(1),
            downloads(2, day=DAY + 1),
            downloads(4, addon_id=2),
            updates(8),
        )
        with self.reading(catalogue) as session:
            daily = session.statistics.daily([1, 3], DAY, DAY + 1)
            assert daily == {1: {DOWNLOADS: {DAY: 1, DAY + 1: 2}, UPDATES: {DAY: 8}}}

    def test_all_addons_are_added_up_by_day(self, catalogue: Catalogue) -> None:
        old = downloads(3, day=DAY - 9), downloads(5, addon_id=2, day=DAY - 9)
        self.store(catalogue, downloads(1), downloads(4, addon_id=2), updates(8), *old)
        self.archive(catalogue, *old)
        # Of a day that is in both places, the live point counts.
        self.store(catalogue, downloads(7, day=DAY - 9), downloads(2, day=DAY + 1))
        with self.reading(catalogue) as session:
            assert session.statistics.days(DOWNLOADS, DAY + 9) == [DAY - 9, DAY, DAY + 1]
            assert session.statistics.days(DOWNLOADS, DAY) == [DAY - 9, DAY]
            assert session.statistics.days(UPDATES, DAY) == [DAY]
            assert session.statistics.days(THEMES, DAY) == []
            sums = session.statistics.sums(DOWNLOADS, [DAY - 9, DAY, DAY + 5])
            assert sums == {DAY - 9: 12, DAY: 5}
            assert session.statistics.sums(DOWNLOADS, []) == {}

    def test_all_points_are_read_in_portions(self, catalogue: Catalogue) -> None:
        points = [
            make(addon_id, addon_id=addon_id, day=DAY + day)
            for addon_id in (1, 2)
            for make in (downloads, updates)
            for day in (0, 1)
        ]
        self.store(catalogue, *points)
        with self.reading(catalogue) as session:
            found, after = [], FIRST_KEY
            while portion := session.statistics.every_live(after, 3):
                found += portion
                after = PointKey(portion[-1].addon_id, portion[-1].model, portion[-1].day)
        assert found == points

    def on(self, catalogue: Catalogue, day: int) -> list[DataPoint]:
        with self.reading(catalogue) as session:
            return session.statistics.live_on(DOWNLOADS, day)
