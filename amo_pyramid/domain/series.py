"""What happened to add-ons, by day: data points and the counts they are made of (stats.md §1.3,
§2, §3).

A *day* is as in :mod:`amo_pyramid.domain.statistics`: the number of UTC days since 1970-01-01.
A *detail* names one number of a day, as counters have it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

#: Dimension → value → number; of applications: guid → version → number.
Breakdowns: TypeAlias = Mapping[str, Mapping[str, Any]]
#: Detail → number.
Details: TypeAlias = Mapping[str, int]

#: The detail of an update check that counts as a user; of other models the whole is the empty
#: detail and all others together.
TOTAL = "count"
#: Between the parts of an update check's detail: dimension and value.
SEPARATOR = "|"
#: The dimension whose values have two parts: guid and version.
APPLICATIONS = "applications"
#: The most characters of a breakdown's JSON.
LARGEST_BREAKDOWN = 65_536


class StatModel(str, Enum):
    """What is counted of add-ons; the value is its name in the API (stats.md §2)."""

    DOWNLOADS = "downloadcounts"
    THEME_UPDATES = "themeupdatecount"
    UPDATES = "updatecounts"

    # An enumeration's own is written in Python.
    __hash__ = str.__hash__

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of its breakdowns, as data points have them."""
        return _DIMENSIONS[self]

    @classmethod
    def named(cls, name: str) -> StatModel | None:
        """The model of that exact name or alias; None for any other."""
        return _NAMES.get(name)


_DIMENSIONS: Mapping[StatModel, tuple[str, ...]] = {
    StatModel.DOWNLOADS: ("sources",),
    StatModel.THEME_UPDATES: (),
    StatModel.UPDATES: ("versions", "statuses", APPLICATIONS, "oses", "locales"),
}
_NAMES: Mapping[str, StatModel] = {
    **{model.value: model for model in StatModel},
    "downloadcount": StatModel.DOWNLOADS,
    "themeupdatecounts": StatModel.THEME_UPDATES,
    "updatecount": StatModel.UPDATES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPoint:
    """One day of an add-on. ``breakdowns`` has each dimension of the model, empty or not."""

    addon_id: int
    model: StatModel
    day: int
    count: int
    breakdowns: Breakdowns = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = self.breakdowns
        complete = {name: given.get(name) or {} for name in self.model.dimensions}
        object.__setattr__(self, "breakdowns", complete)


def details_of(point: DataPoint) -> dict[str, int]:
    """The counts that make this point: :func:`point_of` is the way back."""
    if point.model is StatModel.UPDATES:
        details = {SEPARATOR.join(path): number for path, number in _leaves(point.breakdowns)}
        return {TOTAL: point.count, **details}
    sources = point.breakdowns.get("sources", {})
    untold = point.count - sum(sources.values())
    return {**({"": untold} if untold or not sources else {}), **sources}


def point_of(addon_id: int, model: StatModel, day: int, details: Details) -> DataPoint:
    """The data point that these counts make, its breakdowns cut to fit."""
    if model is StatModel.UPDATES:
        count, breakdowns = details.get(TOTAL, 0), _nested(details)
    else:
        count = sum(details.values())
        sources = {source: number for source, number in details.items() if source}
        breakdowns = {"sources": sources} if sources else {}
    return DataPoint(
        addon_id=addon_id, model=model, day=day, count=count, breakdowns=fitted(breakdowns)
    )


def fitted(breakdowns: Breakdowns) -> dict[str, Mapping[str, Any]]:
    """Without the least used values of what is too large (stats.md §3.3): of applications, of the
    versions of each."""
    return {
        name: {guid: _fitted(versions) for guid, versions in values.items()}
        if name == APPLICATIONS
        else _fitted(values)
        for name, values in breakdowns.items()
    }


def crowded_out(details: Details, most: int, *, has_dimensions: bool) -> list[str]:
    """The details of the least used values, where a dimension has more than ``most``. Details
    that do not have dimensions are values of a single one."""
    dimensions: dict[str, list[str]] = {}
    for detail in details:
        dimension, separator, _ = detail.partition(SEPARATOR)
        if separator if has_dimensions else detail:
            dimensions.setdefault(dimension if has_dimensions else "", []).append(detail)
    return [
        detail
        for values in dimensions.values()
        for detail in sorted(values, key=lambda each: (-details[each], each))[most:]
    ]


def _leaves(tree: Mapping[str, Any], *above: str) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, *above, key)
        else:
            yield (*above, key), value


def _nested(details: Details) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for detail, number in details.items():
        dimension, separator, value = detail.partition(SEPARATOR)
        if not separator:
            continue
        values = found.setdefault(dimension, {})
        if dimension == APPLICATIONS:
            guid, _, value = value.partition(SEPARATOR)
            values = values.setdefault(guid, {})
        values[value] = number
    return found


def _fitted(values: Mapping[str, int]) -> Mapping[str, int]:
    size = len(json.dumps(values, separators=(",", ":")))
    if size < LARGEST_BREAKDOWN:
        return values
    kept = dict(values)
    for key in sorted(values, key=lambda key: (values[key], key)):
        if size < LARGEST_BREAKDOWN:
            break
        # The value, its number, and the colon and comma around them.
        size -= len(json.dumps(key)) + len(str(kept.pop(key))) + 2
    return kept
