"""Numbers of the whole site by day, the sums of those of all add-ons (stats.md §3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import FIRST_DAY
from amo_pyramid.operations.storing import OpenUnit, batches

SITE_DOWNLOADS, SITE_USERS = "addon_downloads_new", "addon_total_updatepings"
#: The numbers, and the models that they are the sum of.
SITE_NUMBERS = {
    SITE_DOWNLOADS: StatModel.DOWNLOADS,
    SITE_USERS: StatModel.UPDATES,
    "theme_total_updatepings": StatModel.THEME_UPDATES,
}
#: Days in one transaction.
BATCH = 7


@dataclass(frozen=True, slots=True)
class Due:
    """Days of one number that are to be noted."""

    name: str
    model: StatModel
    days: Sequence[int]


def due_days(open_unit: OpenUnit, since: int, last: int) -> list[Due]:
    """The days up to one that have points: those from ``since`` on, and of the others those of
    which nothing is noted. Raises ``Unavailable``."""
    found = []
    for name, model in SITE_NUMBERS.items():
        with open_unit() as session:
            noted = session.statistics.site(name, FIRST_DAY, last)
            days = session.statistics.days(model, last)
        found.append(Due(name, model, [day for day in days if day >= since or day not in noted]))
    return found


def note_days(open_unit: OpenUnit, due: Iterable[Due]) -> Iterator[int]:
    """Note them, as far as they are packed or archived; how many days more are done with, once
    for each unit of work. Raises ``Unavailable``."""
    for each in due:
        for days in batches(each.days, BATCH):
            with open_unit() as session:
                session.statistics.note_site(each.name, session.statistics.sums(each.model, days))
            yield len(days)
