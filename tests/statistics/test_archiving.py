"""Statistics that are older than a year go into the archive (stats.md §4)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from transaction import TransactionManager

from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession
from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.halves import Batch
from amo_pyramid.backends.base.statistics import FIRST_KEY
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.backends.sql.statistics import SqlStatistics
from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.operations.archiving import JOB, Archiver, ArchiveReport, cut_off
from amo_pyramid.operations.jobs import alone
from amo_pyramid.operations.popularity import Updated, update_numbers
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.statistics_base import downloads, themes, updates
from tests.statistics import archiver
from tests.statistics.standing import standing

fact = pytest.mark.fact
NOW = datetime(2021, 1, 4, 3, tzinfo=timezone.utc)
TODAY = day_of(NOW)
#: The oldest day that stays live, and the youngest that does not.
LIVE, OLD = TODAY - 365, TODAY - 366


class Place:
    """A catalogue and what is done with its statistics."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @contextmanager
    def unit(self) -> Iterator[CatalogueSession]:
        manager = TransactionManager(explicit=True)
        with manager:
            yield self.catalogue.join(manager)

    def store(self, *points: DataPoint) -> None:
        with self.unit() as session:
            session.statistics.put(points)

    def archive(self, before: int | None = None, **options: Any) -> dict[StatModel, Any]:
        """Run the job; what it reports by model: archived, replaced, failed."""
        report = ArchiveReport()
        Archiver(self.unit, report, cut_off(NOW) if before is None else before, **options).run(
            lambda: NOW
        )
        return told(report)

    def live(self) -> list[DataPoint]:
        with self.unit() as session:
            return session.statistics.every_live(FIRST_KEY, 10_000)

    def archived(self) -> list[DataPoint]:
        with self.unit() as session:
            return session.statistics.every_archived(FIRST_KEY, 10_000)

    def total(self, addon_id: int = 1, model: StatModel = StatModel.DOWNLOADS) -> int:
        with self.unit() as session:
            return session.statistics.total(addon_id, model)

    def users(self) -> int:
        """What the daily job makes the add-on's average daily users to be."""
        update_numbers(self.unit, lambda: NOW, Updated())
        with self.unit() as session:
            return session.addons.by_ids([1], frozenset())[0].average_daily_users


def told(report: ArchiveReport) -> dict[StatModel, Any]:
    return {
        model: (done.archived, done.replaced, done.failed)
        for model, done in report.models.items()
        if (done.archived, done.failed) != (0, 0)
    }


@pytest.fixture
def place(warm_catalogue) -> Place:
    return Place(warm_catalogue)


@fact("stats-35")
def test_what_is_older_than_a_year_is_archived_and_what_is_a_year_old_is_not(place):
    place.store(*(make(5, day=day) for make in (downloads, updates, themes) for day in (LIVE, OLD)))
    assert place.archive() == dict.fromkeys(StatModel, (1, 0, 0))
    assert {point.day for point in place.archived()} == {OLD}
    assert {point.day for point in place.live()} == {LIVE}
    assert len(place.archived()) == len(place.live()) == 3


def test_a_point_is_archived_as_it_was(place):
    points = [
        downloads(7, day=OLD, search=5, api=2),
        updates(40, day=OLD, applications={"{a}": {"57.0": 3}}, statuses={"userEnabled": 40}),
        themes(123, day=OLD),
    ]
    place.store(*points)
    place.archive()
    assert sorted(place.archived(), key=str) == sorted(points, key=str)


@fact("stats-36")
def test_to_run_twice_changes_nothing(place):
    place.store(*(downloads(day, day=OLD - day) for day in range(5)))
    place.archive()
    before = place.archived(), place.total()
    assert place.archive() == {}
    assert (place.archived(), place.total()) == before


@fact("stats-37")
def test_a_rehearsal_counts_and_changes_nothing(place):
    place.store(*(make(1, id_, OLD) for make in (downloads, updates) for id_ in range(1, 6)))
    place.store(downloads(1, day=LIVE))
    before = place.live()
    report = ArchiveReport()
    Archiver(place.unit, report, cut_off(NOW), size=2).rehearse()
    assert told(report) == {StatModel.DOWNLOADS: (5, 0, 0), StatModel.UPDATES: (5, 0, 0)}
    assert place.live() == before
    assert place.archived() == []


@fact("stats-40")
def test_totals_stay_what_they_are(place):
    place.store(downloads(7, day=OLD), downloads(5, day=OLD - 1), downloads(3, day=LIVE))
    place.archive()
    assert place.total() == 15


