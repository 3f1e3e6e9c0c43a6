"""The numbers that follow from the counts of the last days."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.popularity import Popularity, derived
from amo_pyramid.domain.series import StatModel

TODAY = 18700
DOWNLOADS, THEMES, UPDATES = StatModel.DOWNLOADS, StatModel.THEME_UPDATES, StatModel.UPDATES


def numbers(type_=AddonType.EXTENSION, **fields):
    values = {
        "average_daily_users": 5,
        "weekly_downloads": 6,
        "hotness": 7.0,
        "popularity": 8,
        "movers": 9.0,
        **fields,
    }
    return Popularity(addon_id=1, type=type_, **values)


def ago(*days, **counts):
    """Day → count, of pairs of (days ago, count)."""
    return {TODAY - number: count for number, count in days}


@pytest.mark.fact("stats-55")
def test_users_are_the_mean_of_twelve_days():
    days = ago(*((number, 10) for number in range(1, 13)), (13, 140))
    assert derived(numbers(), {UPDATES}, {UPDATES: days}, TODAY).average_daily_users == 10


def test_the_mean_is_of_the_days_there_are_and_cut():
    found = derived(numbers(), {UPDATES}, {UPDATES: ago((1, 10), (12, 9))}, TODAY)
    assert found.average_daily_users == 9


def test_the_day_that_is_not_over_does_not_count():
    found = derived(numbers(), {UPDATES}, {UPDATES: ago((0, 1), (1, 10))}, TODAY)
    assert found.average_daily_users == 10


def test_downloads_are_the_sum_of_the_week_up_to_yesterday():
    days = ago((0, 1000), (1, 1), (7, 2), (8, 1000))
    assert derived(numbers(), {DOWNLOADS}, {DOWNLOADS: days}, TODAY).weekly_downloads == 3
    assert derived(numbers(), {DOWNLOADS}, {}, TODAY).weekly_downloads == 0


def test_what_was_never_counted_stays_as_it_is():
    for type_ in (AddonType.EXTENSION, AddonType.PERSONA):
        assert derived(numbers(type_), (), {}, TODAY) == numbers(type_)


def test_users_stay_when_there_is_no_day_to_average():
    found = derived(numbers(), {UPDATES}, {UPDATES: ago((13, 10))}, TODAY)
    assert (found.average_daily_users, found.hotness) == (5, 0.0)


@pytest.mark.parametrize(
    ("recent", "earlier", "growth"),
    [(3000, 2000, 0.5), (2000, 4000, -0.5), (1000, 10, 0.0), (1001, 1, 0.0), (2000, 0, 0.0)],
)
def test_hot_is_what_has_grown(recent, earlier, growth):
    days = ago((1, recent - 7), (7, recent + 7), (8, earlier), (28, earlier), (29, 10**9))
    assert derived(numbers(), {UPDATES}, {UPDATES: days}, TODAY).hotness == growth


@pytest.mark.parametrize(
    ("recent", "earlier", "growth"), [(300, 200, 0.5), (100, 2, 0.0), (101, 1, 0.0), (202, 2, 100)]
)
def test_a_theme_is_as_popular_as_in_the_last_week(recent, earlier, growth):
    days = ago((1, recent), (7, recent), (8, earlier), (28, earlier))
    found = derived(numbers(AddonType.PERSONA), {THEMES}, {THEMES: days}, TODAY)
    assert (found.average_daily_users, found.popularity, found.movers) == (recent, recent, growth)
    assert found.hotness == 7.0


def test_update_checks_of_a_theme_are_not_its_popularity():
    found = derived(numbers(AddonType.PERSONA), {UPDATES}, {UPDATES: ago((1, 10))}, TODAY)
    assert found == numbers(AddonType.PERSONA)
