"""Reading what was counted (stats.md §3, §5-§12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amo_pyramid.backends.base.counters import CounterKind, Series
from amo_pyramid.domain.addon import AddonState
from amo_pyramid.domain.errors import Invalid, NotAllowed, NotFound, RegionRestricted
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.domain.series import DataPoint, StatModel, point_of
from amo_pyramid.domain.statistics import (
    Resolution,
    bin_of,
    bins_between,
    last_of,
)
from amo_pyramid.operations.addons import visible_addon

if TYPE_CHECKING:
    from amo_pyramid.work import Work

#: Days between the first and the last bin that strict windows allow.
STRICT_WINDOWS: Mapping[Resolution, int] = {
    Resolution.DAY: 28,
    Resolution.WEEK: 56,
    Resolution.MONTH: 84,
}


@dataclass(frozen=True, slots=True)
class BinLimits:
    """How much one question may ask for (stats.md §12.3): bins by resolution, and whether the
    window itself is limited, data or not."""

    most: Mapping[Resolution, int]
    is_strict: bool = False


def downloads(work: Work, addon_id: int, first: int, last: int) -> Series:
    """Counted downloads by day and source. Raises ``Unavailable``."""
    return work.counters.series(CounterKind.DOWNLOADS, addon_id, first, last)


def live_series(
    work: Work, addon_id: int, model: StatModel, first: int, last: int
) -> list[DataPoint]:
    """The live data points from one day to another, by day, with what was counted up to now;
    days without any are absent. Raises ``Unavailable``."""
    series = work.counters.series(CounterKind.of(model), addon_id, first, last)
    return [point_of(addon_id, model, day, series[day]) for day in sorted(series)]


def total_downloads(work: Work, addon_id: int) -> int:
    """All downloads up to the last flush, live and archived (stats.md §3.5). Raises
    ``Unavailable``."""
    return work.catalogue.statistics.total(addon_id, StatModel.DOWNLOADS)


def views(work: Work, addon_id: int, first: int, last: int) -> dict[int, int]:
    """Counted views by day. Raises ``Unavailable``."""
    series = work.counters.series(CounterKind.VIEWS, addon_id, first, last)
    return {day: sum(details.values()) for day, details in series.items()}


def reset_views(work: Work, package_id: str, day: int | None = None) -> int:
    """Delete the views of a package, by its id or an alias, of one day or of all (stats.md §11);
    how many there were. Raises ``NotFound`` for an unknown package, ``Unavailable``."""
    addon_id = work.catalogue.packages.addon_of(package_id)
    if addon_id is None:
        raise NotFound(f"There is no package {package_id}.")
    return work.counters.reset_views(addon_id, day)


def find_package(work: Work, package_id: str) -> AddonState:
    """The add-on of a package id or alias. Raises ``NotFound`` unless everybody may see it."""
    addon_id = work.catalogue.packages.addon_of(package_id)
    if addon_id is None:
        raise NotFound
    try:
        return visible_addon(work, AddonRef.parse(str(addon_id)))
    except (NotAllowed, RegionRestricted) as error:
        raise NotFound from error


def package_views(
    work: Work,
    package_id: str,
    resolution: Resolution,
    *,
    after: int,
    before: int,
    limits: BinLimits,
) -> list[tuple[int, int]]:
    """Views by bin, from that of day ``after`` to that of ``before``; whole bins, in order,
    without empty ones. An unknown package has none.

    Raises ``Invalid`` for too many bins, ``Unavailable``.
    """
    first, last = bin_of(after, resolution), bin_of(before, resolution)
    if limits.is_strict and last - first > STRICT_WINDOWS[resolution]:
        raise Invalid
    if before < after:
        return []
    addon_id = work.catalogue.packages.addon_of(package_id)
    if addon_id is None:
        return []
    if not limits.is_strict and bins_between(first, last, resolution) > limits.most[resolution]:
        _require_few(work, addon_id, resolution, last, limits.most[resolution])
    end = last_of(last, resolution)
    return work.counters.binned(CounterKind.VIEWS, addon_id, resolution, first, end)


def _require_few(work: Work, addon_id: int, resolution: Resolution, last: int, most: int) -> None:
    """Bins before the first view do not count as asked for."""
    first = work.counters.first_day(CounterKind.VIEWS, addon_id)
    if first is not None and bins_between(first, last, resolution) > most:
        raise Invalid
