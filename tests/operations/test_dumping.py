"""Dumps: the catalogue as JSON Lines and back."""

from __future__ import annotations

import gzip
import io
import json
from functools import partial
from io import BufferedReader

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.backends.base.ledger import LedgerKind
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.operations import dumping
from amo_pyramid.operations.compression import plain
from amo_pyramid.operations.dumping import dump
from amo_pyramid.operations.records import encode_record
from amo_pyramid.operations.reporting import Report
from amo_pyramid.testing import builders

from .helpers import as_json, dumped, everything, loaded, put, reading, stored


def lines(*records, **counts):
    """A dump of the records, with the right header or with these counts."""
    header = {"amo_pyramid": "dump", "format": 1, "counts": counts or {"any": len(records)}}
    return b"".join(as_json(each) + b"\n" for each in (header, *map(encode_record, records)))


def test_the_first_line_tells_the_format_and_the_counts(catalogue):
    put(catalogue, *everything())
    header = json.loads(dumped(catalogue).splitlines()[0])
    assert header["amo_pyramid"] == "dump"
    assert header["format"] == 1
    assert header["counts"]["addon"] == 2
    # Beside the records there is the package id of the add-on that has a slug.
    assert header["counts"]["package"] == 1
    assert sum(header["counts"].values()) == len(everything()) + 1


def test_every_other_line_is_a_record_in_the_order_of_the_kinds(catalogue):
    put(catalogue, *everything())
    kinds = [json.loads(line)["kind"] for line in dumped(catalogue).splitlines()[1:]]
    order = [kind.value for kind in (*RecordKind, *LedgerKind)]
    assert sorted(kinds, key=order.index) == kinds
    assert set(kinds) >= {kind.value for kind in RecordKind}


def test_an_empty_catalogue_has_a_dump(catalogue):
    content = dumped(catalogue)
    assert len(content.splitlines()) == 1
    report, problems = loaded(catalogue, content)
    assert (report.read, problems) == (0, [])


def test_a_dump_counts_what_it_writes(catalogue, monkeypatch):
    put(catalogue, *(builders.user(number) for number in range(1, 8)))
    monkeypatch.setattr(dumping, "BATCH", 3)
    counted: list[int] = []
    stream = io.BytesIO()
    dump(partial(reading, catalogue), stream, Report(on_read=counted.append))
    assert counted == [3, 3, 1]
    assert len(stream.getvalue().splitlines()) == 8


def test_loading_a_dump_twice_changes_nothing(catalogue):
    put(catalogue, *everything())
    before = dumped(catalogue)
    report, problems = loaded(catalogue, before)
    assert problems == []
    assert (report.outcome.added, report.outcome.changed) == (0, 0)
    assert report.outcome.unchanged == report.read == len(everything()) + 1
    assert dumped(catalogue) == before


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_a_dump_moves_everything_to_the_other_database_and_back(source, target, request):
    origin = request.getfixturevalue(f"{source}_catalogue")
    copy = request.getfixturevalue(f"{target}_catalogue")
    put(origin, *everything())
    content = dumped(origin)
    report, problems = loaded(copy, content)
    assert problems == []
    # The package id came with its add-on.
    assert report.outcome.added == len(everything())
    assert report.outcome.unchanged == 1
    assert dumped(copy) == content
    assert loaded(origin, dumped(copy))[0].outcome.unchanged == len(everything()) + 1


def test_a_stored_record_is_overwritten_whole(catalogue):
    put(catalogue, builders.addon(tags=("old",), summary={"fr": "ancien"}))
    report, _ = loaded(catalogue, lines(builders.addon(name={"en-US": "New"})))
    assert report.outcome.changed == 1
    (addon,) = stored(catalogue, RecordKind.ADDON)
    assert (addon.name.texts, addon.tags, addon.summary.texts) == ({"en-US": "New"}, (), {})


def test_bad_lines_are_told_with_their_numbers_and_left_out(catalogue):
    content = lines(builders.user(1), builders.user(2), any=5).splitlines()
    content[1:1] = [b"{", b"[]", as_json({"kind": "user", "id": 5})]
    report, problems = loaded(catalogue, b"\n".join(content))
    assert [problem.split(":")[0] for problem in problems] == ["line 2", "line 3", "line 4"]
    assert problems[0].startswith("line 2: not JSON at column ")
    assert problems[2] == "line 4: username: is missing"
    assert (report.read, report.refused, report.outcome.added) == (5, 3, 2)


def test_a_record_that_collides_costs_only_itself(catalogue):
    users = [builders.user(number, f"name{min(number, 6)}") for number in range(1, 11)]
    report, problems = loaded(catalogue, lines(*users))
    assert report.outcome.added == 6
    assert [problem.split(":")[0] for problem in problems] == [f"line {n}" for n in (8, 9, 10, 11)]
    assert 'username "name6" is taken' in problems[0]
    assert [user.id for user in stored(catalogue, RecordKind.USER)] == [1, 2, 3, 4, 5, 6]


def test_a_record_may_refer_to_one_before_it_in_the_same_batch(catalogue):
    bad = builders.version(99, 98)
    _, problems = loaded(catalogue, lines(*builders.listed(builders.addon()), bad))
    assert problems == ["line 4: Version 99: there is no add-on 98."]
    assert len(stored(catalogue, RecordKind.VERSION)) == 1


def test_batches_are_stored_one_by_one(catalogue, monkeypatch):
    monkeypatch.setattr(dumping, "BATCH", 2)
    report, problems = loaded(catalogue, lines(*(builders.user(n) for n in range(1, 6))))
    assert (report.outcome.added, report.read, problems) == (5, 5, [])


def test_a_dump_that_was_cut_is_told(catalogue):
    _, problems = loaded(catalogue, lines(builders.user(1), user=2))
    (problem,) = problems
    assert problem.startswith("end: the header announces 2 records, but 1 lines follow")
    assert len(stored(catalogue, RecordKind.USER)) == 1


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"\n",
        b"no json",
        b"[]",
        b"{}",
        b'{"amo_pyramid": "dump"}',
        b'{"amo_pyramid": "dump", "format": 1, "counts": {"user": "many"}}',
        b'{"amo_pyramid": "backup", "format": 1, "counts": {}}',
        b'{"results": []}',
    ],
)
def test_another_file_is_refused(catalogue, first):
    with pytest.raises(Invalid, match="^line 1: this is not a dump of amo_pyramid$"):
        loaded(catalogue, first)


@pytest.mark.parametrize("number", [2, "1", None])
def test_another_format_is_refused(catalogue, number):
    header = {"amo_pyramid": "dump", "format": number, "counts": {}}
    with pytest.raises(Invalid, match="cannot be read, only 1$"):
        loaded(catalogue, as_json(header))


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_compressed_content_is_told_by_itself(pack):
    with plain(BufferedReader(io.BytesIO(pack(b"one\ntwo\n")))) as content:
        assert list(content) == [b"one\n", b"two\n"]


@pytest.mark.parametrize("damage", [slice(0, -9), slice(0, 15)])
def test_damaged_compression_is_refused(damage):
    packed = gzip.compress(bytes(range(256)) * 99)[damage]
    with (
        pytest.raises(Invalid, match="^the compressed content is damaged"),
        plain(BufferedReader(io.BytesIO(packed))) as content,
    ):
        content.read()
