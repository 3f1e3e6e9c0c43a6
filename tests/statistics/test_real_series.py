"""Numbers as they were published: what becomes of them on pages and in the archive."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from datetime import datetime, timezone

import pytest
from bs4 import BeautifulSoup

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.operations.archiving import Archiver, ArchiveReport, cut_off
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.series_files import SeriesImport, import_series
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import open_work
from tests.security.signing import Signer

#: The day after the last one of the series.
NOW = datetime(2025, 7, 22, 3, tzinfo=timezone.utc)
SLUG, ADDON = "ublock-origin", 607454
PAGE = f"/en-US/firefox/addon/{SLUG}/statistics/usage/"


@pytest.fixture
def published(shared):
    """The weekly numbers of an add-on that many know: day and users, oldest first."""
    path = shared / "data" / "amo" / "firefox-popular-weekly.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["slug"] == SLUG]


@pytest.fixture
def service(sqlite_url, published, monkeypatch):
    """The service with these numbers, on the day after the last of them."""
    catalogue = SqlCatalogue(sqlite_url)
    service = Service(catalogue)
    monkeypatch.setitem(service.registry, "amo.clock", lambda: NOW)
    addon = builders.addon(ADDON, slug=SLUG, has_public_stats=True)
    service.put(*builders.listed(addon))
    lines = io.StringIO()
    writer = csv.DictWriter(lines, published[0])
    writer.writeheader()
    writer.writerows(published)
    done = SeriesImport()
    import_series(lines.getvalue().splitlines(True), unit_of(service), Report(), lambda: NOW, done)
    assert done.points == len(published) > 80
    yield service
    catalogue.close()


def unit_of(service):
    @contextmanager
    def unit():
        with open_work(service.registry) as work:
            yield work.catalogue

    return unit


@pytest.mark.parametrize("is_archived", [False, True])
def test_the_chart_has_the_published_curve(service, published, is_archived):
    if is_archived:
        Archiver(unit_of(service), ArchiveReport(), cut_off(NOW)).run(lambda: NOW)
    page = BeautifulSoup(service.get_page(f"{PAGE}?group=day").text, "html.parser")
    shown = [int(cell.text.replace(",", "")) for cell in page.find_all("td")]
    users = [int(row["average_daily_users"]) for row in reversed(published)]
    assert shown == users
    (line,) = page.svg.find("g", class_="series").find_all("path")
    heights = drawn(line["d"])
    assert heights == pytest.approx(scaled(reversed(users), heights), abs=0.01)


def drawn(path):
    """The heights of the points of a path."""
    numbers = path.replace("M", " ").replace("L", " ").split()
    return [float(number) for number in numbers[1::2]]


def scaled(users, heights):
    """The same as heights of a picture, where what is more is above."""
    users = list(users)
    low, high = users.index(min(users)), users.index(max(users))
    step = (heights[high] - heights[low]) / (users[high] - users[low])
    assert step < 0
    return [heights[low] + (each - users[low]) * step for each in users]


def test_the_archive_answers_for_older_months(service, published, monkeypatch):
    signer = Signer.put(service)
    Archiver(unit_of(service), ArchiveReport(), cut_off(NOW)).run(lambda: NOW)
    token = signer.token(iat=int(NOW.timestamp()), exp=int(NOW.timestamp()) + 60)
    months = sorted({row["date"][:7] for row in published})
    found = {month: [] for month in months}
    for month in months:
        path = f"/statistics/archive/{SLUG}/{month.replace('-', '/')}/"
        response = signer.ask(token, path, version="v3")
        if response.status_int == 200:
            found[month] = [each["date"] for each in response.json]
    archived = [row for row in published if row["date"] < "2024-07-22"]
    assert sum(found.values(), []) == [row["date"] for row in archived]
    assert len(archived) > 30
    day = archived[0]
    path = f"/statistics/archive/{SLUG}/{day['date'].replace('-', '/')}/updatecounts/"
    (point,) = signer.ask(token, path, version="v3").json
    assert point["count"] == int(day["average_daily_users"])
