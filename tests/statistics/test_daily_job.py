"""The daily job, over the catalogue and what follows it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.operations.jobs import alone
from amo_pyramid.operations.popularity import JOB, Updated, update_numbers
from amo_pyramid.operations.sitewide import SITE_USERS
from amo_pyramid.operations.statistics import total_downloads
from amo_pyramid.testing import builders
from amo_pyramid.work import open_reading, open_work

DOWNLOADS, THEMES, UPDATES = StatModel.DOWNLOADS, StatModel.THEME_UPDATES, StatModel.UPDATES
fact = pytest.mark.fact


class Job:
    """The daily job on a service at noon of 2021-01-04."""

    def __init__(self, service):
        self.service = service
        self.today = day_of(service.now)

    @contextmanager
    def unit(self):
        with open_work(self.service.registry) as work:
            yield work.catalogue

    def store(self, model, *counts, addon_id=1):
        """Live points, of pairs of (days ago, count)."""
        points = [
            DataPoint(addon_id=addon_id, model=model, day=self.today - ago, count=count)
            for ago, count in counts
        ]
        with self.unit() as session:
            session.statistics.put(points)
        return points

    def run(self, since=None):
        done = Updated()
        update_numbers(self.unit, lambda: self.service.now, done, since)
        return done

    def detail(self):
        return self.service.ask("/api/v4/addons/addon/1/").json

    def total(self):
        with open_reading(self.service.registry) as work:
            return total_downloads(work, 1)


@pytest.fixture
def job(service):
    return Job(service)


@fact("stats-55")
def test_users_of_the_last_days_are_shown(job):
    job.store(UPDATES, *((ago, 10) for ago in range(1, 13)), (13, 140))
    assert job.detail()["average_daily_users"] != 10
    done = job.run()
    assert (done.seen, done.changed) == (1, 1)
    assert job.detail()["average_daily_users"] == 10


def test_downloads_of_the_last_week_are_shown_and_counted_ones_are_packed_first(job):

    job.store(DOWNLOADS, (1, 5), (7, 6), (8, 100))
    yesterday = Count(CounterKind.DOWNLOADS, job.today - 1, 1, "search")
    job.service.counters.increment(yesterday, 4)
    job.service.counters.flush()
    assert job.run().packed == 1
    assert job.detail()["weekly_downloads"] == 15


def test_the_job_changes_only_what_is_different(job):
    job.store(UPDATES, (1, 10))
    before = job.detail()
    assert [job.run().changed for _ in range(2)] == [1, 0]
    assert job.detail() == {**before, "average_daily_users": 10}


def test_numbers_that_came_from_elsewhere_stay(job, put_package):
    put_package(job.service, average_daily_users=1234, weekly_downloads=56, hotness=0.5)
    assert job.run().changed == 0
    detail = job.detail()
    assert (detail["average_daily_users"], detail["weekly_downloads"]) == (1234, 56)


def test_the_search_follows(job, put_package):
    def order():
        found = job.service.ask("/api/v4/addons/search/?sort=users").json["results"]
        return [addon["id"] for addon in found]

    job.service.put(*builders.listed(builders.addon(2, average_daily_users=100)))
    job.store(UPDATES, (1, 50))
    job.run()
    assert order() == [2, 1]
    job.store(UPDATES, (1, 5000))
    job.run()
    assert order() == [1, 2]


def test_popularity_of_a_theme_is_noted_for_the_day(job, put_package):
    put_package(job.service, type=AddonType.PERSONA, persona=Persona(persona_id=9))
    job.store(THEMES, (1, 300), (7, 300), (8, 200), (28, 200))
    job.run()
    assert job.detail()["average_daily_users"] == 300
    with job.unit() as session:
        (addon,) = session.addons.by_ids([1], frozenset({"persona"}))
        assert (addon.persona.popularity, addon.persona.movers) == (300, 0.5)
        assert session.statistics.theme_users(1, 0, 99_999) == {job.today: 300}


def test_sums_of_the_site_are_noted_by_day(job, users):
    job.store(UPDATES, (1, 10), (2, 20))
    job.store(UPDATES, (1, 5), addon_id=2)
    job.run()
    assert users() == {1: 15, 2: 20}


@pytest.fixture
def users(job):
    """The noted users of the whole site by days ago."""

    def users():
        with job.unit() as session:
            found = session.statistics.site(SITE_USERS, 0, 99_999)
        return {job.today - day: number for day, number in found.items()}

    return users


def test_older_days_are_noted_when_they_have_no_number_yet(job, users):
    old = job.store(UPDATES, (700, 7))
    with job.unit() as session:
        session.statistics.archive(old)
    job.store(UPDATES, (1, 10), (200, 20))
    job.store(UPDATES, (200, 5), addon_id=2)
    assert job.run().noted == 3
    assert users() == {1: 10, 200: 25, 700: 7}
    job.store(UPDATES, (100, 30), (200, 99))
    assert job.run().noted == 2
    assert users() == {1: 10, 100: 30, 200: 25, 700: 7}


def test_the_last_four_weeks_are_added_up_each_time(job, users):
    for count in (10, 11):
        job.store(UPDATES, (1, count), (28, count), (29, count))
        job.run()
    assert users() == {1: 11, 28: 11, 29: 10}


def test_older_days_are_added_up_again_from_one_that_is_named(job, users):
    job.store(UPDATES, (1, 10), (199, 20), (200, 20), (201, 20))
    job.run()
    job.store(UPDATES, (1, 11), (199, 30), (200, 30), (201, 30))
    assert job.run(since=job.today - 200).noted == 3
    assert users() == {1: 11, 199: 30, 200: 30, 201: 20}
    # A day of these weeks takes none of them away.
    job.store(UPDATES, (9, 5))
    job.run(since=job.today - 2)
    assert users()[9] == 5


def test_days_of_today_are_left_as_they_are(job, users):
    job.store(UPDATES, (0, 10), (1, 1))
    job.run()
    assert users() == {1: 1}


@fact("stats-39", "stats-40")
def test_archiving_changes_no_derived_number(job):
    job.store(UPDATES, (1, 10), (2, 20))
    old = job.store(UPDATES, (366, 1000))
    job.store(DOWNLOADS, (1, 5))
    old += job.store(DOWNLOADS, (400, 7))
    job.run()
    before, total = job.detail(), job.total()
    assert (before["average_daily_users"], before["weekly_downloads"], total) == (15, 5, 12)
    with job.unit() as session:
        session.statistics.archive(old)
    job.run()
    assert (job.detail(), job.total()) == (before, total)


def test_the_total_has_what_has_been_flushed(job):

    job.store(DOWNLOADS, (1, 5))
    count = Count(CounterKind.DOWNLOADS, job.today, 1, "search")
    job.service.counters.increment(count)
    job.service.counters.flush()
    assert job.total() == 6


def test_the_job_is_done_by_one_at_a_time(job):
    with alone(JOB, job.unit, lambda: job.service.now), pytest.raises(Conflict):
        job.run()
    job.run()
