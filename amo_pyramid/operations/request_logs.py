"""Counting again from a web server's log: the requests of a day, decided by the same rules
(stats.md §3.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.pings import Exchange
from amo_pyramid.domain.series import DataPoint, StatModel, point_of
from amo_pyramid.domain.statistics import date_of, day_of
from amo_pyramid.operations.counting import (
    record_download,
    record_latest_download,
    record_theme_check,
    record_update_check,
)
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.storing import OpenUnit, batches

if TYPE_CHECKING:
    from amo_pyramid.work import Work

#: Data points that are written by one statement.
BATCH = 500
#: The common log format and whatever follows it: address, names, time, request, status.
_LINE = re.compile(
    r'[^\["]*\[(?P<time>[^\]]+)\] "(?P<method>[A-Z]+) (?P<target>\S+)[^"]*" (?P<status>\d{3})\b'
)
_TIME = "%d/%b/%Y:%H:%M:%S %z"
_PREFIX = r"(?:/[A-Za-z-]{2,}){0,2}"
_FILE = re.compile(_PREFIX + r"/downloads/file/(\d{1,18})(?:/.*)?")
_LATEST = re.compile(_PREFIX + r"/downloads/latest/([^/]+)(?:/.*)?")
_UPDATE = re.compile(r"(?:/update)?/VersionCheck\.php|/update/?")
_THEME = re.compile(_PREFIX + r"/themes/update-check/(\d{1,18})/?")


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One line of a log."""

    moment: datetime
    path: str
    exchange: Exchange


class Tally:
    """Adds up what events count, of one model and day."""

    def __init__(self, model: StatModel, day: int) -> None:
        self._kind = CounterKind.of(model)
        self._model = model
        self._day = day
        self._counts: dict[int, dict[str, int]] = {}

    def __call__(self, event: Any) -> None:
        count: Count
        for count in event.counts:
            if count.kind is self._kind and count.day == self._day:
                of_addon = self._counts.setdefault(count.addon_id, {})
                of_addon[count.detail] = of_addon.get(count.detail, 0) + 1

    def points(self) -> Iterator[DataPoint]:
        """What was counted, by add-on."""
        for addon_id, details in sorted(self._counts.items()):
            yield point_of(addon_id, self._model, self._day, details)


def parse_line(line: str) -> LoggedRequest:
    """The request of a line. Raises ``Invalid``."""
    match = _LINE.match(line)
    if match is None:
        raise Invalid("not a line of the common log format")
    try:
        moment = datetime.strptime(match["time"], _TIME)
        target = urlsplit(match["target"])
    except ValueError as error:
        raise Invalid(f"not a line of the common log format: {error}") from error
    # Of a parameter that comes twice the last one, as those who answer take it.
    query = dict(parse_qsl(target.query, keep_blank_values=True))
    exchange = Exchange(match["method"], int(match["status"]), query)
    return LoggedRequest(moment, unquote(target.path), exchange)


def count_log(work: Work, lines: Iterable[str], tally: Tally, day: int, report: Report) -> None:
    """Tell the tally what the requests of a log count. Requests of other days are left out, as
    are lines that cannot be read, which are reported.

    Raises ``Invalid`` when the first line is of another day, or no line of a log.
    """
    replaying = copy(work)
    replaying.notify = tally
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            request = parse_line(line)
        except Invalid as refusal:
            if number == 1:
                raise Invalid(f"line 1: {refusal.message}") from refusal
            report.problem(f"line {number}", refusal.message)
            continue
        if number == 1 and day_of(request.moment) != day:
            found = date_of(day_of(request.moment))
            raise Invalid(f"line 1: this is a log of {found}, not of {date_of(day)}")
        replaying.now = _clock(request.moment)
        _record(replaying, request)
        report.has_read(1)


def _clock(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def _record(work: Work, request: LoggedRequest) -> None:
    path, exchange = request.path, request.exchange
    if match := _FILE.fullmatch(path):
        record_download(work, exchange, int(match[1]))
    elif match := _LATEST.fullmatch(path):
        record_latest_download(work, exchange, match[1])
    elif match := _THEME.fullmatch(path):
        record_theme_check(work, exchange, int(match[1]))
    elif _UPDATE.fullmatch(path):
        record_update_check(work, exchange)


def replace_day(open_unit: OpenUnit, model: StatModel, day: int, tally: Tally) -> tuple[int, bool]:
    """Put what was tallied in place of all live points of that model and day; of a day that has
    been archived, in place of the archived points of the same add-ons. How many points, and
    whether they are in the archive."""
    with open_unit() as session:
        is_archived = session.statistics.is_archived(model, day)
        if not is_archived:
            session.statistics.clear(model, day)
        return _put(session, tally, is_archived=is_archived), is_archived


def _put(session: CatalogueSession, tally: Tally, *, is_archived: bool) -> int:
    stored = 0
    for points in batches(tally.points(), BATCH):
        if is_archived:
            session.statistics.put_archived(points)
        else:
            session.statistics.put(points)
        stored += len(points)
    return stored
