"""What the parts of the suite of counters share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from amo_pyramid.backends.base.counters import Count, CounterKind, Counters
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.base.halves import Store, Totals

VIEWS, DOWNLOADS = CounterKind.VIEWS, CounterKind.DOWNLOADS
DAY = 18628

OpenCounters = Callable[..., Counters]


def opening(store: Callable[[], Store], totals: Callable[[], Totals]) -> Iterator[OpenCounters]:
    """Opens counters over these halves each time it is called, and closes all in the end: for a
    fixture ``open_counters`` that yields from it. Nothing is flushed by itself."""
    opened = []

    def open_counters(**options: Any) -> Counters:
        opened.append(BatchedCounters(store(), totals(), interval=0, **options))
        return opened[-1]

    yield open_counters
    for counters in opened:
        counters.close()


def view(addon_id: int = 1, day: int = DAY) -> Count:
    return Count(VIEWS, day, addon_id)


def download(source: str, addon_id: int = 1, day: int = DAY) -> Count:
    return Count(DOWNLOADS, day, addon_id, source)


def views(counters: Counters, addon_id: int = 1) -> dict[int, int]:
    """Day to number of views."""
    series = counters.series(VIEWS, addon_id, 0, 100_000)
    return {day: details[""] for day, details in series.items()}
