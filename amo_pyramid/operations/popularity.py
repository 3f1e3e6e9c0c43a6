"""The daily job: days that are over are packed, and what follows from them goes into the
catalogue (stats.md §3.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.popularity import WINDOW, Popularity, derived
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.operations.jobs import alone
from amo_pyramid.operations.storing import OpenUnit

JOB = "stats-update"
#: Add-ons in one transaction.
BATCH = 500
SITE_DOWNLOADS, SITE_USERS = "addon_downloads_new", "addon_total_updatepings"
#: Numbers of the whole site, by day, and the models that they are the sum of.
SITE_NUMBERS = {
    SITE_DOWNLOADS: StatModel.DOWNLOADS,
    SITE_USERS: StatModel.UPDATES,
    "theme_total_updatepings": StatModel.THEME_UPDATES,
}


@dataclass(slots=True)
class Updated:
    """What a run has done, by number of add-ons: those with days that were ``packed``, those
    whose numbers were ``seen`` and those whose numbers ``changed``. ``on_batch`` is told how
    many more were seen."""

    on_batch: Callable[[int], None] = lambda count: None
    packed: int = 0
    seen: int = 0
    changed: int = field(default=0)


def update_numbers(open_unit: OpenUnit, now: Callable[[], datetime], done: Updated) -> None:
    """Bring the derived numbers of all add-ons to what they are today.

    Each batch of add-ons is a transaction of its own; a run that was ended can be repeated.
    Raises ``Conflict`` when somebody else is at it, ``Unavailable``.
    """
    with alone(JOB, open_unit, now) as lease:
        today = day_of(now())
        while packed := _in_unit(open_unit, lambda session: session.statistics.pack(today, BATCH)):
            done.packed += packed
            lease.renew()
        after: int | None = 0
        while after is not None:
            lease.renew()
            with open_unit() as session:
                after = _update(session, after, today, done)
        # Days that cannot have been archived yet.
        _in_unit(open_unit, lambda session: note_site(session, today - WINDOW, today - 1))


def _in_unit(open_unit: OpenUnit, action: Callable[[CatalogueSession], int]) -> int:
    with open_unit() as session:
        return action(session)


def _update(session: CatalogueSession, after: int, today: int, done: Updated) -> int | None:
    """Update the next add-ons; the last one's id, or None when these were all."""
    found = session.statistics.popularity(after, BATCH)
    if not found:
        return None
    ids = [numbers.addon_id for numbers, counted in found if counted]
    daily = session.statistics.daily(ids, today - WINDOW, today - 1)
    changed, themes = [], {}
    for current, counted in found:
        numbers = derived(current, counted, daily.get(current.addon_id, {}), today)
        if numbers != current:
            changed.append(numbers)
        if _is_counted_theme(numbers, counted):
            themes[numbers.addon_id] = numbers.popularity
    session.put_popularity(changed)
    session.statistics.note_theme_users(today, themes)
    done.seen += len(found)
    done.changed += len(changed)
    done.on_batch(len(found))
    return found[-1][0].addon_id


def _is_counted_theme(numbers: Popularity, counted: frozenset[StatModel]) -> bool:
    return numbers.type is AddonType.PERSONA and StatModel.THEME_UPDATES in counted


def note_site(session: CatalogueSession, first: int, last: int) -> int:
    """Note the numbers of the whole site from one day to another, as far as these are live; how
    many numbers there are."""
    for name, model in SITE_NUMBERS.items():
        session.statistics.note_site(name, session.statistics.sums(model, first, last))
    return len(SITE_NUMBERS)
