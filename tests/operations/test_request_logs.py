"""Counting a day again from a web server's log (stats.md §3.7)."""

from __future__ import annotations

from functools import partial

import pytest

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.backends.sql.counters import SqlTotals
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.request_logs import Tally, count_log, replace_day
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.operations.helpers import put, reading, unit

DAY = parse_day("2021-01-04")
DOWNLOADS, THEMES, UPDATES = StatModel.DOWNLOADS, StatModel.THEME_UPDATES, StatModel.UPDATES
CHECK = "id=addon1@example.com&version=1.0&status=userEnabled&locale=en_US"


@pytest.fixture
def catalogue(warm_catalogue):
    """Add-on 1 with file 100; the lightweight theme 2, which has become add-on 3."""
    persona = Persona(persona_id=9, static_theme_id=3)
    put(warm_catalogue, *builders.listed(builders.addon(1, slug="one")))
    theme = builders.addon(2, type=AddonType.PERSONA, persona=persona)
    put(warm_catalogue, *builders.listed(theme), *builders.listed(builders.addon(3)))
    return warm_catalogue


class Logs:
    """Counts logs again over a catalogue."""

    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.service = Service(catalogue)
        self.problems = []

    def __call__(self, model, *lines, day=DAY):
        tally = Tally(model, day)
        report = Report(on_problem=lambda problem: self.problems.append(str(problem)))
        with self.service.registry["amo.reading"]() as work:
            count_log(work, lines, tally, day, report)
        return replace_day(partial(unit, self.catalogue), model, day, tally)

    def live(self, model, addon_id=1):
        with reading(self.catalogue) as session:
            return session.statistics.live(addon_id, model, 0, 99_999)


@pytest.fixture
def logs(catalogue):
    return Logs(catalogue)


def line(target, method="GET", status=200, time="04/Jan/2021:12:00:00 +0000"):
    """In the combined format."""
    return (
        f'203.0.113.7 - ann [{time}] "{method} {target} HTTP/1.1" {status} 512 '
        '"https://example.com/" "Firefox/84.0 \\"x\\""\n'
    )


def downloads(day=DAY, addon_id=1, **sources):
    return DataPoint(
        addon_id=addon_id,
        model=DOWNLOADS,
        day=day,
        count=sum(sources.values()),
        breakdowns={"sources": sources},
    )


def test_downloads_are_counted_by_the_rules_of_requests(logs):
    lines = [
        line("/downloads/file/100/one-1.0.xpi?src=search"),
        line("/firefox/downloads/file/100/?src=search", status=302),
        line("/en-US/firefox/downloads/latest/one/addon-1-latest.xpi?src=api"),
        line("/downloads/latest/1?src=external-%C3%A9"),
        line("/downloads/file/100/?src=foo"),
        line("/downloads/file/100/?src=search", method="HEAD"),
        line("/downloads/file/100/?src=search", status=206),
        line("/api/v4/file/100/one-1.0.xpi?src=search"),
        line("/downloads/file/999/?src=search"),
        line("/"),
    ]
    assert logs(DOWNLOADS, *lines) == (1, False)
    assert logs.live(DOWNLOADS) == [downloads(search=2, api=1, **{"external-é": 1})]


@pytest.mark.parametrize("path", ["/update/", "/update", "/update/VersionCheck.php"])
def test_update_checks_are_counted_by_the_rules_of_requests(logs, path):
    lines = [line(f"{path}?{CHECK}"), line(f"{path}?{CHECK}&updateType=97"), line("/update/x")]
    assert logs(UPDATES, *lines) == (1, False)
    (point,) = logs.live(UPDATES)
    assert (point.count, point.breakdowns["locales"]) == (1, {"en-US": 1})


def test_theme_checks_count_for_the_theme_and_for_what_it_has_become(logs):
    lines = [line("/en-US/themes/update-check/9?src=gp"), line("/themes/update-check/2")]
    logs(THEMES, *lines)
    logs(UPDATES, *lines)
    assert [point.count for point in logs.live(THEMES, 2)] == [2]
    assert [point.count for point in logs.live(UPDATES, 3)] == [2]


def test_what_was_counted_of_the_day_is_replaced(logs):
    engine = logs.catalogue.writing_engine
    totals = SqlTotals(engine.url.render_as_string(hide_password=False))
    counters = BatchedCounters(MemoryStore(), totals, interval=0)
    for addon_id, day in ((1, DAY), (2, DAY), (1, DAY - 1)):
        counters.increment(Count(CounterKind.DOWNLOADS, day, addon_id, "search"), 5)
    counters.close()
    with unit(logs.catalogue) as session:
        session.statistics.put([DataPoint(addon_id=3, model=DOWNLOADS, day=DAY, count=5)])
    for _ in range(2):
        logs(DOWNLOADS, line("/downloads/file/100/?src=api"))
    assert logs.live(DOWNLOADS) == [downloads(DAY - 1, search=5), downloads(api=1)]
    assert logs.live(DOWNLOADS, 2) == logs.live(DOWNLOADS, 3) == []


def test_days_are_those_of_utc_and_others_are_left_out(logs):
    path = "/downloads/file/100/?src=api"
    lines = [
        line(path, time="03/Jan/2021:23:30:00 -0100"),
        line(path, time="05/Jan/2021:00:30:00 +0100"),
        line(path, time="05/Jan/2021:00:00:00 +0000"),
    ]
    logs(DOWNLOADS, *lines)
    assert logs.live(DOWNLOADS) == [downloads(api=2)]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (line("/", time="03/Jan/2021:12:00:00 +0000"), "line 1: this is a log of 2021-01-03"),
        ("date,slug,users", "line 1: not a line of the common log format"),
    ],
    ids=["another day", "no log"],
)
def test_a_file_of_another_day_is_refused_and_changes_nothing(logs, first, reason):
    logs(DOWNLOADS, line("/downloads/file/100/?src=api"))
    with pytest.raises(Invalid, match=reason):
        logs(DOWNLOADS, first, line("/downloads/file/100/?src=search"))
    assert logs.live(DOWNLOADS) == [downloads(api=1)]


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense",
        line("/", time="yesterday"),
        line("http://[/"),
        '1.2.3.4 - - [04/Jan/2021:12:00:00 +0000] "\\x16\\x03" 400 0',
    ],
)
def test_a_line_that_cannot_be_read_is_told(logs, bad):
    good = line("/downloads/file/100/?src=api")
    logs(DOWNLOADS, good, bad, "\n", good)
    assert logs.live(DOWNLOADS) == [downloads(api=2)]
    assert len(logs.problems) == 1
    assert logs.problems[0].startswith("line 2: not a line of the common log format")


def test_an_archived_day_gets_its_numbers_in_the_archive(logs):
    old = [downloads(search=9), downloads(addon_id=3, search=9)]
    with unit(logs.catalogue) as session:
        session.statistics.put_archived(old)
    assert logs(DOWNLOADS, line("/downloads/file/100/?src=api")) == (1, True)
    with reading(logs.catalogue) as session:
        assert session.statistics.every_archived() == [downloads(api=1), old[1]]
    assert logs.live(DOWNLOADS) == []
