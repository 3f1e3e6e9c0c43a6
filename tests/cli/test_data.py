"""The commands import, dump and load."""

from __future__ import annotations

import gzip
import io
import json
import sys

import pytest

from amo_pyramid.cli import progress as shown_progress
from amo_pyramid.cli.data import Counted
from amo_pyramid.cli.progress import progress
from tests.operations.helpers import answer, as_json, search


def write(path, *entries):
    path.write_bytes(as_json(search(*entries)))
    return path


def test_an_import_tells_what_it_did_and_a_second_one_that_it_did_nothing(ready, place):
    file = write(place / "a.json", answer(1), answer(2))
    first = ready("import", file)
    # Two add-ons and versions with one author and one license.
    assert first.stdout == "6 records added, 0 changed, 0 unchanged.\n"
    assert first.stderr.startswith("2 add-ons and versions in ")
    assert "per second" in first.stderr
    second = ready("import", file)
    assert second.stdout == "Nothing changed: 6 records are stored like this already.\n"


def test_an_import_counts_its_documents():
    done = Counted(["a", "b"])
    places = [done.so_far() for _ in done]
    assert (places, done.so_far()) == ([0, 1], 2)


def test_a_bad_record_is_told_and_fails_the_import(ready, place):
    file = write(place / "a.json", answer(1), answer(2, type="?"))
    result = ready("import", file, code=1)
    assert f"{file}: results[1] (addon2@example.com): type: '?' is unknown" in result.stderr
    assert "1 could not be used, see above." in result.stderr
    assert "4 records added" in result.stdout


def test_a_file_that_is_no_answer_is_told(ready, place):
    (place / "notes.txt").write_text("notes", encoding="utf-8")
    result = ready("import", place / "notes.txt")
    assert "not an AMO answer, not imported" in result.stderr
    assert result.stdout == "Nothing was stored.\n"


@pytest.mark.parametrize(
    "arguments", [[], ["--from", "http://a.example/", "."], ["no-such-file.json"]]
)
def test_an_import_is_from_files_or_from_a_server(ready, arguments):
    ready("import", *arguments, code=2)


def test_a_server_that_cannot_be_read_fails_the_import(ready):
    result = ready("import", "--from", "ftp://a.example/", code=1)
    assert "must be an http or https address" in result.stderr


def test_a_dump_can_be_loaded_elsewhere(ready, place):
    ready("import", write(place / "a.json", answer(1)))
    told = ready("dump", "backup.jsonl")
    assert told.stdout == ""
    # A user, an add-on, its version and the package id that it got.
    assert told.stderr.startswith("5 records in ")
    content = (place / "backup.jsonl").read_bytes()
    (place / "amo.db").unlink()
    ready("db", "upgrade")
    assert ready("load", "backup.jsonl").stdout == "4 records added, 0 changed, 1 unchanged.\n"
    ready("dump", "again.jsonl")
    assert (place / "again.jsonl").read_bytes() == content


def test_a_dump_is_compressed_by_name_and_the_same_each_time(ready, place):
    ready("users", "add", "ann")
    ready("dump", "a.jsonl.gz")
    ready("dump", "b.jsonl.gz")
    packed = (place / "a.jsonl.gz").read_bytes()
    assert packed == (place / "b.jsonl.gz").read_bytes()
    assert b'"username":"ann"' in gzip.decompress(packed)
    ready("load", "a.jsonl.gz")


def test_a_dump_goes_to_the_standard_output_and_comes_from_the_standard_input(ready):
    ready("users", "add", "ann")
    content = ready("dump").stdout_bytes
    assert json.loads(content.splitlines()[0])["counts"]["user"] == 1
    assert "Nothing changed" in ready("load", "-", stdin=content).stdout


def test_an_unfinished_dump_leaves_no_file(ready, place):
    (place / "folder").mkdir()
    ready("dump", "folder", code=1)
    assert "cannot be written" in ready("dump", "none/backup.jsonl", code=1).stderr
    assert not list(place.glob("*.part"))


def test_a_bad_line_is_told_and_fails_the_load(ready, place):
    ready("users", "add", "ann")
    ready("dump", "a.jsonl")
    with (place / "a.jsonl").open("ab") as dump:
        dump.write(b"{}\n")
    result = ready("load", "a.jsonl", code=1)
    assert "line 3: kind: None is not a kind of record" in result.stderr


def test_a_file_that_is_no_dump_is_refused(ready, place):
    (place / "a.json").write_text("{}", encoding="utf-8")
    assert "not a dump of amo_pyramid" in ready("load", "a.json", code=1).stderr
    assert "cannot be read" in ready("load", "none.jsonl", code=1).stderr


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_a_bar_on_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress("Loading", 10) as shown:
        shown.report.has_read(5)
        shown.report.problem("line 1", "bad")
        shown.report.has_read(5)
    told = sys.stderr.getvalue()
    assert "50%" in told
    assert "100%" in told
    assert "\r\x1b[Kline 1: bad\n" in told


def test_progress_may_be_told_by_another_measure(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    places = iter([25, 100])
    with progress("Loading", 100, lambda: next(places)) as shown:
        shown.report.has_read(1)
        shown.report.has_read(1)
    assert "25%" in sys.stderr.getvalue()


def test_progress_is_a_line_now_and_then_elsewhere(monkeypatch, capsys):
    monkeypatch.setattr(shown_progress, "LINE_EVERY", 10)
    with progress("Loading", 100) as shown:
        for _ in range(5):
            shown.report.has_read(5)
        shown.report.problem("line 1", "bad")
    assert capsys.readouterr().err == "Loading: 10\nLoading: 20\nline 1: bad\n"
