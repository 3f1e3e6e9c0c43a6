"""Downloads, through the operation and the flushed statistics."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.events import FileDownloaded
from amo_pyramid.operations.statistics import downloads, record_download

DAY = parse_day("2021-01-04")


@pytest.fixture
def work(service):
    with service.registry["amo.reading"]() as work:
        yield work


@pytest.mark.fact("catalog-354")
@pytest.mark.parametrize("is_flushed", [False, True])
def test_downloads_with_a_recognised_source_count(service, work, is_flushed):
    for source in ("search", "made-up", "external-x", "search", ""):
        record_download(work, 100, source)
    if is_flushed:
        service.counters.flush()
    assert downloads(work, 1, DAY, DAY) == {DAY: {"search": 2, "external-x": 1}}


def test_downloads_of_unknown_files_are_nobody_s(work):
    record_download(work, 999, "search")
    assert downloads(work, 1, DAY, DAY) == {}


def test_downloads_of_incomplete_addons_do_not_count(service, put_package, work):
    put_package(service, status=Status.INCOMPLETE)
    record_download(work, 100, "search")
    assert downloads(work, 1, DAY, DAY) == {}


def test_plugins_are_told_of_every_download(service, work):
    told = []
    subscribers = service.registry["amo.subscribers"][FileDownloaded]
    subscribers.append(told.append)
    try:
        record_download(work, 100, "made-up")
    finally:
        subscribers.remove(told.append)
    assert [(each.addon_id, each.file_id, each.day, each.source) for each in told] == [
        (1, 100, DAY, "made-up")
    ]
