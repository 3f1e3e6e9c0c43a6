"""Values of the demonstration catalogue that no source tells, guessed from those that some do."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from amo_pyramid.domain.addon import Addon

#: Days on which add-ons of these ids were made.
ADDON_DATES = ((1, "2003-12-01"), (607454, "2015-04-25"), (2_950_000, "2025-07-01"))


class Dates:
    """Guesses on which day something was made by its number among others."""

    def __init__(self, folder: Path) -> None:
        files = json.loads((folder / "firefox-files-2025-08-11.json").read_bytes())
        points = [each["passthru"]["file"] for each in files.values()]
        known = [(each["id"], each["created"]) for each in points if "created" in each]
        self._files = sorted((number, parsed(day)) for number, day in known)
        self._addons = [(number, parsed(f"{day}T00:00:00Z")) for number, day in ADDON_DATES]

    def of_file(self, number: int) -> datetime:
        return between(self._files, number)

    def of_addon(self, number: int) -> datetime:
        return between(self._addons, number)


def parsed(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def between(points: Sequence[tuple[int, datetime]], number: int) -> datetime:
    """The day on the straight line between the two points around ``number``."""
    place = bisect_left(points, (number, datetime.max.replace(tzinfo=timezone.utc)))
    place = min(max(place, 1), len(points) - 1)
    (low, start), (high, end) = points[place - 1], points[place]
    share = min(max((number - low) / (high - low), 0.0), 1.0)
    day = start + (end - start) * share
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


class Weights:
    """The weighted average of ratings among some add-ons (catalog.md §8)."""

    def __init__(self, addons: Sequence[Addon]) -> None:
        self._count = sum(addon.ratings_count for addon in addons) / len(addons)
        self._mean = sum(addon.average_rating for addon in addons) / len(addons)

    def average(self, addon: Addon) -> float:
        number = addon.ratings_count
        if not number:
            return 0.0
        total = self._count * self._mean + number * addon.average_rating
        return round(total / (self._count + number), 4)
