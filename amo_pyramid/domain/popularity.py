"""How much an add-on is used, as its last days tell (stats.md §3.5, catalog.md §8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.series import StatModel

#: Day → number.
Days: TypeAlias = Mapping[int, int]

#: Days before today whose users are averaged, and whose downloads are summed.
USERS_WINDOW, DOWNLOADS_WINDOW = 12, 7
#: Growth is seen in the last days against those before them.
RECENT, EARLIER = 7, 21
#: The days before today that matter at all.
WINDOW = RECENT + EARLIER
#: What is less used than this does not become hot, a theme does not move.
HOT_FROM, MOVING_FROM = 1000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Popularity:
    """The derived numbers of an add-on; the last two are of lightweight themes."""

    addon_id: int
    type: AddonType
    average_daily_users: int
    weekly_downloads: int
    hotness: float
    popularity: int = 0
    movers: float = 0.0


def derived(
    current: Popularity,
    counted: Collection[StatModel],
    daily: Mapping[StatModel, Days],
    today: int,
) -> Popularity:
    """What the numbers are on a day. ``daily`` are the counts of the days before it, ``counted``
    the models of which anything has ever been counted: where that is not so, numbers come from
    elsewhere and stay as they are."""
    number = current
    if StatModel.DOWNLOADS in counted:
        days = daily.get(StatModel.DOWNLOADS, {})
        week = sum(_values(days, today - DOWNLOADS_WINDOW, today))
        number = replace(number, weekly_downloads=week)
    if current.type is AddonType.PERSONA:
        if StatModel.THEME_UPDATES in counted:
            number = _of_theme(number, daily.get(StatModel.THEME_UPDATES, {}), today)
    elif StatModel.UPDATES in counted:
        number = _of_addon(number, daily.get(StatModel.UPDATES, {}), today)
    return number


def _of_addon(number: Popularity, days: Days, today: int) -> Popularity:
    users = _mean(days, today - USERS_WINDOW, today)
    return replace(
        number,
        average_daily_users=number.average_daily_users if users is None else int(users),
        hotness=_growth(days, today, HOT_FROM),
    )


def _of_theme(number: Popularity, days: Days, today: int) -> Popularity:
    users = _mean(days, today - RECENT, today)
    popularity = number.popularity if users is None else int(users)
    return replace(
        number,
        average_daily_users=popularity,
        popularity=popularity,
        movers=_growth(days, today, MOVING_FROM),
    )


def _growth(days: Days, today: int, least: int) -> float:
    recent = _mean(days, today - RECENT, today) or 0.0
    earlier = _mean(days, today - WINDOW, today - RECENT) or 0.0
    return (recent - earlier) / earlier if recent > least and earlier > 1 else 0.0


def _values(days: Days, first: int, end: int) -> list[int]:
    return [days[day] for day in range(first, end) if day in days]


def _mean(days: Days, first: int, end: int) -> float | None:
    """The mean of the days there are; None without any."""
    values = _values(days, first, end)
    return sum(values) / len(values) if values else None