@fact("stats-39")
def test_users_stay_what_they_are(place):
    days = [TODAY - age for age in (1, 5, 12, 366, 400)]
    with place.unit() as session:
        session.put([builders.addon()])
    place.store(*(updates(50 + day - TODAY, day=day) for day in days))
    assert place.users() == (49 + 45 + 38) // 3
    assert place.archive() == {StatModel.UPDATES: (2, 0, 0)}
    assert place.users() == (49 + 45 + 38) // 3


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_all_addons_of_a_day_are_archived_in_batches(place, count):
    place.store(*(downloads(id_, id_, OLD) for id_ in range(1, count + 1)))
    batches: list[int] = []
    Archiver(place.unit, ArchiveReport(batches.append), cut_off(NOW), size=2).run(lambda: NOW)
    assert sum(batches) == len(place.archived()) == count
    assert max(batches) <= 2


def test_a_run_can_be_restricted_to_an_addon_and_to_older_days(place):
    place.store(*(downloads(1, id_, day) for id_ in (1, 2, 3) for day in (OLD - 1, OLD)))
    assert place.archive(before=OLD, addon_id=2) == {StatModel.DOWNLOADS: (1, 0, 0)}
    assert [(point.addon_id, point.day) for point in place.archived()] == [(2, OLD - 1)]


def test_what_was_archived_before_is_replaced(place):
    place.store(downloads(7, day=OLD))
    place.archive()
    place.store(downloads(3, day=OLD))
    assert place.archive() == {StatModel.DOWNLOADS: (1, 1, 0)}
    assert [point.count for point in place.archived()] == [3]


def test_counts_that_are_not_points_yet_are_archived_too(place):
    url = place.catalogue.writing_engine.url.render_as_string(hide_password=False)
    with closing(SqlTotals(url)) as totals:
        counts = {Count(CounterKind.DOWNLOADS, OLD, id_, "search"): 4 for id_ in (1, 2, 3)}
        totals.add(Batch("batch", "origin", 1, counts), now=NOW)
    assert place.archive(size=2) == {StatModel.DOWNLOADS: (3, 0, 0)}
    assert place.archived() == [downloads(4, id_, OLD, search=4) for id_ in (1, 2, 3)]


def test_one_runner_keeps_others_away_for_an_hour(place):
    place.store(downloads(1, day=OLD))
    with alone(JOB, place.unit, lambda: NOW - timedelta(minutes=59)):
        with pytest.raises(Conflict):
            place.archive()
        assert place.archived() == []
    assert place.archive() == {StatModel.DOWNLOADS: (1, 0, 0)}


class Changing(SqlStatistics):
    """Changes a point between reading and archiving it, ``times`` times."""

    def __init__(self, run: Any, left: list[int]) -> None:
        super().__init__(run)
        self._left = left

    def archive(self, points: Any) -> Any:
        if self._left and any(point.day == OLD for point in points):
            self._left.pop()
            raise Conflict("changed")
        return super().archive(points)


@pytest.mark.parametrize(("times", "outcome"), [(2, (3, 0, 0)), (3, (2, 0, 1))])
def test_a_batch_that_changes_is_tried_again_and_left_live_in_the_end(
    place, times, outcome, caplog
):
    place.store(*(downloads(1, day=day) for day in (OLD - 1, OLD)), downloads(1, 2, OLD - 1))
    left = [0] * times

    @contextmanager
    def unit():
        with place.unit() as session:
            session.statistics = Changing(session._run, left)
            yield session

    report = ArchiveReport()
    Archiver(unit, report, cut_off(NOW)).run(lambda: NOW)
    assert told(report) == {StatModel.DOWNLOADS: outcome}
    assert len(place.live()) == outcome[2]
    assert len(caplog.records) == times


@pytest.mark.parametrize("step", archiver.STEPS)
def test_a_runner_that_is_killed_leaves_each_point_in_one_place(step, database_url):
    catalogue = SqlCatalogue(database_url)
    place = Place(catalogue)
    points = [
        make(id_, id_, day)
        for make in (downloads, updates)
        for id_ in range(1, 8)
        for day in (OLD - 1, OLD, LIVE)
    ]
    place.store(*points)
    with standing(archiver, database_url, step, str(LIVE), at=step) as process:
        process.kill()
    assert len(place.archived()) == (4 if step == "committed" else 2)
    assert each(place) == sorted(points, key=str)
    # The lease of who was killed keeps others away until its time is over.
    later = datetime.now(timezone.utc) + timedelta(hours=2)
    Archiver(place.unit, ArchiveReport(), LIVE).run(lambda: later)
    assert each(place) == sorted(points, key=str)
    assert {point.day for point in place.live()} == {LIVE}
    assert len(place.archived()) == 28
    assert [place.total(id_) for id_ in range(1, 8)] == [3 * id_ for id_ in range(1, 8)]
    catalogue.close()


def each(place: Place) -> list[DataPoint]:
    """All points, wherever they are."""
    return sorted((*place.live(), *place.archived()), key=str)
