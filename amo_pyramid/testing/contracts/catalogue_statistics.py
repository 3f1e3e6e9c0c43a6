"""What every catalogue does with data points, as tests that know only the contract."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.testing.contracts.statistics_archived import ArchivedPointsContract
from amo_pyramid.testing.contracts.statistics_base import (
    DAY,
    PointsCase,
)
from amo_pyramid.testing.contracts.statistics_live import LivePointsContract


class NotedNumbersContract(PointsCase):
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


class LeasesContract(PointsCase):
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
