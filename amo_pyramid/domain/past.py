"""Counts of days that are long past, added up by bin once and for all."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from amo_pyramid.domain.statistics import Resolution, in_bins


class Past:
    """The counts (day, number) of days before the day ``end``. Safe for several threads."""

    def __init__(self, end: int, counts: Iterable[tuple[int, int]] = ()) -> None:
        self.end = end
        days = in_bins(counts, Resolution.DAY)
        self._bins = {Resolution.DAY: _columns(days)}

    def binned(self, resolution: Resolution, first: int, last: int) -> list[tuple[int, int]]:
        """The sums by bin, of the bins that begin from day ``first`` to ``last``; in order."""
        if resolution not in self._bins:
            self._bins[resolution] = _columns(
                in_bins(zip(*self._bins[Resolution.DAY], strict=True), resolution)
            )
        starts, sums = self._bins[resolution]
        low, high = bisect_left(starts, first), bisect_right(starts, last)
        return list(zip(starts[low:high], sums[low:high], strict=True))

    @property
    def size(self) -> int:
        """How many days there are."""
        return len(self._bins[Resolution.DAY][0])


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[array[int], array[int]]:
    return array("q", (start for start, _ in pairs)), array("q", (total for _, total in pairs))
