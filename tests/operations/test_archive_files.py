"""The archive as files (stats.md §4)."""

from __future__ import annotations

import json
from functools import partial

import pytest

from amo_pyramid.operations import archive_files
from amo_pyramid.operations.archive_files import Exported, export_archive
from amo_pyramid.testing.contracts.statistics_base import DAY, downloads, themes, updates
from tests.operations.helpers import reading, unit

#: 2021-01-01, and days of other months and years.
POINTS = (
    downloads(7, 3615, search=5, api=2),
    updates(40, 3615, versions={"1": 3}, applications={"{a}": {"1.0": 2}}),
    themes(123, 9),
    downloads(1, 3615, DAY - 1),
    downloads(1, 9, DAY + 31),
)
FILES = {
    "3615/2021/01/2021_01_01_downloadcount.json",
    "3615/2021/01/2021_01_01_updatecount.json",
    "9/2021/01/2021_01_01_themeupdatecount.json",
    "3615/2020/12/2020_12_31_downloadcount.json",
    "9/2021/02/2021_02_01_downloadcount.json",
}


@pytest.fixture
def archived(catalogue):
    """A catalogue with these points in its archive, and one that is live."""
    with unit(catalogue) as session:
        session.statistics.put([downloads(5, 9, DAY + 500)])
        session.statistics.put_archived(POINTS)
    return catalogue


@pytest.fixture
def export(archived, tmp_path):
    """Writes the files; how many were written, and how many stayed."""

    def export(**options):
        done = Exported()
        export_archive(partial(reading, archived), tmp_path / "new" / "folder", done, **options)
        assert done.report.read == done.written + done.unchanged
        return done.written, done.unchanged

    return export


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "new" / "folder"

    def files():
        found = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path for path in found}

    return files


def test_each_archived_point_is_a_file(export, files):
    assert export() == (5, 0)
    assert files().keys() == FILES
    assert json.loads(files()["3615/2021/01/2021_01_01_downloadcount.json"].read_bytes()) == {
        "date": "2021-01-01",
        "count": 7,
        "addon": 3615,
        "sources": {"search": 5, "api": 2},
    }
    assert json.loads(files()["3615/2021/01/2021_01_01_updatecount.json"].read_bytes()) == {
        "date": "2021-01-01",
        "count": 40,
        "addon": 3615,
        "versions": {"1": 3},
        "statuses": {},
        "applications": {"{a}": {"1.0": 2}},
        "oses": {},
        "locales": {},
    }
    assert json.loads(files()["9/2021/01/2021_01_01_themeupdatecount.json"].read_bytes()) == {
        "date": "2021-01-01",
        "count": 123,
        "addon": 9,
    }


def test_only_what_is_different_is_written_again(export, files, archived):
    export()
    assert export() == (0, 5)
    with unit(archived) as session:
        session.statistics.put_archived([themes(124, 9)])
    assert export() == (1, 4)
    file = files()["9/2021/01/2021_01_01_themeupdatecount.json"]
    assert json.loads(file.read_bytes())["count"] == 124


def test_a_run_that_was_killed_is_repeated(export, files):
    export()
    path = files()["3615/2021/01/2021_01_01_updatecount.json"]
    path.with_name(f"{path.name}.part").write_bytes(path.read_bytes()[:9])
    path.unlink()
    files()["3615/2020/12/2020_12_31_downloadcount.json"].write_bytes(b"")
    assert export() == (2, 3)
    assert files().keys() == FILES


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"since": DAY}, 4),
        ({"since": DAY + 1}, 1),
        ({"addon_id": 9}, 2),
        ({"addon_id": 3615, "since": DAY}, 2),
        ({"addon_id": 1}, 0),
    ],
)
def test_a_part_of_the_archive_is_written(export, files, options, count):
    assert export(**options) == (count, 0)
    assert len(files()) == count
    assert files().keys() <= FILES


def test_the_archive_is_read_in_portions(export, archived, monkeypatch):
    monkeypatch.setattr(archive_files, "BATCH", 2)
    with unit(archived) as session:
        session.statistics.put_archived([downloads(1, number) for number in range(10, 15)])
    assert export() == (10, 0)
