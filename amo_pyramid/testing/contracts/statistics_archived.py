"""The suite of statistics: archived points."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.backends.base.statistics import FIRST_KEY, PointKey
from amo_pyramid.domain.errors import Conflict
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


class ArchivedPointsContract(PointsCase):
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
            recent = session.statistics.every_archived(since=DAY + 1)
        assert found == points
        assert recent == [point for point in points if point.day == DAY + 1]
