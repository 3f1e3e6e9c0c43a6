"""The daily job: days that are over are packed, and what follows from them goes into the
catalogue (stats.md §3.5)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from amo_pyramid.backends.base.catalogue import CatalogueSession, RecordKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.popularity import WINDOW, Popularity, derived
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.operations.jobs import alone
from amo_pyramid.operations.packing import pack_days
from amo_pyramid.operations.sitewide import due_days, note_days
from amo_pyramid.operations.storing import OpenUnit

JOB = "stats-update"
#: Add-ons in one transaction.
BATCH = 500

#: Entered for a part of the job, with its name and how much there is to do (0: unknown). What it
#: gives is told how much more is done with.
Step: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def untold(name: str, length: int) -> AbstractContextManager[Callable[[int], None]]:
    """A step that nobody watches."""
    return nullcontext(lambda count: None)


@dataclass(slots=True)
class Updated:
    """What a run has done, by number of add-ons: those with days that were ``packed``, those
    whose numbers were ``seen`` and those whose numbers ``changed``. ``noted`` are numbers of the
    whole site."""

    step: Step = untold
    packed: int = 0
    seen: int = 0
    changed: int = 0
    noted: int = 0


def update_numbers(
    open_unit: OpenUnit, now: Callable[[], datetime], done: Updated, since: int | None = None
) -> None:
    """Bring the derived numbers of all add-ons to what they are today; and those of the whole
    site of the days from ``since`` on (four weeks ago) and of all that have none yet.

    Each batch of add-ons is a transaction of its own; a run that was ended can be repeated.
    Raises ``Conflict`` when somebody else is at it, ``Unavailable``.
    """
    with alone(JOB, open_unit, now) as lease:
        today = day_of(now())
        with done.step("Packing", 0) as tell:
            for packed in pack_days(open_unit, today, BATCH):
                done.packed += packed
                tell(packed)
                lease.renew()
        with open_unit() as session:
            length = session.count(RecordKind.ADDON)
        with done.step("Updating", length) as tell:
            after: int | None = 0
            while after is not None:
                before = done.seen
                with open_unit() as session:
                    after = _update(session, after, today, done)
                tell(done.seen - before)
                lease.renew()
        first = today - WINDOW
        due = due_days(open_unit, first if since is None else min(first, since), today - 1)
        with done.step("Adding up", sum(len(each.days) for each in due)) as tell:
            for noted in note_days(open_unit, due):
                done.noted += noted
                tell(noted)
                lease.renew()


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
    return found[-1][0].addon_id


def _is_counted_theme(numbers: Popularity, counted: frozenset[StatModel]) -> bool:
    return numbers.type is AddonType.PERSONA and StatModel.THEME_UPDATES in counted
