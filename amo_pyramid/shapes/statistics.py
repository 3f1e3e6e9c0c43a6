"""Archived statistics (stats.md §1.2, §1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import date_of
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape

#: Dimensions of all models, in the order of the contract.
_DIMENSIONS = (*StatModel.DOWNLOADS.dimensions, *StatModel.UPDATES.dimensions)


def _date(point: Any, _: Rendering) -> str:
    return date_of(point.day).isoformat()


#: Of applications: guid to version to number.
_BREAKDOWNS = {"applications": dict[str, dict[str, int]]}


def _breakdown(name: str) -> Field:
    return Field(
        name,
        get=lambda point, _: point.breakdowns[name],
        visible=_has(name),
        type=_BREAKDOWNS.get(name, dict[str, int]),
    )


def _has(name: str) -> Callable[[DataPoint, Rendering], bool]:
    return lambda point, _: name in point.model.dimensions


ARCHIVED_KEY = Shape(
    "archived-statistics-key",
    (Field("date", get=_date), Field("addon_id"), Field("model_name", get="model.value")),
    of=DataPoint,
)
ARCHIVED = Shape(
    "archived-statistics",
    (
        Field("date", get=_date),
        Field("count"),
        Field("addon", get="addon_id"),
        *map(_breakdown, _DIMENSIONS),
    ),
    of=DataPoint,
)
SHAPES = (ARCHIVED_KEY, ARCHIVED)
