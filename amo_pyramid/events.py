"""What happened, for plugins that want to know (docs/decisions/0006).

Subscribers are called at once, in the order in which they were added. An event of a write is
announced within its transaction: a subscriber that raises one of
:mod:`amo_pyramid.domain.errors` refuses the write, and what it writes itself is committed or
given up together with it. Subscribers do not wait for anything outside.

A plugin may have events of its own: any class, announced by ``work.notify``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.domain.series import TOTAL

Subscribers = Mapping[type, list[Callable[[Any], None]]]


@dataclass(slots=True)
class AddonViewed:
    """An add-on was shown by one of the routes for a single add-on (stats.md §8).

    ``work`` is that of the request, with the viewer. ``is_package`` tells the package route from
    the detail of an add-on. ``day`` is as in :mod:`amo_pyramid.domain.statistics`. ``environ`` is
    the request as WSGI has it; ``registry["amo.client_address"]`` tells from it where the request
    came from. (Not frozen: this is made for every warm answer, in half the time.)
    """

    work: Any
    addon_id: int
    day: int
    environ: Mapping[str, Any]
    is_package: bool = False

    @property
    def agent(self) -> str:
        """The program that sent it, in its own words."""
        return str(self.environ.get("HTTP_USER_AGENT", ""))


@dataclass(slots=True)
class FileDownloaded:
    """A file was handed out: that one, or the add-on's latest. ``source`` is what the ``src``
    parameter said, whatever it was; ``is_counted`` whether this is a download that counts."""

    work: Any
    addon_id: int
    file_id: int | None
    day: int
    source: str
    is_counted: bool

    @property
    def counts(self) -> tuple[Count, ...]:
        """What grows by one: the downloads from that source."""
        count = Count(CounterKind.DOWNLOADS, self.day, self.addon_id, self.source)
        return (count,) if self.is_counted else ()


@dataclass(slots=True)
class UpdateChecked:
    """A copy of an add-on asked whether there is an update. ``details`` are the counts of
    update checks that it raises by one (:mod:`amo_pyramid.domain.series`)."""

    work: Any
    addon_id: int
    day: int
    details: Sequence[str]

    @property
    def counts(self) -> tuple[Count, ...]:
        """What grows by one: users, and what the copy tells of itself."""
        return tuple(
            Count(CounterKind.UPDATES, self.day, self.addon_id, detail) for detail in self.details
        )


@dataclass(slots=True)
class ThemeChecked:
    """A copy of a lightweight theme asked whether there is an update. ``static_theme_id`` is
    the static theme that it has become, if it has."""

    work: Any
    addon_id: int
    day: int
    static_theme_id: int | None = None

    @property
    def counts(self) -> tuple[Count, ...]:
        """What grows by one: users of the theme and of the static one."""
        theme = Count(CounterKind.THEME_UPDATES, self.day, self.addon_id)
        if self.static_theme_id is None:
            return (theme,)
        return theme, Count(CounterKind.UPDATES, self.day, self.static_theme_id, TOTAL)


@dataclass(frozen=True, slots=True)
class AddonsCreated:
    """Add-ons were stored for the first time: by an import, a dump that is loaded, a command or a
    request. All of one call together, so that a subscriber can load them with one question."""

    work: Any
    addon_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class AddonsChanged:
    """Add-ons that were there before look different now, for whatever reason: their own facts,
    a version, an author's name, or a plugin's ``touch``."""

    work: Any
    addon_ids: frozenset[int]


def add_amo_subscriber(config: Any, event: type, function: Callable[[Any], None]) -> None:
    """Directive: call ``function(event)`` for each event of exactly that class."""
    subscribers: dict[type, list[Callable[[Any], None]]] = config.registry["amo.subscribers"]
    introspectable = config.introspectable(
        "amo subscribers", (event, function), event.__name__, "amo subscriber"
    )
    introspectable["function"] = function
    config.action(
        None,
        lambda: subscribers.setdefault(event, []).append(function),
        introspectables=(introspectable,),
    )


def notifier(subscribers: Subscribers) -> Callable[[Any], None]:
    """What tells the subscribers of an event."""

    def notify(event: Any) -> None:
        for function in subscribers.get(type(event), ()):
            function(event)

    return notify


def includeme(config: Any) -> None:
    config.registry["amo.subscribers"] = {}
    config.add_directive("add_amo_subscriber", add_amo_subscriber)
