"""Series from CSV files."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import datetime, timezone
from functools import partial

import pytest

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.series_files import SeriesImport, import_series
from amo_pyramid.testing import builders
from tests.conftest import SHARED
from tests.operations.helpers import put, reading, unit

NOW = datetime(2021, 1, 4, 12, tzinfo=timezone.utc)
DOWNLOADS, UPDATES = StatModel.DOWNLOADS, StatModel.UPDATES


@pytest.fixture
def catalogue(warm_catalogue):
    """Add-ons 1 and 2."""
    put(warm_catalogue, *builders.listed(builders.addon(1, slug="one")))
    put(warm_catalogue, *builders.listed(builders.addon(2, slug="two")))
    return warm_catalogue


class Import:
    """Imports of texts, and what they told."""

    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.problems = []
        self.skipped = []

    def __call__(self, *lines, model=None):
        def note(where):
            return lambda problem: where.append(str(problem))

        report = Report(on_problem=note(self.problems), on_skip=note(self.skipped))
        done = SeriesImport(model)
        stream = io.StringIO("\n".join(lines))
        import_series(stream, partial(unit, self.catalogue), report, lambda: NOW, done)
        assert report.read == len([line for line in lines[1:] if line])
        return done

    def live(self, model=UPDATES, addon_id=1):
        """Counts by date."""
        with reading(self.catalogue) as session:
            found = session.statistics.live(addon_id, model, 0, 99_999)
        return {point.day: point.count for point in found}


@pytest.fixture
def bring(catalogue):
    return Import(catalogue)


@pytest.mark.parametrize(
    ("header", "name"), [("slug", "one"), ("guid", "addon1@example.com"), ("id", "1")]
)
def test_an_addon_is_named_by_slug_guid_or_id(bring, header, name):
    done = bring(f"date,{header},users", f"2021-01-03,{name},7", f"2021-01-02,{name},6")
    assert bring.live() == {parse_day("2021-01-03"): 7, parse_day("2021-01-02"): 6}
    assert (done.points, done.archived, done.strangers) == (2, 0, 0)


def test_columns_come_in_any_order_and_others_are_ignored(bring):
    bring("Downloads,x, DATE ,slug,average_daily_users", "3,y,2021-01-03,two,4")
    assert bring.live(UPDATES, 2) == {parse_day("2021-01-03"): 4}
    assert bring.live(DOWNLOADS, 2) == {parse_day("2021-01-03"): 3}


def test_a_count_is_of_the_model_that_its_row_or_the_import_names(bring):
    header = "date,addon_id,model_name,count"
    bring(header, "2021-01-03,1,downloadcounts,5", "2021-01-03,1,updatecount,6")
    bring("date,addon_id,count", "2021-01-02,1,7", model=DOWNLOADS)
    assert bring.live(UPDATES) == {parse_day("2021-01-03"): 6}
    assert bring.live(DOWNLOADS) == {parse_day("2021-01-03"): 5, parse_day("2021-01-02"): 7}


def test_importing_again_changes_nothing_and_a_new_number_replaces(bring):
    for number in (7, 7, 9):
        bring("date,slug,users", f"2021-01-03,one,{number}")
    assert list(bring.live().values()) == [9]


def test_rows_of_unknown_addons_are_left_out_and_told_once(bring):
    done = bring(
        "date,slug,users",
        "2021-01-01,nobody,1",
        "2021-01-02,nobody,1",
        "2021-01-02,one,1",
        "2021-01-02,ONE,1",
    )
    assert (done.points, done.strangers) == (1, 3)
    assert bring.skipped == ["slug: 'ONE' is not in the catalogue"] + [
        "slug: 'nobody' is not in the catalogue"
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2021-02-30,one,1", "'2021-02-30' is not a date like 2021-01-31"),
        ("20210103,one,1", "'20210103' is not a date like 2021-01-31"),
        (",one,1", "'' is not a date like 2021-01-31"),
        ("2021-01-05,one,1", "2021-01-05 is in the future"),
        ("2021-01-03,one,-1", "'-1' is not a whole number"),
        ("2021-01-03,one,1.5", "'1.5' is not a whole number"),
        ("2021-01-03,one,1234567890123456789", "'1234567890123456789' is not a whole number"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_stored(bring, row, reason):
    bring("date,slug,users", "2021-01-01,one,1", row, "", "2021-01-02,one,2")
    assert list(bring.live().values()) == [1, 2]
    assert bring.problems == [f"row 3: {reason}"]


def test_a_row_without_a_number_is_left_out(bring):
    bring("date,slug,users", "2021-01-01,one,", "2021-01-01,one", "2021-01-02,one,0")
    assert list(bring.live().values()) == [0]
    assert bring.skipped == ["row 2: there is no number", "row 3: there is no number"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "there must be a column date and one of guid, slug"),
        ("slug,users", "there must be a column date"),
        ("date,users", "there must be a column date and one of"),
        ("date,slug,version", "there is no column with a number"),
        ("date,slug,count", "must be told by a column model_name or --model"),
    ],
)
def test_another_file_is_refused(bring, header, reason):
    with pytest.raises(Invalid, match=reason):
        bring(header, "2021-01-01,one,1")


def test_what_is_no_text_is_refused(catalogue):
    stream = io.TextIOWrapper(io.BytesIO(b"date,slug,users\n\xff"), encoding="utf-8")
    with pytest.raises(Invalid, match="not UTF-8"):
        import_series(stream, partial(unit, catalogue), Report(), lambda: NOW, SeriesImport())


def test_rows_of_an_archived_day_go_into_the_archive(bring):
    day = parse_day("2019-01-01")
    points = [
        DataPoint(addon_id=id_, model=UPDATES, day=day, count=5, breakdowns={"oses": {"a": 5}})
        for id_ in (1, 2)
    ]
    with unit(bring.catalogue) as session:
        session.statistics.put_archived(points)
    done = bring(
        "date,slug,users,downloads", "2019-01-01,one,7,3", "2019-01-02,one,8,3", "2019-01-01,two,,4"
    )
    assert (done.points, done.archived) == (5, 1)
    assert bring.live() == {day + 1: 8}
    assert bring.live(DOWNLOADS) == {day: 3, day + 1: 3}
    with reading(bring.catalogue) as session:
        found = session.statistics.every_archived()
    assert found == [DataPoint(addon_id=1, model=UPDATES, day=day, count=7), points[1]]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real series are not beside the checkout")
def test_a_real_series_is_stored_as_it_is(warm_sqlite):
    path = SHARED / "data" / "amo" / "firefox-popular-weekly.csv"
    put(warm_sqlite, *builders.listed(builders.addon(607454, slug="ublock-origin")))
    with path.open(encoding="utf-8") as lines:
        real = [row for row in csv.DictReader(lines) if row["slug"] == "ublock-origin"]
    now = datetime(2025, 12, 1, tzinfo=timezone.utc)
    done, report = SeriesImport(), Report()
    with gzip.open(io.BytesIO(gzip.compress(path.read_bytes(), 1)), "rt") as lines:
        import_series(lines, partial(unit, warm_sqlite), report, lambda: now, done)
    assert (report.refused, report.read) == (0, 36_493)
    with reading(warm_sqlite) as session:
        found = session.statistics.live(607454, UPDATES, 0, 99_999)
    assert {point.day: point.count for point in found} == {
        parse_day(row["date"]): int(row["average_daily_users"]) for row in real
    }
    assert done.points == len(real) > 80
