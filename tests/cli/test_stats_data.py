"""Commands that bring statistics in."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import utc_now
from tests.cli.conftest import Run

YESTERDAY = utc_now() - timedelta(days=1)
DATE = YESTERDAY.strftime("%Y-%m-%d")


@pytest.fixture
def catalogue(place: Path, ready: Run):
    """Add-on 1 with file 100."""
    catalogue = SqlCatalogue(f"sqlite:///{place}/amo.db")
    Service(catalogue).put(*builders.listed(builders.addon(slug="b")))
    yield catalogue
    catalogue.close()


def counts(catalogue: SqlCatalogue, model: StatModel) -> dict[int, int]:
    session = catalogue.read()
    found = session.statistics.live(1, model, 0, 99_999)
    session.close()
    return {point.day: point.count for point in found}


def test_numbers_of_a_file_become_users(place: Path, ready: Run, catalogue: SqlCatalogue) -> None:
    lines = f"date,slug,users\n{DATE},b,120\n{DATE},other,1\n"
    (place / "users.csv").write_bytes(gzip.compress(lines.encode("utf-8-sig")))
    told = ready("stats", "import", "users.csv").output
    assert "1 numbers stored, 0 of them in the archive." in told
    assert "1 rows are of add-ons that are not in the catalogue." in told
    assert counts(catalogue, StatModel.UPDATES) == {day_of(YESTERDAY): 120}
    assert "1 add-ons, of which 1 have new numbers." in ready("stats", "update").output
    assert "1 add-ons, of which 0 have new numbers." in ready("stats", "update").output
    assert Service(catalogue).get("/api/v4/addons/addon/b/").json["average_daily_users"] == 120


def test_replaced_numbers_of_long_ago_are_added_up_again_when_they_are_named(
    place: Path, ready: Run, catalogue: SqlCatalogue
) -> None:
    for users in (7, 8):
        (place / "x.csv").write_text(f"date,slug,users\n2020-01-02,b,{users}\n{DATE},b,1\n")
        told = ready("stats", "import", "x.csv").output
        assert told.endswith("by: amo-pyramid stats update --since 2020-01-02\n")
    assert "2 numbers of the whole site were added up." in ready("stats", "update").output
    (place / "x.csv").write_text(f"date,slug,users\n{DATE},b,2\n")
    assert ready("stats", "import", "x.csv").output.endswith("by: amo-pyramid stats update\n")
    assert "\n1 numbers of the whole site" in ready("stats", "update").output
    command = ("stats", "update", "--since", "2020-01-01")
    assert "\n2 numbers of the whole site" in ready(*command).output


@pytest.mark.usefixtures("catalogue")
def test_a_long_past_is_added_up_with_progress(place: Path, ready: Run) -> None:
    lines = [f"2020-01-{day:02},b,1\n" for day in range(1, 31)]
    (place / "x.csv").write_text("date,slug,users\n" + "".join(lines))
    ready("stats", "import", "x.csv")
    told = ready("stats", "update").output
    assert told.count("Adding up: ") > 2
    assert "Adding up: 30\n" in told


def test_a_column_of_counts_is_named(place: Path, ready: Run, catalogue: SqlCatalogue) -> None:
    (place / "x.csv").write_text(f"date,slug,count\n{DATE},b,7\n{DATE},b,x\n")
    ready("stats", "import", "x.csv", code=1)
    told = ready("stats", "import", "--model", "downloadcounts", "x.csv", code=1).output
    assert "row 3: 'x' is not a whole number" in told
    assert counts(catalogue, StatModel.DOWNLOADS) == {day_of(YESTERDAY): 7}


def test_a_log_is_counted(place: Path, ready: Run, catalogue: SqlCatalogue) -> None:
    time = YESTERDAY.strftime("%d/%b/%Y:%H:%M:%S +0000")
    request = f'1.2.3.4 - - [{time}] "GET /downloads/file/100/?src=api HTTP/1.1" 200 1\n'
    (place / "access.log").write_text(request * 3)
    command = ("stats", "import-log", "downloads", "--date")
    assert "1 add-ons, in place of what was counted" in ready(*command, DATE, "access.log").output
    assert counts(catalogue, StatModel.DOWNLOADS) == {day_of(YESTERDAY): 3}
    refused = ready(*command, "2020-01-01", "access.log", code=1).output
    assert f"access.log: line 1: this is a log of {DATE}, not of 2020-01-01" in refused
    today = utc_now().strftime("%Y-%m-%d")
    assert "that day is not over" in ready(*command, today, "access.log", code=2).output


def test_a_read_only_site_keeps_its_statistics(place: Path, ready: Run) -> None:
    (place / "x.csv").write_text(f"date,slug,users\n{DATE},b,7\n")
    ready("maintenance", "on")
    for command in (("update",), ("import", "x.csv")):
        assert "read-only" in ready("stats", *command, code=1).output
