"""The plugin that counts, alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pyramid.exceptions import ConfigurationError
from pyramid.response import Response

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore, MemoryTotals
from amo_pyramid.domain.viewer import ANONYMOUS
from amo_pyramid.events import AddonViewed, FileDownloaded, ThemeChecked, UpdateChecked, notifier
from tests.plugins.alone import PATH, application

VIEWS, DOWNLOADS = CounterKind.VIEWS, CounterKind.DOWNLOADS
UPDATES, THEMES = CounterKind.UPDATES, CounterKind.THEME_UPDATES


@pytest.fixture
def counters():
    counters = BatchedCounters(MemoryStore(), MemoryTotals(), interval=0)
    yield counters
    counters.close()


@pytest.fixture
def count(counters):
    """Announces events in an application with some settings."""
    work = SimpleNamespace(counters=counters, viewer=ANONYMOUS)

    def count(*events, **settings):
        def view(request):
            for event, fields in events:
                notifier(request.registry["amo.subscribers"])(event(work, **fields))
            return Response()

        settings = {f"amo.pkgstats.{name}": value for name, value in settings.items()}
        application("viewcounts", view, "settings", "addresses", "events", settings=settings).get(
            PATH
        )

    return count


def viewed(**fields):
    values = {"addon_id": 1, "day": 7, "environ": {"REMOTE_ADDR": "1.1.1.1"}, **fields}
    return AddonViewed, values


def downloaded(source, is_counted=True):
    values = {"addon_id": 1, "file_id": 2, "day": 7, "source": source, "is_counted": is_counted}
    return FileDownloaded, values


def checked(*details):
    return UpdateChecked, {"addon_id": 1, "day": 7, "details": details}


def theme_checked(static_theme_id=None):
    return ThemeChecked, {"addon_id": 1, "day": 7, "static_theme_id": static_theme_id}


def test_views_count_for_their_day(count, counters):
    count(viewed(), viewed(is_package=True), viewed(day=8))
    assert counters.series(VIEWS, 1, 0, 9) == {7: {"": 2}, 8: {"": 1}}


def test_the_detail_need_not_count(count, counters):
    count(viewed(), viewed(is_package=True), count_addon_detail="false")
    assert counters.series(VIEWS, 1, 0, 9) == {7: {"": 1}}


def test_downloads_count_for_their_source(count, counters):
    count(downloaded("search"), downloaded("made-up", is_counted=False), downloaded("external-x"))
    assert counters.series(DOWNLOADS, 1, 0, 9) == {7: {"search": 1, "external-x": 1}}


def test_update_checks_count_for_each_of_their_details(count, counters):
    count(checked("count", "oses|Linux"), checked("oses|Linux"), checked())
    assert counters.series(UPDATES, 1, 0, 9) == {7: {"count": 1, "oses|Linux": 2}}


def test_theme_checks_count_for_the_static_theme_too(count, counters):
    count(theme_checked(), theme_checked(5))
    assert counters.series(THEMES, 1, 0, 9) == {7: {"": 2}}
    assert counters.series(UPDATES, 5, 0, 9) == {7: {"count": 1}}


def test_who_is_nobody_is_no_author(count, counters):
    count(viewed(), ignore_authors="true")
    assert counters.series(VIEWS, 1, 0, 9) == {7: {"": 1}}


@pytest.mark.parametrize(
    ("name", "value"),
    [("dedupe_seconds", "-1"), ("client_daily_cap", "many"), ("ignore_user_agents", "(")],
)
def test_an_option_that_makes_no_sense_stops_the_start(count, name, value):
    with pytest.raises(ConfigurationError, match=name):
        count(**{name: value})
