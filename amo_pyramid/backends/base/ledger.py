"""What is kept of add-ons beside the records of the catalogue, as entries for backups.

Entries have no id; what tells them apart is said with each kind. Nothing derives from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.domain.series import DataPoint


class LedgerKind(str, Enum):
    """The kinds of entry, in the order in which they can be stored."""

    PACKAGE = "package"
    COUNT = "count"
    LIVE = "live"
    ARCHIVED = "archived"
    THEME_USERS = "theme-users"
    SITE_NUMBER = "site-number"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageName:
    """A name of an add-on in package statistics, told apart by ``package_id``. Each add-on has
    at most one that is canonical; the others are aliases."""

    package_id: str
    addon_id: int
    is_canonical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleCount:
    """One number of a day, as counters write it, told apart by all but the number: views, and
    what is not packed yet."""

    kind_of_count: CounterKind
    addon_id: int
    day: int
    detail: str = ""
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeUsers:
    """What the popularity of a theme was computed to be on a day, told apart by both."""

    addon_id: int
    day: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNumber:
    """A number of the whole site on a day, told apart by name and day."""

    name: str
    day: int
    count: int


#: Live and archived data points are told apart by add-on, model and day.
Entry: TypeAlias = PackageName | SingleCount | DataPoint | ThemeUsers | SiteNumber
