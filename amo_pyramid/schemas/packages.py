"""Parameters of the statistics of packages, with the messages of their API (stats.md §6, §9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from amo_pyramid.domain.statistics import Resolution, parse_day
from amo_pyramid.schemas.filters import Refused
from amo_pyramid.schemas.lists import whole
from amo_pyramid.schemas.nodes import one_of, parameter

BAD_DATES = "invalid dates set, out of bounds of allowed values"
RESOLUTIONS = {each.value: each for each in Resolution}
DATE: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": form} for form in ("date", "date-time")]
}

NODES = (
    parameter("packageId", "The package, in exactly these letters.", required=True),
    parameter("resolution", "The length of a bin.", required=True, **one_of(RESOLUTIONS)),
    parameter("after", "The first bin has this time in it; without it 1970-01-01.", **DATE),
    parameter("before", "The last bin has this time in it; without it now.", **DATE),
)
PARAMETERS = tuple(node.name for node in NODES)
DATES = ("after", "before")
REQUIRED = tuple(node.name for node in NODES if node.required)


class AskedViews(NamedTuple):
    """Views of a package, in bins, from the day ``after`` to the day ``before`` (None: today)."""

    package_id: str
    resolution: Resolution
    after: int
    before: int | None


def asked_views(given: Mapping[str, Sequence[str]], _context: Any = None) -> AskedViews:
    """What a query string asks for, by all values of each name. Raises :class:`Refused` for the
    first that is not as it must be."""
    for name in PARAMETERS:
        if len(given.get(name, ())) > 1:
            raise Refused(f"querystring.{name} should be string")
    for name in REQUIRED:
        if name not in given:
            raise Refused(f"querystring should have required property '{name}'")
    resolution = RESOLUTIONS.get(given["resolution"][0])
    if resolution is None:
        raise Refused("querystring.resolution should be equal to one of the allowed values")
    try:
        after, before = (parse_day(given[name][0]) if name in given else None for name in DATES)
    except ValueError:
        raise Refused(BAD_DATES) from None
    return AskedViews(given["packageId"][0], resolution, after or 0, before)


PACKAGE_VIEWS = whole(asked_views, *NODES)
