"""How often somebody may do something: named throttles and their rates (platform.md §10).

What enforces them is a plugin (:mod:`amo_pyramid.plugins.throttling`); without it nobody waits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pyramid.exceptions import ConfigurationError

from amo_pyramid.declaring import declare
from amo_pyramid.settings import Setting

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
RATE = re.compile(r"(?P<times>\d+)\s*/\s*(?P<number>\d*)\s*(?P<unit>[a-z]+)")
USER, ADDRESS = "user", "address"


class Rate(NamedTuple):
    """``times`` in any ``seconds`` in a row."""

    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Throttle:
    """A name, the rates that count under it, and whether they are per user or per address.

    Per user means per address for those who are not signed in. Without rates there is no limit.
    """

    name: str
    rates: tuple[Rate, ...]
    by: str = USER


def rate(value: str) -> Rate:
    """``300/minute``, ``1/5second``, ``20/d``. Raises ``ValueError``."""
    found = RATE.fullmatch(value.strip().lower())
    # A unit may be cut short, down to its first letter; "month" is not an "m".
    unit = found and next((u for u in UNITS if u.startswith(found["unit"])), None)
    if found is None or not unit:
        raise ValueError("write it as 300/minute")
    made = Rate(int(found["times"]), int(found["number"] or 1) * UNITS[unit])
    if 0 in made:
        raise ValueError("nobody could do anything: 0 alone means no limit")
    return made


def rates(value: str) -> tuple[Rate, ...]:
    """Rates separated by commas, all of which count, or 0 for no limit. Raises ``ValueError``."""
    return () if value.strip() == "0" else tuple(rate(each) for each in value.split(","))


def add_amo_throttle(
    config: Any,
    name: str,
    default: str,
    help: str,
    *,
    by: str = USER,
    key: str = "",
) -> None:
    """Directive: offer services a throttle (``throttle=name``). Its rates are the setting
    ``amo.throttle.NAME``, or ``key``. ``by`` is :data:`USER` or :data:`ADDRESS`.

    Services that name the same throttle count together. One name twice is a conflict.
    """
    if by not in (USER, ADDRESS):
        raise ConfigurationError(f"throttle {name}: by must be {USER} or {ADDRESS}, not {by}")
    setting = Setting(key or f"amo.throttle.{name}", rates, rates(default), help)
    throttle = Throttle(name, config.add_amo_setting(setting), by)
    config.registry["amo.throttles"][name] = throttle
    declare(config, "throttle", (name,), throttle)


def named(throttles: Mapping[str, Throttle], names: str | tuple[str, ...]) -> tuple[Throttle, ...]:
    """The throttles of a service's option. Raises ``ConfigurationError`` for one that is not."""
    names = (names,) if isinstance(names, str) else names
    for name in names:
        if name not in throttles:
            raise ConfigurationError(f"there is no throttle {name}: declare it (add_amo_throttle)")
    return tuple(throttles[name] for name in names)


def includeme(config: Any) -> None:
    registry = config.registry
    registry["amo.throttles"] = {}
    #: Called with a request and throttles; raises ``Throttled``.
    registry["amo.throttle"] = lambda request, throttles: None
    config.add_directive("add_amo_throttle", add_amo_throttle)
