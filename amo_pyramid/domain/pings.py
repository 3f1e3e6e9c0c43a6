"""What one request adds to the numbers of an add-on (stats.md §3.2-§3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.series import SEPARATOR, TOTAL
from amo_pyramid.domain.statistics import is_counted_source
from amo_pyramid.domain.text import is_storable_text

#: The state of a copy that is in use. It has to be said in exactly this word.
ENABLED = "userEnabled"
STATES = frozenset(
    {
        ENABLED,
        "userDisabled",
        f"{ENABLED},incompatible",
        "userDisabled,incompatible",
        "Unknown",
    }
)
_SYSTEMS = """
all linux mac macosx darwin bsd bsd_os freebsd win winnt windows sun sunos solaris android
"""
#: In whichever case.
SYSTEMS = frozenset(_SYSTEMS.split())
LONGEST_VERSION = 32
#: How clients say that they do not know why they ask.
NO_TYPE = frozenset({"", "0", "NULL", "None", r"\N", "%UPDATE_TYPE%"})

_GUIDS = frozenset(application.guid for application in Application)
_APP_VERSION = re.compile(r"\d{1,3}\.\d{1,3}([ab]\d)?(\.\d{1,3})?", re.ASCII)
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z]{2,3})?(-[a-z]{2,12})?")
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and how it was answered, as far as counting depends on it.

    ``byte_range`` is the header ``Range``, empty without one. ``is_signing``: it came to the
    signing API.
    """

    method: str
    status: int
    query: Mapping[str, str] = field(default_factory=dict)
    byte_range: str = ""
    is_signing: bool = False

    @property
    def is_download(self) -> bool:
        """Whether it handed out a file, from its beginning, to somebody who is counted."""
        return (
            self.method == "GET"
            and self.status in (200, 302)
            and not self.is_signing
            and _starts_at_zero(self.byte_range)
        )

    @property
    def is_ping(self) -> bool:
        """Whether it was a check for updates, answered."""
        return self.method == "GET" and self.status in (200, 304)

    @property
    def source(self) -> str:
        """Where a download says that it comes from; not always one that counts."""
        return self.query.get("src", "")


def _starts_at_zero(byte_range: str) -> bool:
    """Whether a range, if it is one, begins with the first byte. The last ones of a file do
    not: somebody has the rest already."""
    match = _RANGE.match(byte_range)
    return match is None or (match[1] != "" and int(match[1]) == 0)


def is_counted_download(exchange: Exchange) -> bool:
    """Whether the request counts as a download, of whatever it is."""
    return exchange.is_download and is_counted_source(exchange.source)


def update_details(query: Mapping[str, str]) -> tuple[str, ...]:
    """The counts that an update check with these parameters raises by one; none when it is not
    to be counted."""
    if not _is_regular(query.get("updateType", "")):
        return ()
    total = (TOTAL,) if query.get("status") == ENABLED else ()
    return (*total, *(SEPARATOR.join(path) for path in _dimensions(query)))


def _is_regular(kind: str) -> bool:
    """Whether the daily check is why the client asks, as far as it knows."""
    return kind in NO_TYPE or (bool(_INTEGER.fullmatch(kind)) and int(kind) & 31 == 16)


def _dimensions(query: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    status, version, system = (query.get(name, "") for name in ("status", "version", "appOS"))
    if status in STATES:
        yield "statuses", status
    if version and is_storable_text(version):
        yield "versions", version[:LONGEST_VERSION]
    guid, app_version = query.get("appID", ""), query.get("appVersion", "")
    if guid in _GUIDS and _APP_VERSION.fullmatch(app_version):
        yield "applications", guid, app_version
    if system.lower() in SYSTEMS:
        yield "oses", system
    locale = query.get("locale", "").replace("_", "-")
    if _LOCALE.fullmatch(locale):
        yield "locales", locale
