"""Arithmetic with versions of applications and add-ons (catalog.md §3.1, §3.2, §3.4)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest

#: The largest number a version becomes: what a signed column of 64 bits holds.
LARGEST = 2**63 - 1

_STAR_MAJOR = 65535
_STAR_MINOR = 99
_ALPHA_CODES = {"a": 0, "b": 1, "": 2}
_APPLICATION_VERSION = re.compile(
    r"(?P<major>[0-9]+|\*)"
    r"\.?(?P<minor1>[0-9]+|\*)?\.?(?P<minor2>[0-9]+|\*)?\.?(?P<minor3>[0-9]+|\*)?"
    r"(?P<alpha>[ab]?)(?P<alpha_number>[0-9]*)(?P<pre>pre)?(?P<pre_number>[0-9])?"
)

#: Numbers from here on are equal. Not infinity, so that all arithmetic stays in integers.
_HUGE = 10**18
_INFINITE = _HUGE + 1
#: Characters of an application version that are read.
LONGEST = 255
_TOOLKIT_PART = re.compile(
    r"(?P<a>[+-]?[0-9]+)?(?P<b>\+.*|[^0-9+-]*)(?P<c>[+-]?[0-9]+)?(?P<d>.*)", re.DOTALL
)
_Text = tuple[bool, str]
_Part = tuple[int, _Text, int, _Text]


def version_int(text: str) -> int:
    """The number that orders application versions, from 0 to ``LARGEST``; never raises.

    Reads the beginning of ``text`` and ignores the rest; what does not begin like a version
    counts as ``0``. A ``*`` is as large as its place allows, so ``57.*`` is above every 57.
    """
    # Results are kept with their texts, and callers choose how long these are.
    return _version_int(text[:LONGEST])


@lru_cache(maxsize=4096)
def _version_int(text: str) -> int:
    match = _APPLICATION_VERSION.match(text)
    if match is None:
        return version_int("0")
    major = _STAR_MAJOR if match["major"] == "*" else _number(match["major"])
    minors = "".join(_two_digits(match[f"minor{place}"]) for place in (1, 2, 3))
    alpha = f"{_ALPHA_CODES[match['alpha']]}{_two_digits(match['alpha_number'])}"
    pre = f"{0 if match['pre'] else 1}{_two_digits(match['pre_number'])}"
    return min(int(f"{major}{minors}{alpha}{pre}"), LARGEST)


def compatibility_bounds(appversion: str) -> tuple[int, int] | None:
    """``(low, high)`` of an application version, or None when it is below 10.0 or no version.

    An add-on runs there when its minimum is at most ``low`` and its maximum at least ``high``.
    ``high`` is the version's first alpha: a maximum of ``56.0`` is meant to include it whole.
    """
    low = version_int(appversion)
    if low < version_int("10.0"):
        return None
    return low, version_int(appversion + "a")


def compare(left: str, right: str) -> int:
    """-1, 0 or 1 as ``left`` is below, equal to or above ``right``; never raises.

    Orders the version strings of add-ons as their clients do: dotted parts of number, text,
    number and text, where a missing text is above any text and a missing part is ``0``.
    """
    pairs = zip_longest(left.split("."), right.split("."), fillvalue="0")
    for left_part, right_part in ((_part(one), _part(other)) for one, other in pairs):
        if left_part != right_part:
            return -1 if left_part < right_part else 1
    return 0


def _part(text: str) -> _Part:
    if text == "*":
        return _INFINITE, _text(""), 0, _text("")
    match = next(_TOOLKIT_PART.finditer(text))  # always one: every group is optional
    number = _number(match["a"])
    if match["b"].startswith("+"):
        return number + 1, _text("pre"), 0, _text("")
    return number, _text(match["b"]), _number(match["c"]), _text(match["d"])


def _text(value: str) -> _Text:
    return not value, value


def _two_digits(text: str | None) -> str:
    return f"{_STAR_MINOR if text == '*' else min(_number(text), 99):02}"


def _number(text: str | None) -> int:
    """The value of optional digits with an optional sign, kept within ``_HUGE``.

    Digits are cut before they are converted: Python refuses, and slowly, very long ones.
    """
    sign = -1 if text and text[0] == "-" else 1
    digits = (text or "").lstrip("+-").lstrip("0")[:19]
    return sign * min(int(digits or "0"), _HUGE)
