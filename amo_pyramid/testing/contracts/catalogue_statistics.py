"""What every catalogue does with data points, as tests that know only the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.statistics import FIRST_KEY, PointKey
from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

DAY = 18628
DOWNLOADS, THEMES, UPDATES = StatModel.DOWNLOADS, StatModel.THEME_UPDATES, StatModel.UPDATES

AddCounts = Callable[[Mapping[Count, int]], None]


def downloads(count: int = 7, addon_id: int = 1, day: int = DAY, **sources: int) -> DataPoint:
    return DataPoint(
        addon_id=addon_id, model=DOWNLOADS, day=day, count=count, breakdowns={"sources": sources}
    )


def updates(count: int = 40, addon_id: int = 1, day: int = DAY, **breakdowns: Any) -> DataPoint:
    return DataPoint(addon_id=addon_id, model=UPDATES, day=day, count=count, breakdowns=breakdowns)


def themes(count: int = 123, addon_id: int = 1, day: int = DAY) -> DataPoint:
    return DataPoint(addon_id=addon_id, model=THEMES, day=day, count=count)


def download(source: str, addon_id: int = 1, day: int = DAY) -> Count:
    return Count(CounterKind.DOWNLOADS, day, addon_id, source)


def update(detail: str, addon_id: int = 1, day: int = DAY) -> Count:
    return Count(CounterKind.UPDATES, day, addon_id, detail)


class _Case(CatalogueCase):
    def store(self, catalogue: Catalogue, *points: DataPoint) -> None:
        with self.writing(catalogue) as session:
            session.statistics.put(points)

    def pack(self, catalogue: Catalogue, before: int = DAY + 1, limit: int = 100) -> int:
        with self.writing(catalogue) as session:
            return session.statistics.pack(before, limit)

    def live(
        self, catalogue: Catalogue, model: StatModel = DOWNLOADS, addon_id: int = 1
    ) -> list[DataPoint]:
        with self.reading(catalogue) as session:
            return session.statistics.live(addon_id, model, 0, 100_000)

    def archive(self, catalogue: Catalogue, *points: DataPoint) -> tuple[int, int]:
        with self.writing(catalogue) as session:
            done = session.statistics.archive(points)
        return done.archived, done.replaced

    def archived(self, catalogue: Catalogue, point: DataPoint) -> DataPoint | None:
        with self.reading(catalogue) as session:
            key = PointKey(point.addon_id, point.model, point.day)
            return session.statistics.archived_point(key)

    def total(self, catalogue: Catalogue, model: StatModel = DOWNLOADS) -> int:
        with self.reading(catalogue) as session:
            return session.statistics.total(1, model)


class LivePointsContract(_Case):
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
        assert [self.pack(catalogue, limit=2) for _ in range(4)] == [2, 2, 1, 0]
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
            assert session.statistics.sums(DOWNLOADS, DAY, DAY + 1) == {DAY: 5, DAY + 1: 2}
            assert session.statistics.sums(DOWNLOADS, DAY + 1, DAY + 1) == {DAY + 1: 2}

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


class ArchivedPointsContract(_Case):
    """Points on their way into the archive and there."""

    POINTS = (
        downloads(7, search=5, api=2),
        themes(123),
        updates(40, versions={"1": 3}, applications={"{a}": {"1.0": 2}}),
    )

    @pytest.mark.parametrize("point", POINTS, ids=lambda point: point.model.value)
    def test_a_point_is_in_one_place_only(self, catalogue: Catalogue, point: DataPoint) -> None:
        self.store(catalogue, point)
        assert self.archived(catalogue, point) is None
        assert self.archive(catalogue, point) == (1, 0)
        assert self.archived(catalogue, point) == point
        assert self.live(catalogue, point.model) == []

    def test_a_month_is_listed_by_day_and_name_of_the_model(self, catalogue: Catalogue) -> None:
        early = updates(1, day=DAY - 13)
        self.store(catalogue, *self.POINTS, early, downloads(1, day=DAY + 31))
        self.archive(catalogue, *self.POINTS, early)
        with self.reading(catalogue) as session:
            found = session.statistics.archived(1, DAY - 20, DAY + 40)
            assert found == [(DAY - 13, UPDATES), (DAY, DOWNLOADS), (DAY, THEMES), (DAY, UPDATES)]
            assert session.statistics.archived(1, DAY + 1, DAY + 40) == []
            assert session.statistics.archived(2, DAY - 20, DAY + 40) == []

    def test_a_live_point_replaces_an_archived_one(self, catalogue: Catalogue) -> None:
        self.store(catalogue, downloads(7, api=7))
        self.archive(catalogue, downloads(7, api=7))
        self.store(catalogue, downloads(3, search=3))
        assert self.archive(catalogue, downloads(3, search=3)) == (1, 1)
        assert self.archived(catalogue, downloads()) == downloads(3, search=3)
        assert self.total(catalogue) == 3

    def test_a_point_that_is_not_the_live_one_is_refused(self, catalogue: Catalogue) -> None:
        self.store(catalogue, downloads(7))
        with pytest.raises(Conflict):
            self.archive(catalogue, downloads(8))
        with pytest.raises(Conflict):
            self.archive(catalogue, downloads(7), downloads(7, day=DAY + 1))
        assert self.live(catalogue) == [downloads(7)]
        assert self.archived(catalogue, downloads()) is None

    def test_the_oldest_day_and_what_it_has_are_found(self, catalogue: Catalogue) -> None:
        self.store(
            catalogue,
            *(downloads(1, addon_id=id_) for id_ in (3, 1, 2)),
            downloads(1, addon_id=2, day=DAY - 9),
        )
        with self.reading(catalogue) as session:
            statistics = session.statistics
            assert statistics.oldest_live(DOWNLOADS, DAY + 1) == DAY - 9
            assert statistics.oldest_live(DOWNLOADS, DAY - 9) is None
            assert statistics.oldest_live(DOWNLOADS, DAY + 1, 1) == DAY
            assert statistics.oldest_live(UPDATES, DAY + 1) is None
            assert statistics.oldest_live(DOWNLOADS, DAY + 1, since=DAY - 8) == DAY
            assert statistics.oldest_live(DOWNLOADS, DAY + 1, 1, since=DAY + 1) is None
            on_day = statistics.live_on(DOWNLOADS, DAY, limit=2)
            assert [point.addon_id for point in on_day] == [1, 2]
            rest = statistics.live_on(DOWNLOADS, DAY, after=2, limit=2)
            assert [point.addon_id for point in rest] == [3]

    @pytest.mark.fact("stats-40")
    def test_the_total_stays_when_points_are_archived(
        self, catalogue: Catalogue, add_counts: AddCounts
    ) -> None:
        self.store(catalogue, downloads(7, api=7), downloads(5, day=DAY + 1), updates(9))
        add_counts({download("api", day=DAY + 2): 3, update("count", day=DAY + 2): 2})
        add_counts({update("oses|Linux", day=DAY + 2): 2})
        assert (self.total(catalogue), self.total(catalogue, UPDATES)) == (15, 11)
        self.archive(catalogue, downloads(7, api=7), downloads(5, day=DAY + 1), updates(9))
        assert (self.total(catalogue), self.total(catalogue, UPDATES)) == (15, 11)
        self.pack(catalogue, DAY + 3)
        assert (self.total(catalogue), self.total(catalogue, UPDATES)) == (15, 11)

    def test_points_can_go_straight_into_the_archive(
        self, catalogue: Catalogue, add_counts: AddCounts
    ) -> None:
        self.store(catalogue, downloads(7))
        add_counts({download("api"): 2})
        for count, replaced in ((3, 0), (4, 1)):
            with self.writing(catalogue) as session:
                assert session.statistics.put_archived([downloads(count)]) == replaced
        assert self.live(catalogue) == []
        assert self.archived(catalogue, downloads()) == downloads(4)
        assert self.total(catalogue) == 4

    def test_counts_of_all_times_are_read_together(self, catalogue: Catalogue) -> None:
        old = downloads(3, day=DAY - 1, api=3)
        others = downloads(8, addon_id=2), updates(9)
        self.store(catalogue, downloads(4, day=DAY + 1), old, downloads(5), *others)
        self.archive(catalogue, old, others[0])
        with self.reading(catalogue) as session:
            found = session.statistics.history(1, DOWNLOADS, DAY - 9, DAY + 9)
            assert list(found.items()) == [(DAY - 1, 3), (DAY, 5), (DAY + 1, 4)]
            assert session.statistics.history(1, DOWNLOADS, DAY, DAY) == {DAY: 5}
            assert session.statistics.history(3, DOWNLOADS, DAY, DAY) == {}

    def test_it_is_known_which_days_are_archived(self, catalogue: Catalogue) -> None:
        self.store(catalogue, downloads(7))
        self.archive(catalogue, downloads(7))
        with self.reading(catalogue) as session:
            assert session.statistics.is_archived(DOWNLOADS, DAY)
            assert not session.statistics.is_archived(DOWNLOADS, DAY + 1)
            assert not session.statistics.is_archived(UPDATES, DAY)

    def test_the_whole_archive_is_read_in_portions(self, catalogue: Catalogue) -> None:
        points = [
            make(1, addon_id=addon_id, day=DAY + day)
            for addon_id in (1, 2)
            for day in (0, 1)
            for make in (downloads, updates)
        ]
        with self.writing(catalogue) as session:
            session.statistics.put_archived(points)
        with self.reading(catalogue) as session:
            found, after = [], FIRST_KEY
            while portion := session.statistics.every_archived(after, 3):
                found += portion
                after = PointKey(portion[-1].addon_id, portion[-1].model, portion[-1].day)
        assert found == points


class NotedNumbersContract(_Case):
    """What daily jobs note beside data points."""

    def test_users_of_themes_are_noted_by_day(self, catalogue: Catalogue) -> None:
        for counts in ({1: 5, 2: 6}, {1: 7}, {}):
            with self.writing(catalogue) as session:
                session.statistics.note_theme_users(DAY, counts)
        with self.reading(catalogue) as session:
            assert session.statistics.theme_users(1, DAY, DAY) == {DAY: 7}
            assert session.statistics.theme_users(2, 0, DAY) == {DAY: 6}
            assert session.statistics.theme_users(1, DAY + 1, DAY + 2) == {}

    def test_numbers_of_the_site_are_noted_by_name_and_day(self, catalogue: Catalogue) -> None:
        for name, counts in (("a", {DAY: 1, DAY + 1: 2}), ("a", {DAY: 3}), ("b", {DAY: 4})):
            with self.writing(catalogue) as session:
                session.statistics.note_site(name, counts)
        with self.reading(catalogue) as session:
            assert session.statistics.site("a", DAY, DAY + 9) == {DAY: 3, DAY + 1: 2}
            assert session.statistics.site("b", 0, DAY) == {DAY: 4}


class LeasesContract(_Case):
    """One process at a time."""

    NOW = datetime(2021, 1, 4, tzinfo=timezone.utc)

    def take(self, catalogue: Catalogue, owner: str, minutes: int = 0, job: str = "job") -> bool:
        now = self.NOW + timedelta(minutes=minutes)
        with self.writing(catalogue) as session:
            return session.leases.take(job, owner, now, now + timedelta(hours=1))

    def test_a_lease_is_somebodys_until_it_ends(self, catalogue: Catalogue) -> None:
        assert self.take(catalogue, "a")
        assert not self.take(catalogue, "b", 59)
        assert self.take(catalogue, "b", 61)
        assert not self.take(catalogue, "a", 62)

    def test_a_lease_can_be_renewed_and_released(self, catalogue: Catalogue) -> None:
        self.take(catalogue, "a")
        assert self.take(catalogue, "a", 30)
        assert not self.take(catalogue, "b", 61)
        for owner in ("b", "a"):
            with self.writing(catalogue) as session:
                session.leases.release("job", owner)
            assert self.take(catalogue, "b", 62) is (owner == "a")

    def test_jobs_do_not_wait_for_each_other(self, catalogue: Catalogue) -> None:
        assert self.take(catalogue, "a")
        assert self.take(catalogue, "b", job="other")


class StatisticsContract(
    LivePointsContract, ArchivedPointsContract, NotedNumbersContract, LeasesContract
):
    """The whole suite. Beside ``catalogue`` a subclass gives a fixture ``add_counts``: a function
    that stores a mapping of counts as counters over that catalogue do."""
