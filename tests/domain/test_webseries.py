"""Days put together to rows of a series (stats.md §3.6)."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.statistics import Resolution, parse_day
from amo_pyramid.domain.webseries import (
    MOST_ROWS,
    Day,
    Row,
    WebSeries,
    fitting,
    name_of,
    rows_of,
    side_by_side,
    values_by_size,
)

MONDAY = parse_day("2024-12-30")


def test_days_come_newest_first():
    days = [Day(1, 10), Day(3, 30), Day(2, 20)]
    rows = rows_of(days, Resolution.DAY, adds_up=True)
    assert rows == [Row(3, 3, 30), Row(2, 2, 20), Row(1, 1, 10)]


def test_downloads_of_a_week_are_added_up():
    days = [Day(MONDAY, 1), Day(MONDAY + 6, 2), Day(MONDAY + 7, 4)]
    rows = rows_of(days, Resolution.WEEK, adds_up=True)
    assert rows == [Row(MONDAY + 7, MONDAY + 13, 4), Row(MONDAY, MONDAY + 6, 3)]


def test_users_of_a_month_are_the_mean_of_the_days_that_there_are():
    first = parse_day("2025-02-01")
    rows = rows_of([Day(first, 10), Day(first + 4, 15)], Resolution.MONTH, adds_up=False)
    assert rows == [Row(first, parse_day("2025-02-28"), 12)]


def test_breakdowns_are_put_together_value_by_value():
    days = [
        Day(MONDAY, 5, {"linux": 4, "mac": 1}),
        Day(MONDAY + 1, 3, {"linux": 3}),
    ]
    (added,) = rows_of(days, Resolution.WEEK, adds_up=True)
    assert added.data == {("linux",): 7, ("mac",): 1}
    (mean,) = rows_of(days, Resolution.WEEK, adds_up=False)
    assert mean.data == {("linux",): 3, ("mac",): 0}


def test_applications_are_told_by_guid_and_version():
    (row,) = rows_of([Day(0, 1, {"{app}": {"57.0": 1}})], Resolution.DAY, adds_up=False)
    assert row.data == {("{app}", "57.0"): 1}


def test_there_are_at_most_365_rows():
    rows = rows_of([Day(day, 1) for day in range(500)], Resolution.DAY, adds_up=True)
    assert len(rows) == MOST_ROWS == 365
    assert rows[0].first == 499


def test_no_days_are_no_rows():
    assert rows_of([], Resolution.MONTH, adds_up=False) == []


def test_the_overview_has_users_and_downloads_side_by_side():
    rows = side_by_side([Row(2, 2, 7)], [Row(2, 2, 3), Row(1, 1, 1)])
    assert rows == [
        Row(2, 2, 7, {("downloads",): 3, ("updates",): 7}),
        Row(1, 1, 0, {("downloads",): 1, ("updates",): 0}),
    ]


def test_the_most_frequent_values_come_first():
    rows = [Row(1, 1, 0, {("a",): 1, ("b",): 5}), Row(0, 0, 0, {("c",): 1, ("b",): 1})]
    assert values_by_size(rows) == [("b",), ("a",), ("c",)]


def test_an_application_is_named_as_people_know_it():
    assert name_of(("{ec8030f7-c20a-464f-9b0e-13a3a9e97384}", "57.0")) == "Firefox 57.0"
    assert name_of(("{unknown}", "1.0")) == "{unknown} 1.0"
    assert name_of(("search",)) == "search"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, Resolution.DAY),
        (366, Resolution.DAY),
        (367, Resolution.WEEK),
        (7 * 365, Resolution.WEEK),
        (8 * 365, Resolution.MONTH),
    ],
)
def test_bins_are_as_short_as_fits(days, expected):
    assert fitting(100, 100 + days - 1) is expected


def test_the_overview_is_put_together_from_two_series():
    assert WebSeries.OVERVIEW.parts == (WebSeries.USAGE, WebSeries.DOWNLOADS)
    assert WebSeries.OS.parts == (WebSeries.OS,)
