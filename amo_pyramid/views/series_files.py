"""Series as files for programs: JSON and CSV (stats.md §3.6)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from amo_pyramid.domain.statistics import date_of
from amo_pyramid.domain.webseries import Row, Value, name_of, values_by_size

#: What spreadsheets take for the start of a formula. Versions and sources are told by strangers.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(rows: Sequence[Row]) -> bytes:
    """A list of objects, newest first."""
    return orjson.dumps([_object(row) for row in rows])


def _object(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        "date": date_of(row.first),
        "end": date_of(row.last),
        "count": row.count,
    }
    if row.data is not None:
        found["data"] = _nested(row.data)
    return found


def _nested(data: Mapping[Value, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (*above, last), number in data.items():
        place = found
        for key in above:
            place = place.setdefault(key, {})
        place[last] = number
    return found


def as_csv(rows: Sequence[Row]) -> bytes:
    """A line of names, and one for each row; a column for each value, the highest sums first."""
    values = values_by_size(rows)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["date", "end", "count", *(_cell(name_of(value)) for value in values)])
    for row in rows:
        numbers = ((row.data or {}).get(value, 0) for value in values)
        writer.writerow([date_of(row.first), date_of(row.last), row.count, *numbers])
    return stream.getvalue().encode("utf-8")


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


#: How a path names a format → its media type and writer.
FORMATS: Mapping[str, tuple[str, Callable[[Sequence[Row]], bytes]]] = {
    "json": ("application/json", as_json),
    "csv": ("text/csv; charset=utf-8", as_csv),
}
