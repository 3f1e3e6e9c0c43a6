"""Statistics as files, in JSON and CSV (stats.md §3.6)."""

from __future__ import annotations

import csv
import io

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.testing.contracts.statistics_base import downloads, themes, updates
from tests.views.helpers import NOT_FOUND
from tests.views.statistics.conftest import MONDAY, NEVER, PAGE

FIREFOX = "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}"


def test_a_series_is_a_list_of_days_newest_first(put, file):
    put(downloads(5, day=MONDAY), downloads(7, day=MONDAY + 2))
    assert file("downloads").json == [
        {"date": "2020-12-30", "end": "2020-12-30", "count": 7},
        {"date": "2020-12-28", "end": "2020-12-28", "count": 5},
    ]


def test_only_the_days_that_the_path_names_are_in_it(put, file):
    put(*(downloads(1, day=MONDAY + day) for day in range(5)))
    found = file("downloads", start="20201229", end="20201231").json
    assert [each["date"] for each in found] == ["2020-12-31", "2020-12-30", "2020-12-29"]


def test_weeks_and_months_are_whole(put, file):
    put(*(downloads(1, day=MONDAY + day) for day in range(14)))
    assert file("downloads", "week", "20201231", "20201231").json == [
        {"date": "2020-12-28", "end": "2021-01-03", "count": 7}
    ]
    assert file("downloads", "month", "20210131", "20210131").json == [
        {"date": "2021-01-01", "end": "2021-01-31", "count": 10}
    ]


def test_users_of_a_week_are_the_mean_of_its_days(put, file):
    put(updates(10, day=MONDAY), updates(15, day=MONDAY + 1))
    (week,) = file("usage", "week").json
    assert week["count"] == 12


def test_the_users_of_a_lightweight_theme_are_its_own_checks(put, file):
    put(updates(1, day=MONDAY), themes(9, day=MONDAY), type=AddonType.PERSONA)
    assert [each["count"] for each in file("usage").json] == [9]


def test_the_overview_has_downloads_and_users(put, file):
    put(downloads(5, day=MONDAY), updates(7, day=MONDAY))
    assert file("overview").json == [
        {
            "date": "2020-12-28",
            "end": "2020-12-28",
            "count": 7,
            "data": {"downloads": 5, "updates": 7},
        }
    ]
    assert file("overview", ending="csv").text.splitlines() == [
        "date,end,count,updates,downloads",
        "2020-12-28,2020-12-28,7,7,5",
    ]


BREAKDOWNS = {
    "sources": ("downloads", {"search": 5, "api": 2}, {"search": 5, "api": 2}),
    "os": ("oses", {"Linux": 3}, {"Linux": 3}),
    "locales": ("locales", {"de": 4}, {"de": 4}),
    "statuses": ("statuses", {"userDisabled": 1}, {"userDisabled": 1}),
    "versions": ("versions", {"1.0": 2}, {"1.0": 2}),
    "apps": ("applications", {FIREFOX: {"57.0": 6}}, {"Firefox 57.0": 6}),
}


@pytest.mark.parametrize("series", BREAKDOWNS)
def test_a_breakdown_has_a_number_for_each_value(put, file, series):
    dimension, values, columns = BREAKDOWNS[series]
    if series == "sources":
        put(downloads(7, day=MONDAY, **values))
    else:
        put(updates(7, day=MONDAY, **{dimension: values}))
    (row,) = file(series).json
    assert (row["count"], row["data"]) == (7, values)
    (line,) = csv.DictReader(io.StringIO(file(series, ending="csv").text))
    assert line == {
        "date": "2020-12-28",
        "end": "2020-12-28",
        "count": "7",
        **{name: str(number) for name, number in columns.items()},
    }


def test_a_value_cannot_be_a_formula_of_a_spreadsheet(put, file):
    hostile = {"=1+1": 3, "@x": 2, '"a",b': 1}
    put(updates(7, day=MONDAY, versions=hostile))
    (line,) = csv.DictReader(io.StringIO(file("versions", ending="csv").text))
    assert list(line)[3:] == ["'=1+1", "'@x", '"a",b']
    assert file("versions").json[0]["data"] == hostile


def test_media_types_tell_the_format(put, file):
    put()
    assert file("usage").headers["Content-Type"] == "application/json"
    assert file("usage", ending="csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_there_are_at_most_365_rows(put, file):
    put(*(downloads(1, day=MONDAY - day) for day in range(370)))
    rows = file("downloads", start="20180101").json
    assert (len(rows), rows[0]["date"]) == (365, "2020-12-28")


def test_archived_days_are_not_in_files(put, archive, file):
    put(downloads(5, day=MONDAY))
    archive(downloads(4, day=MONDAY - 400))
    assert len(file("downloads", start="20180101").json) == 1


def test_answers_with_rows_are_kept_for_a_week_and_empty_ones_never(put, file):
    put(downloads(5, day=MONDAY))
    assert file("downloads").headers.getall("Cache-Control") == ["max-age=604800"]
    for ending, body in (("json", "[]"), ("csv", "date,end,count\r\n")):
        response = file("usage", ending=ending)
        assert (response.text, response.headers.getall("Cache-Control")) == (body, [NEVER])


@pytest.mark.parametrize(
    "name",
    [
        "usage-year-20200101-20200102.json",
        "usage-day-20200101-20200102.xml",
        "usage-day-20201301-20210102.json",
        "usage-day-20200230-20210102.json",
        "usage-day-00000101-20210102.json",
        "usage-day-2020010-20210102.json",
        "users-day-20200101-20200102.json",
        "usage-20200101-20200102.json",
    ],
)
def test_what_no_series_is_called_is_not_found(put, service, name):
    put()
    response = service.get_page(PAGE + name)
    assert (response.status_int, response.json) == (404, NOT_FOUND)
