"""Which documents are imported, in which order, and what is told of the others."""

from __future__ import annotations

import gzip

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.operations.importing import files_in, run
from amo_pyramid.testing import builders

from .helpers import (
    Content,
    answer,
    as_json,
    dumped,
    imported,
    imported_from,
    put,
    search,
    stored,
    stored_addon,
    version_answer,
)

ANSWERS = (
    "addon-v4-thunderbird-2019.json",
    "collection-addons-2023.json",
    "collection-addons-localized-v4-2021.json",
    "collection-addons-v4-2019.json",
    "search-localized-single-2023.json",
    "search-multiple-2023.json",
    "search-single-2023.json",
)
VERSIONS = "versions-v4-thunderbird-2019-first5.json"


@pytest.fixture
def catalogue(sqlite_catalogue):
    return sqlite_catalogue


def ids(catalogue):
    return [addon.id for addon in stored(catalogue, RecordKind.ADDON)]


@pytest.mark.parametrize(
    "document",
    [
        search(answer(1), answer(2)),
        search({"addon": answer(1), "notes": None}, {"addon": answer(2), "notes": "x"}),
        [answer(1), answer(2)],
    ],
)
def test_addons_are_found_in_searches_collections_and_lists(catalogue, document):
    assert imported(catalogue, document).problems == []
    assert ids(catalogue) == [1, 2]


def test_a_detail_is_one_addon(catalogue):
    imported(catalogue, answer(5))
    assert ids(catalogue) == [5]


def test_an_empty_page_is_an_answer(catalogue):
    result = imported(catalogue, search())
    assert (result.problems, result.skipped, result.report.read) == ([], [], 0)


@pytest.mark.parametrize(
    "document", [{}, [], {"results": [{"score": 5}]}, {"detail": "Not found."}, 5, None, "text"]
)
def test_other_documents_are_skipped(catalogue, document):
    result = imported(catalogue, document)
    assert result.skipped == ["answer.json: not an AMO answer, not imported"]
    assert result.problems == []


def test_an_entry_that_is_no_addon_is_a_bad_record(catalogue):
    result = imported(catalogue, search(answer(1), None, {"score": 1}, answer(2)))
    assert [problem.split(": ")[1] for problem in result.problems] == ["results[1]", "results[2]"]
    assert (result.report.read, result.report.refused) == (4, 2)
    assert ids(catalogue) == [1, 2]


def test_bad_records_cost_nothing_but_themselves(catalogue):
    results = [answer(n, type="?" if n % 3 == 0 else "extension") for n in range(1, 11)]
    result = imported(catalogue, search(*results))
    assert (result.report.read, result.report.refused) == (10, 3)
    assert ids(catalogue) == [1, 2, 4, 5, 7, 8, 10]


def test_imports_are_stored_in_batches(catalogue, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    result = imported(catalogue, search(*(answer(n) for n in range(1, 6))))
    assert (result.problems, result.report.read) == ([], 5)
    assert ids(catalogue) == [1, 2, 3, 4, 5]


def test_versions_wait_for_addons_of_later_documents(catalogue):
    assert imported(catalogue, search(version_answer(11)), answer()).problems == []
    assert [version.id for version in stored(catalogue, RecordKind.VERSION)] == [10]


def test_what_came_before_a_failure_of_the_input_is_kept(catalogue):
    def documents():
        yield Content(answer(1))
        raise Unavailable("the server is gone")

    assert imported_from(catalogue, documents()).problems == ["input: the server is gone"]
    assert ids(catalogue) == [1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "input").mkdir()
    return tmp_path / "input"


def test_folders_are_read_in_order_with_all_that_is_in_them(catalogue, folder):
    (folder / "b").mkdir()
    (folder / "a.json").write_bytes(as_json(answer(1, average_daily_users=1)))
    (folder / "b" / "b.json.gz").write_bytes(gzip.compress(as_json(answer(2))))
    (folder / "c.json").write_bytes(as_json(answer(1, average_daily_users=3)))
    (folder / ".hidden.json").write_bytes(as_json(answer(4)))
    result = imported(catalogue, *files_in([folder]))
    assert (result.problems, result.skipped) == ([], [])
    assert ids(catalogue) == [1, 2]
    assert stored_addon(catalogue).average_daily_users == 3


def test_compressed_files_are_told_by_their_content(catalogue, folder):
    (folder / "plain.gz").write_bytes(as_json(answer(1)))
    (folder / "packed.json").write_bytes(gzip.compress(as_json(answer(2))))
    assert imported(catalogue, *files_in([folder])).problems == []
    assert ids(catalogue) == [1, 2]


def test_files_that_cannot_be_read_cost_only_themselves(catalogue, folder):
    (folder / "1.json").write_bytes(b'{"results": [')
    (folder / "2.json").write_bytes(gzip.compress(as_json(answer(1)))[:-10])
    (folder / "3.md").write_text("# Notes", encoding="utf-8")
    (folder / "4.png").write_bytes(b"\x89PNG\r\n\xff")
    (folder / "5.csv").write_text("date,slug\n2025-01-01,a\n", encoding="utf-8")
    (folder / "6.json").write_bytes(b"\xef\xbb\xbf" + as_json(answer(6)))
    result = imported(catalogue, *files_in([folder, folder / "7.json"]))
    assert [problem.split(": ")[0] for problem in result.problems] == [
        str(folder / name) for name in ("1.json", "2.json", "7.json")
    ]
    assert "not JSON at line 1, column 14" in result.problems[0]
    assert "damaged" in result.problems[1]
    assert "cannot be read" in result.problems[2]
    assert [skip.split(": ")[0] for skip in result.skipped] == [
        str(folder / name) for name in ("3.md", "4.png", "5.csv")
    ]
    assert ids(catalogue) == [6]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_recorded_answer_is_imported_and_a_second_time_changes_nothing(
    catalogue, shared, name
):
    files = list(files_in([shared / "data" / "amo" / name]))
    first = imported(catalogue, *files)
    assert (first.problems, first.skipped) == ([], [])
    assert first.report.outcome.added > 0
    before = dumped(catalogue)
    assert imported(catalogue, *files).changes == (0, 0)
    assert dumped(catalogue) == before


def test_recorded_versions_are_imported_when_their_addon_is_stored(catalogue, shared):
    put(catalogue, builders.addon(54035, slug="gmail-conversation-view"))
    files = list(files_in([shared / "data" / "amo" / VERSIONS]))
    assert imported(catalogue, *files).problems == []
    versions = stored(catalogue, RecordKind.VERSION)
    assert {version.addon_id for version in versions} == {54035}
    assert len(versions) == 5
    assert imported(catalogue, *files).changes == (0, 0)


def test_all_recorded_answers_together_are_imported_in_any_order(catalogue, shared):
    put(catalogue, builders.addon(54035, slug="gmail-conversation-view"))
    folder = shared / "data" / "amo"
    paths = [folder / name for name in (VERSIONS, *reversed(ANSWERS))]
    assert imported(catalogue, *files_in(paths)).problems == []
    assert imported(catalogue, *files_in(paths)).changes == (0, 0)
    assert ids(catalogue) == [2313, 54035, 607454, 869140]
