"""The command that archives statistics."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from transaction import TransactionManager

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.statistics import date_of, day_of
from amo_pyramid.operations.archiving import JOB
from amo_pyramid.testing.contracts.statistics_base import downloads, updates
from amo_pyramid.work import utc_now
from tests.cli.conftest import Run

LIVE = day_of(utc_now()) - 365
OLD = LIVE - 10
NOTHING = "themeupdatecount: 0 archived, 0 of them in place of others, 0 failed.\n"


@pytest.fixture
def catalogue(place: Path, ready: Run):
    catalogue = SqlCatalogue(f"sqlite:///{place}/amo.db")
    yield catalogue
    catalogue.close()


@pytest.fixture
def unit(catalogue: SqlCatalogue):
    """Something done in a transaction."""

    def unit(action):
        manager = TransactionManager(explicit=True)
        with manager:
            return action(catalogue.join(manager))

    return unit


@pytest.fixture(autouse=True)
def points(unit) -> None:
    """Three old points of two add-ons, and one that stays."""
    points = [
        downloads(1, 1, OLD),
        downloads(2, 2, OLD - 1),
        updates(3, 1, OLD),
        downloads(1, 1, LIVE),
    ]
    unit(lambda session: session.statistics.put(points))


def archived(unit) -> int:
    return len(unit(lambda session: session.statistics.every_archived()))


def test_old_statistics_are_archived_and_told(ready: Run, unit) -> None:
    assert ready("stats", "archive").stdout == (
        f"Statistics before {date_of(LIVE)}:\n"
        "downloadcounts: 2 archived, 0 of them in place of others, 0 failed.\n"
        + NOTHING
        + "updatecounts: 1 archived, 0 of them in place of others, 0 failed.\n"
    )
    assert archived(unit) == 3
    assert "downloadcounts: 0 archived" in ready("stats", "archive").stdout


@pytest.mark.fact("stats-37")
def test_a_dry_run_changes_nothing(ready: Run, unit) -> None:
    assert "downloadcounts: 2 would be archived" in ready("stats", "archive", "--dry-run").stdout
    assert archived(unit) == 0


def test_it_can_be_restricted(ready: Run, unit) -> None:
    ready("stats", "archive", "--addon", 1)
    assert archived(unit) == 2
    ready("stats", "archive", "--before", date_of(OLD))
    assert archived(unit) == 3


def test_what_is_younger_than_a_year_cannot_be_archived(ready: Run, unit) -> None:
    refused = ready("stats", "archive", "--before", date_of(LIVE + 1), code=2)
    assert f"What is not older than {date_of(LIVE)} stays live." in refused.output
    assert archived(unit) == 0


def test_nothing_is_archived_in_read_only_mode(ready: Run, unit) -> None:
    ready("maintenance", "on")
    assert ready("stats", "archive").stdout == "The site is read-only: nothing is archived.\n"
    assert "would be archived" in ready("stats", "archive", "--dry-run").stdout
    assert archived(unit) == 0


def test_only_one_process_archives(ready: Run, unit) -> None:
    now = utc_now()
    unit(lambda session: session.leases.take(JOB, "another", now, now + timedelta(hours=1)))
    assert "Somebody else is at it already" in ready("stats", "archive", code=1).output
    assert archived(unit) == 0


def test_the_archive_is_written_as_files(ready: Run, place: Path) -> None:
    ready("stats", "archive")
    told = "3 files written, 0 were there already.\n"
    assert ready("stats", "export", "files").stdout == told
    assert ready("stats", "export", "files").stdout == "0 files written, 3 were there already.\n"
    year, month, day = str(date_of(OLD)).split("-")
    name = f"{year}_{month}_{day}_updatecount.json"
    assert (place / "files" / "1" / year / month / name).is_file()
    part = ("--since", date_of(OLD), "--addon", 1)
    assert "2 files written" in ready("stats", "export", *part, "other").stdout


def test_a_folder_that_cannot_be_written_is_told(ready: Run, place: Path) -> None:
    ready("stats", "archive")
    (place / "files").mkdir()
    (place / "files" / "1").write_text("")
    told = ready("stats", "export", "files", code=1).output
    assert "files/1/" in told
    assert "cannot be written" in told
