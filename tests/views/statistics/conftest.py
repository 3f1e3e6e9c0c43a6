"""The service at a day in January 2021, with one add-on that has statistics."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from bs4 import BeautifulSoup

from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.testing.app import Service
from amo_pyramid.work import open_work
from tests.views.helpers import put_addon

PAGE = "/en-US/firefox/addon/my-addon/statistics/"
SITE = "/en-US/firefox/statistics/"
NEVER = "max-age=0, no-cache, no-store, must-revalidate"
MONDAY = parse_day("2020-12-28")


@pytest.fixture
def service(catalogue, monkeypatch):
    service = Service(catalogue, **{"amo.throttle.statistics": "0"})
    now = datetime(2021, 1, 12, 12, tzinfo=timezone.utc)
    monkeypatch.setitem(service.registry, "amo.clock", lambda: now)
    return service


@pytest.fixture
def put(service):
    """Stores the add-on, public with public statistics unless told otherwise, and points."""

    def put(*points, versions=(), **fields):
        values = {"slug": "my-addon", "has_public_stats": True, **fields}
        put_addon(service, *versions, **values)
        with open_work(service.registry) as work:
            work.catalogue.statistics.put(points)

    return put


@pytest.fixture
def archive(service):
    def archive(*points):
        with open_work(service.registry) as work:
            work.catalogue.statistics.put_archived(points)

    return archive


@pytest.fixture
def file(service):
    def file(series, group="day", start="20201201", end="20210131", ending="json", prefix=PAGE):
        return service.get_page(f"{prefix}{series}-{group}-{start}-{end}.{ending}")

    return file


@pytest.fixture
def page(service):
    """The page, parsed."""

    def page(path="", prefix=PAGE):
        response = service.get_page(prefix + path)
        assert response.status_int == 200, response.text
        return BeautifulSoup(response.text, "html.parser")

    return page
