"""Dumps of what is kept beside the records: statistics and package ids."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.base.ledger import (
    LedgerKind,
    PackageName,
    SingleCount,
    SiteNumber,
    ThemeUsers,
)
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import Resolution
from amo_pyramid.operations import dumping
from amo_pyramid.operations.records import decode_line, encode_entry
from amo_pyramid.testing import builders

from .helpers import as_json, dumped, loaded, put, reading, unit

DAY = 18628
UPDATES = {"versions": {"1.0": 3}, "applications": {"{a}": {"57.0": 2, "9.0": 1}}}
ENTRIES = {
    LedgerKind.PACKAGE: [
        PackageName(package_id="a.once", addon_id=2),
        PackageName(package_id="a.other", addon_id=1, is_canonical=False),
        PackageName(package_id="b.first", addon_id=1),
    ],
    LedgerKind.COUNT: [
        SingleCount(
            kind_of_count=CounterKind.DOWNLOADS, addon_id=2, day=DAY, detail="api", value=3
        ),
        *(
            SingleCount(kind_of_count=CounterKind.VIEWS, addon_id=1, day=DAY + each, value=2**40)
            for each in range(3)
        ),
    ],
    LedgerKind.LIVE: [
        DataPoint(addon_id=1, model=StatModel.DOWNLOADS, day=DAY, count=5),
        DataPoint(addon_id=1, model=StatModel.UPDATES, day=DAY, count=3, breakdowns=UPDATES),
    ],
    LedgerKind.ARCHIVED: [
        DataPoint(
            addon_id=7,
            model=StatModel.DOWNLOADS,
            day=DAY - 400,
            count=5,
            breakdowns={"sources": {"search": 4}},
        ),
        DataPoint(addon_id=7, model=StatModel.THEME_UPDATES, day=DAY - 400, count=5),
    ],
    LedgerKind.THEME_USERS: [ThemeUsers(addon_id=1, day=DAY, count=5)],
    LedgerKind.SITE_NUMBER: [
        SiteNumber(name=name, day=DAY, count=number) for name, number in (("a", 1), ("b", 2))
    ],
}


@pytest.fixture
def filled(catalogue):
    fill(catalogue)
    return catalogue


def addons():
    """Those that packages are of, who would be called otherwise now."""
    author = builders.user(1, "a")
    return [
        author,
        *(builders.addon(id_, authors=(builders.author(author),)) for id_ in (1, 2)),
    ]


def fill(catalogue):
    put(catalogue, *addons())
    with unit(catalogue) as session:
        for kind, entries in ENTRIES.items():
            session.put_entries(kind, entries)


def stored(catalogue):
    with reading(catalogue) as session:
        return {kind: list(session.entries(kind)) for kind in LedgerKind}


def test_every_entry_is_stored_and_counted(filled):
    assert stored(filled) == ENTRIES
    with reading(filled) as session:
        for kind, entries in ENTRIES.items():
            assert session.count_entries(kind) == len(entries)


@pytest.mark.parametrize("kind", LedgerKind)
def test_entries_are_read_in_portions(filled, kind):
    found, after = [], None
    with reading(filled) as session:
        while portion := session.entries(kind, after=after, limit=1):
            found += portion
            after = portion[-1]
    assert found == ENTRIES[kind]


def test_storing_entries_again_changes_nothing(filled):
    fill(filled)
    assert stored(filled) == ENTRIES
    with reading(filled) as session:
        assert session.statistics.total(7, StatModel.DOWNLOADS) == 5


@pytest.mark.parametrize("portion", [1, 2, 500])
def test_a_dump_brings_everything_into_another_catalogue(
    filled, sqlite_catalogue, postgresql_catalogue, portion, monkeypatch
):
    monkeypatch.setattr(dumping, "BATCH", portion)
    content = dumped(filled)
    for other in (sqlite_catalogue, postgresql_catalogue):
        for _ in range(2):
            report, problems = loaded(other, content)
            assert problems == []
            assert report.read == len(content.splitlines()) - 1
        assert stored(other) == ENTRIES
        assert dumped(other) == content
        with reading(other) as session:
            assert session.packages.addon_of("b.first") == 1
            assert session.packages.id_of(2) == "a.once"
            assert session.statistics.total(7, StatModel.DOWNLOADS) == 5


def test_readers_see_counts_that_are_loaded(filled):
    engine = filled.writing_engine
    totals = SqlTotals(engine.url.render_as_string(hide_password=False))
    counters = BatchedCounters(MemoryStore(), totals, interval=0)

    def month():
        return counters.binned(CounterKind.VIEWS, 1, Resolution.MONTH, DAY, DAY + 30)

    assert month() == [(DAY, 3 * 2**40)]
    (entry,) = [each for each in ENTRIES[LedgerKind.COUNT] if each.day == DAY + 1]
    with unit(filled) as session:
        session.put_entries(LedgerKind.COUNT, [replace(entry, value=5)])
    assert month() == [(DAY, 2 * 2**40 + 5)]
    counters.close()


def test_a_package_needs_its_addon(filled):
    with pytest.raises(Conflict), unit(filled) as session:
        session.put_entries(LedgerKind.PACKAGE, [PackageName(package_id="x.y", addon_id=99)])


@pytest.mark.parametrize("kind", LedgerKind)
def test_what_was_written_is_read_back(kind):
    for entry in ENTRIES[kind]:
        written = json.loads(as_json(encode_entry(kind, entry)))
        assert decode_line(written) == (kind, entry)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"day": "2021-02-30"}, "day: must be a day like"),
        ({"day": 18628}, "day: must be a day like"),
        ({"model": "other"}, "model: must be one of downloadcounts"),
        ({"breakdowns": []}, "breakdowns: must be an object"),
        ({"breakdowns": {"versions": {"1": "2"}}}, "breakdowns.versions.1: must be a whole"),
        ({"breakdowns": {"applications": {"a": 1}}}, "breakdowns.applications.a: must be an"),
        ({"breakdowns": {"versions": {"\0": 1}}}, "breakdowns.versions: must be an object"),
        ({"count": "5"}, "count: must be a whole number"),
    ],
    ids=str,
)
def test_a_value_that_is_not_right_is_refused_with_its_path(change, reason):
    written = {**encode_entry(LedgerKind.LIVE, ENTRIES[LedgerKind.LIVE][1]), **change}
    with pytest.raises(Invalid, match=f"^{reason}"):
        decode_line(written)
