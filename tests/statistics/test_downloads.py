"""Downloads, through the operations and the live statistics (stats.md §3.2)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.pings import Exchange
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.events import FileDownloaded
from amo_pyramid.operations.counting import record_download, record_latest_download
from amo_pyramid.operations.statistics import downloads, live_series

DAY = parse_day("2021-01-04")
fact = pytest.mark.fact


@pytest.fixture
def work(service):
    with service.registry["amo.reading"]() as work:
        yield work


def asked(source="search", method="GET", status=200, **more):
    """A request for a file, answered."""
    return Exchange(method, status, {"src": source}, **more)


def counted(work):
    return downloads(work, 1, DAY, DAY).get(DAY, {})


@fact("stats-41", "stats-43", "catalog-354")
@pytest.mark.parametrize("is_flushed", [False, True])
def test_downloads_with_a_recognised_source_count(service, work, is_flushed):
    for source in ("search", "external-blog", "discovery-promo", "search"):
        record_download(work, asked(source), 100)
    if is_flushed:
        service.counters.flush()
    sources = {"search": 2, "external-blog": 1, "discovery-promo": 1}
    point = DataPoint(
        addon_id=1,
        model=StatModel.DOWNLOADS,
        day=DAY,
        count=4,
        breakdowns={"sources": sources},
    )
    assert live_series(work, 1, StatModel.DOWNLOADS, DAY, DAY) == [point]


@fact("stats-42", "catalog-354")
def test_downloads_without_a_recognised_source_do_not_count(work):
    for exchange in (asked("foo"), asked(""), asked("x" * 256), Exchange("GET", 200)):
        record_download(work, exchange, 100)
    # (PostgreSQL could not store it, nor anything that is flushed with it.)
    record_download(work, asked("external-\0"), 100)
    assert counted(work) == {}


@fact("stats-44", "stats-45")
@pytest.mark.parametrize(
    ("exchange", "count"),
    [
        (asked(status=302), 1),
        (asked(status=304), 0),
        (asked(status=404), 0),
        (asked(status=451), 0),
        (asked(method="HEAD"), 0),
        (asked(method="POST"), 0),
        (asked(is_signing=True), 0),
        (asked(byte_range="bytes=100-"), 0),
        (asked(byte_range="bytes=-100"), 0),
        (asked(byte_range="Bytes = 100-200, 0-5"), 0),
        (asked(byte_range="bytes=0-"), 1),
        (asked(byte_range="bytes=00-9,20-30"), 1),
        (asked(byte_range="lines=7-"), 1),
    ],
    ids=str,
)
def test_a_download_is_a_whole_file_that_was_handed_out(work, exchange, count):
    record_download(work, exchange, 100)
    assert sum(counted(work).values()) == count


def test_the_latest_file_is_asked_for_by_id_or_slug(work):
    for addon in ("1", "b", "B"):
        record_latest_download(work, asked("api"), addon)
    assert counted(work) == {"api": 3}


def test_downloads_of_what_is_unknown_are_nobody_s(work):
    record_download(work, asked(), 999)
    record_latest_download(work, asked(), "nothing")
    assert counted(work) == {}


def test_downloads_of_incomplete_addons_do_not_count(service, put_package, work):
    put_package(service, status=Status.INCOMPLETE)
    record_download(work, asked(), 100)
    record_latest_download(work, asked(), "b")
    assert counted(work) == {}


def test_plugins_are_told_of_every_download(service, work):
    told = []
    subscribers = service.registry["amo.subscribers"][FileDownloaded]
    subscribers.append(told.append)
    try:
        record_download(work, asked("made-up"), 100)
        record_latest_download(work, asked(), "b")
    finally:
        subscribers.remove(told.append)
    assert [
        (each.addon_id, each.file_id, each.day, each.source, each.is_counted) for each in told
    ] == [(1, 100, DAY, "made-up", False), (1, None, DAY, "search", True)]
