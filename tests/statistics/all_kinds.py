"""One number for counts of every kind, of one add-on and day."""

from __future__ import annotations

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.testing.contracts.counters_base import DAY, download, view

#: A count of each kind, of one add-on and day.
ALL = (
    view(),
    download("search"),
    Count(CounterKind.UPDATES, DAY, 1, "count"),
    Count(CounterKind.UPDATES, DAY, 1, "oses|Linux"),
    Count(CounterKind.THEME_UPDATES, DAY, 1),
)


def count_all(counters, number):
    for count in ALL:
        counters.increment(count, number)


def counted(counters):
    """Day to the number that all these counts have."""
    found = {}
    for count in ALL:
        for day, details in counters.series(count.kind, 1, 0, 100_000).items():
            found.setdefault(day, set()).add(details[count.detail])
    assert all(len(numbers) == 1 for numbers in found.values()), found
    return {day: numbers.pop() for day, numbers in found.items()}
