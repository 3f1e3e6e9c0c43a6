"""What counts as a download, and how days are put together (stats.md §3.2, §5-§7).

A *day* is the number of UTC days since 1970-01-01, which stats.md calls a period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from enum import Enum

from amo_pyramid.domain.text import is_storable_text

EPOCH = date(1970, 1, 1)
_FIRST = EPOCH.toordinal()
#: Before it there is no calendar.
FIRST_DAY = date.min.toordinal() - _FIRST
_PARTS = tuple(
    f"{kind}-{place}"
    for kind in ("cb-hc", "cb-dl")
    for place in ("featured", "toprated", "mostpopular", "recentlyadded")
) + tuple(
    f"dp-{kind}-{place}"
    for kind in ("hc", "dl")
    for place in ("oftenusedwith", "othersby", "dependencies", "upsell")
)
_WORDS = """
addondetail addon-detail-version api category collection creatured developers
discovery-dependencies discovery-upsell discovery-video email find-replacement
fxcustomization fxfirstrun fxwhatsnew homepagebrowse homepagepromo installservice mostshared
oftenusedwith prerelease-banner recommended rockyourfirefox search sharingapi
similarcollections ss userprofile version-history co-hc-sidebar co-dp-sidebar
hp-btn-promo hp-dl-promo hp-hc-featured hp-dl-featured hp-hc-upandcoming hp-dl-upandcoming
hp-hc-mostpopular hp-dl-mostpopular hp-contest-winners
dp-btn-primary dp-btn-version dp-btn-devchannel
"""
#: Sources that count when they are given in exactly these words (catalog.md §9).
SOURCES = frozenset((*_WORDS.split(), *_PARTS))
#: Meant as prefixes, but a source counts that has one anywhere.
SOURCE_PARTS = ("external-", "mozcom-", "discovery-", "cb-btn-", "cb-dl-")
LONGEST_SOURCE = 255

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?P<zone>[Zz]|[+-]\d\d:\d\d)?",
    re.ASCII,
)


class Resolution(str, Enum):
    """The lengths of a bin, by their names in the API."""

    DAY = "day"
    WEEK = "isoWeek"
    MONTH = "month"


def is_counted_source(source: str) -> bool:
    """Whether a download with this ``src`` counts (catalog.md §9)."""
    if len(source) > LONGEST_SOURCE or not is_storable_text(source):
        return False
    return source in SOURCES or any(part in source for part in SOURCE_PARTS)


def day_of(moment: datetime) -> int:
    """The day of an aware time."""
    if moment.tzinfo is not timezone.utc:
        moment = moment.astimezone(timezone.utc)
    return moment.toordinal() - _FIRST


def date_of(day: int) -> date:
    """The calendar date of a day."""
    return date.fromordinal(day + _FIRST)


def day_of_date(calendar: date) -> int:
    """The day of a calendar date."""
    return calendar.toordinal() - _FIRST


def bin_of(day: int, resolution: Resolution) -> int:
    """The first day of the bin that has the day in it (stats.md §7)."""
    if resolution is Resolution.WEEK:
        return day - (day + 3) % 7
    if resolution is Resolution.MONTH:
        return date_of(day).replace(day=1).toordinal() - _FIRST
    return day


def last_of(first: int, resolution: Resolution) -> int:
    """The last day of the bin that begins with ``first``."""
    if resolution is Resolution.WEEK:
        return first + 6
    if resolution is Resolution.MONTH:
        start = date_of(first)
        return first + monthrange(start.year, start.month)[1] - 1
    return first


def bins_between(first: int, last: int, resolution: Resolution) -> int:
    """How many bins there are from that of ``first`` to that of ``last``, both included; zero
    or less when the second one is earlier."""
    if resolution is Resolution.MONTH:
        start, end = date_of(first), date_of(last)
        return (end.year - start.year) * 12 + end.month - start.month + 1
    length = 7 if resolution is Resolution.WEEK else 1
    return (bin_of(last, resolution) - bin_of(first, resolution)) // length + 1


def in_bins(counts: Iterable[tuple[int, int]], resolution: Resolution) -> list[tuple[int, int]]:
    """Counts of days (day, number) added up by bin, in order; bins without any are left out."""
    sums: dict[int, int] = {}
    for day, count in counts:
        start = bin_of(day, resolution)
        sums[start] = sums.get(start, 0) + count
    return sorted((start, total) for start, total in sums.items() if total)


def parse_day(text: str) -> int:
    """The day of an ISO 8601 date or date-time (stats.md §6). A time without an offset is UTC.

    Raises ``ValueError`` for anything else: week dates, ordinal dates, numbers, empty texts.
    """
    if _DATE.fullmatch(text):
        return date.fromisoformat(text).toordinal() - _FIRST
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError("neither a date nor a date-time")
    moment = datetime.fromisoformat(
        f"{match['date']}T{match['hour']}:{match['minute']}:{match['second'] or '00'}"
    )
    try:
        moment -= _offset(match["zone"] or "Z")
    except OverflowError as error:
        raise ValueError("no year of the calendar") from error
    return moment.toordinal() - _FIRST


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError("an offset is less than a day")
    size = timedelta(hours=hours, minutes=minutes)
    return -size if zone[0] == "-" else size
