"""Reading the archive of statistics (stats.md §1, §2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from amo_pyramid.backends.base.statistics import PointKey
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import Resolution, day_of_date, last_of

if TYPE_CHECKING:
    from amo_pyramid.work import Work


def of_month(work: Work, addon_id: int, year: str, month: str) -> Sequence[PointKey]:
    """What is archived of a month in digits, by day and then by name of the model; nothing of a
    month that no calendar has."""
    first = _day(f"{year}-{month}-01")
    if first is None:
        return ()
    found = work.catalogue.statistics.archived(addon_id, first, last_of(first, Resolution.MONTH))
    return [PointKey(addon_id, model, day) for day, model in found]


def of_day(work: Work, addon_id: int, model_name: str, day: str) -> Sequence[DataPoint]:
    """The data point of a day (2016-01-18), in a list that is empty when there is none.
    ``model_name`` may be an alias."""
    model, number = StatModel.named(model_name), _day(day)
    if model is None or number is None:
        return ()
    point = work.catalogue.statistics.archived_point(PointKey(addon_id, model, number))
    return () if point is None else (point,)


def _day(text: str) -> int | None:
    """The day, or None where no calendar has it or a part is not as long as it must be."""
    if len(text) != len("2016-01-18"):
        return None
    try:
        return day_of_date(date.fromisoformat(text))
    except ValueError:
        return None
