"""Counts what is seen, downloaded and asked for updates (stats.md §3.2-§3.4, §8, §12.1)."""

from __future__ import annotations

import re
import signal
import sys
import threading
from typing import Any

from amo_pyramid.addresses import ClientAddress
from amo_pyramid.backends.base.counters import Count, CounterKind, Guard
from amo_pyramid.domain.errors import DomainError
from amo_pyramid.events import AddonViewed, FileDownloaded, ThemeChecked, UpdateChecked
from amo_pyramid.settings import Setting, Settings, flag

PREFIX = "amo.pkgstats"
VIEWS = CounterKind.VIEWS


def natural(value: str) -> int:
    """A number that is not below zero. Raises ``ValueError``."""
    number = int(value)
    if number < 0:
        raise ValueError("it must not be below zero")
    return number


def patterns(value: str) -> tuple[re.Pattern[str], ...]:
    """Regular expressions, one per line. Raises ``ValueError``."""
    lines = (line.strip() for line in value.splitlines())
    try:
        return tuple(re.compile(line) for line in lines if line)
    except re.error as error:
        raise ValueError(str(error)) from error


class ViewCounter:
    """Decides which views count. Its failure never reaches the request."""

    def __init__(self, settings: Settings, client_address: ClientAddress) -> None:
        self._client_address = client_address
        self._window: int = settings[f"{PREFIX}.dedupe_seconds"]
        self._cap: int = settings[f"{PREFIX}.client_daily_cap"]
        self._counts_detail: bool = settings[f"{PREFIX}.count_addon_detail"]
        self._ignored: tuple[re.Pattern[str], ...] = settings[f"{PREFIX}.ignore_user_agents"]
        self._ignores_authors: bool = settings[f"{PREFIX}.ignore_authors"]
        switches = (self._window, self._cap, self._ignored, self._ignores_authors)
        self._counts_everybody = not any(switches)

    def __call__(self, event: AddonViewed) -> None:
        if not event.is_package and not self._counts_detail:
            return
        count = Count(VIEWS, event.day, event.addon_id)
        if self._counts_everybody:
            event.work.counters.increment(count)
        elif not self._is_ignored(event):
            event.work.counters.increment(count, guard=self._guard(event))

    def _is_ignored(self, event: AddonViewed) -> bool:
        agent = event.agent
        if any(each.search(agent) for each in self._ignored):
            return True
        return self._ignores_authors and _is_author(event)

    def _guard(self, event: AddonViewed) -> Guard | None:
        if not self._window and not self._cap:
            return None
        address = self._client_address(event.environ)
        return Guard(f"{address}\n{event.agent}", self._window, self._cap)


def _is_author(event: AddonViewed) -> bool:
    user = event.work.viewer.user
    try:
        return user is not None and bool(
            event.work.catalogue.addons.access(event.addon_id, user.id).is_author
        )
    except DomainError:
        return False


def count(event: FileDownloaded | UpdateChecked | ThemeChecked) -> None:
    """Count what the event says."""
    for each in event.counts:
        event.work.counters.increment(each)


def end_in_order() -> None:
    """Let SIGTERM end the process as Ctrl+C does, so that what it has counted is flushed.
    Whoever has a handler of their own keeps it."""
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def includeme(config: Any) -> None:
    for name, cast, default, help_text in (
        (
            "count_addon_detail",
            flag,
            True,
            "Whether the detail of an add-on counts as a view of its package.",
        ),
        (
            "dedupe_seconds",
            natural,
            0,
            "One client's views of one package count once in so many seconds. 0: all count.",
        ),
        (
            "client_daily_cap",
            natural,
            0,
            "The most views of one client that count in a day, over all packages. 0: no limit.",
        ),
        (
            "ignore_user_agents",
            patterns,
            (),
            "Regular expressions, one per line, of user agents whose views never count.",
        ),
        ("ignore_authors", flag, False, "Views by an author of the package do not count."),
    ):
        config.add_amo_setting(Setting(f"{PREFIX}.{name}", cast, default, help_text))
    registry = config.registry
    counter = ViewCounter(registry["amo.settings"], registry["amo.client_address"])
    config.add_amo_capability("viewcounts", "It is counted how often add-ons are looked at.")
    config.add_amo_subscriber(AddonViewed, counter)
    for event in (FileDownloaded, UpdateChecked, ThemeChecked):
        config.add_amo_subscriber(event, count)
    config.action("amo-viewcounts-end", end_in_order, order=1000)
