"""How single values become plain JSON and come back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any, cast

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.categories import find as find_category
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.series import Breakdowns
from amo_pyramid.domain.statistics import EPOCH, date_of
from amo_pyramid.domain.text import Localized

_INTEGER_LIMIT = 2**63
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Codec:
    """How values of one type are written and read. ``label`` says it to a person."""

    label: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any, str], Any]


def refuse(path: str, problem: str) -> Invalid:
    """The refusal of what stands at a path."""
    return Invalid(f"{path}: {problem}" if path else problem)


def _same(value: Any) -> Any:
    return value


def _simple(label: str, is_one: Callable[[Any], bool]) -> Codec:
    def decode(value: Any, path: str) -> Any:
        if not is_one(value):
            raise refuse(path, f"must be {label}")
        return value

    return Codec(label, _same, decode)


def _is_integer(value: Any) -> bool:
    return type(value) is int and -_INTEGER_LIMIT <= value < _INTEGER_LIMIT


def _decode_float(value: Any, path: str) -> float:
    if type(value) not in (int, float):
        raise refuse(path, "must be a number")
    return float(value)


def _encode_date(value: datetime) -> str:
    return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _decode_date(value: Any, path: str) -> datetime:
    problem = "must be a date like 2018-10-11T12:30:45Z"
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise refuse(path, problem)
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        raise refuse(path, problem) from None


def _decode_texts(value: Any, path: str) -> Localized:
    if not isinstance(value, dict):
        raise refuse(path, "must be an object of locale and text")
    for locale, text in value.items():
        if not _is_text(text) or not text.strip():
            raise refuse(f"{path}.{locale}", "must be a text that is not blank")
    return Localized(value)


def _is_text(value: Any) -> bool:
    # PostgreSQL cannot store the NUL character, so no record may contain it.
    return isinstance(value, str) and "\x00" not in value


def _encode_category(value: int) -> str | int:
    category = CATEGORIES.get(value)
    if category is None:
        return value
    return f"{category.application.api_name}/{category.type.api_name}/{category.slug}"


def _decode_category(value: Any, path: str) -> int:
    if _is_integer(value) and value not in CATEGORIES:
        return cast(int, value)
    parts = value.split("/") if isinstance(value, str) else []
    if len(parts) == 3:
        application, type_ = Application.named(parts[0]), AddonType.named(parts[1])
        category = application and type_ and find_category(application, type_, parts[2])
        if category:
            return category.id
    raise refuse(path, f"{value!r} is not a category")


def _encode_day(value: int) -> str:
    return date_of(value).isoformat()


def _decode_day(value: Any, path: str) -> int:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return (date.fromisoformat(value) - EPOCH).days
    except ValueError:
        pass
    raise refuse(path, "must be a day like 2018-10-11")


def _decode_numbers(value: Any, path: str, depth: int) -> Any:
    """Numbers by text, by text… so many times."""
    if not isinstance(value, dict) or not all(map(_is_text, value)):
        raise refuse(path, "must be an object")
    if depth:
        return {
            key: _decode_numbers(item, f"{path}.{key}", depth - 1 + (key == "applications"))
            for key, item in value.items()
        }
    for key, number in value.items():
        if not _is_integer(number):
            raise refuse(f"{path}.{key}", "must be a whole number")
    return value


def _sorted(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: _sorted(item) for key, item in sorted(value.items())}


#: Of the categories of add-ons.
CATEGORY = Codec(
    "`application/type/slug`, or the number of an unknown category",
    _encode_category,
    _decode_category,
)
_ID = _simple("a positive whole number", lambda value: _is_integer(value) and value > 0)
#: By type.
PLAIN: Mapping[Any, Codec] = {
    bool: _simple("true or false", lambda value: isinstance(value, bool)),
    int: _simple("a whole number", _is_integer),
    float: Codec("a number", float, _decode_float),
    str: _simple("a text", _is_text),
    datetime: Codec("a date", _encode_date, _decode_date),
    Localized: Codec(
        "an object of locale and text",
        lambda value: dict(sorted(value.texts.items())),
        _decode_texts,
    ),
    Breakdowns: Codec(
        "an object of breakdown and an object of value and number",
        _sorted,
        lambda value, path: _decode_numbers(value, path, 1),
    ),
}
#: Fields that mean the same wherever they are.
BY_NAME: Mapping[str, Codec] = {
    "id": _ID,
    "day": Codec("a day, as `2018-10-11`", _encode_day, _decode_day),
}
