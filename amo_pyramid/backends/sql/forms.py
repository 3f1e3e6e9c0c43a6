"""How the values of a column are written as JSON, the same for every database."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.text import is_storable_text

#: Raised for a value that is not of the form.
_WRONG = (ArithmeticError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Form:
    """``label`` says it to a person; ``write`` and ``read`` raise any of ``_WRONG``."""

    label: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _only(*types: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) not in types:
            raise TypeError(value)
        return value

    return check


def _text(value: Any) -> str:
    if type(value) is not str or not is_storable_text(value):
        raise TypeError(value)
    return value


def _number(value: Any) -> float:
    return float(_only(int, float)(value))


def _json(value: Any) -> Any:
    return value


def _written_by(kind: type, write: Callable[[Any], str], read: Callable[[str], Any]) -> Form:
    """Values of a class that are written as texts."""

    def checked(value: Any) -> str:
        if not isinstance(value, kind):
            raise TypeError(value)
        return write(value)

    return Form(f"a {kind.__name__} as text", checked, lambda value: read(_text(value)))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


ANY = Form("any JSON", _json, _json)
#: By the class of the values.
FORMS: Mapping[type, Form] = {
    bool: Form("true or false", _only(bool), _only(bool)),
    int: Form("a whole number", _only(int), _only(int)),
    float: Form("a number", _number, _number),
    str: Form("a text", _text, _text),
    dict: ANY,
    date: _written_by(date, date.isoformat, date.fromisoformat),
    time: _written_by(time, time.isoformat, time.fromisoformat),
    Decimal: _written_by(Decimal, str, _decimal),
    UUID: _written_by(UUID, str, UUID),
    bytes: _written_by(
        bytes,
        lambda value: base64.b64encode(value).decode(),
        lambda text: base64.b64decode(text, validate=True),
    ),
}


def _moment(has_zone: bool | None) -> Form:
    """Times of a column that has a zone, has none, or (None) leaves that to each value. SQLite
    gives those with a zone back without it."""

    def write(value: Any) -> str:
        if not isinstance(value, datetime):
            raise TypeError(value)
        if value.tzinfo is None:
            return value.isoformat() + ("Z" if has_zone else "")
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")

    def read(text: Any) -> datetime:
        value = datetime.fromisoformat(_text(text).replace("Z", "+00:00"))
        if has_zone is None:
            return value
        moment = value.replace(tzinfo=value.tzinfo or timezone.utc).astimezone(timezone.utc)
        return moment if has_zone else moment.replace(tzinfo=None)

    return Form("a time as text", write, read)


def _member(members: type[Enum]) -> Form:
    def write(value: Any) -> str:
        if not isinstance(value, members):
            raise TypeError(value)
        return value.name

    label = f"one of {', '.join(members.__members__)}"
    return Form(label, write, lambda value: members[_text(value)])


class ColumnForm:
    """The form of one column. Raises ``Invalid`` for a column that has none."""

    def __init__(self, column: sa.Column[Any]) -> None:
        self._path = f"{column.table.name}.{column.name}"
        self._is_nullable = bool(column.nullable)
        try:
            kind = column.type.python_type
        except NotImplementedError:
            kind = object
        form = FORMS.get(kind)
        if kind is datetime:
            form = _moment(column.type.timezone if isinstance(column.type, sa.DateTime) else None)
        elif issubclass(kind, Enum):
            form = _member(kind)
        elif isinstance(column.type, sa.JSON):
            form = ANY
        if form is None:
            raise Invalid(
                f"{self._path}: a dump has no form for the type {column.type!r}; a type of one's "
                "own says with python_type what its values are"
            )
        self._form = form

    def write(self, value: Any) -> Any:
        """The value as JSON. Raises ``Invalid`` for one that the type does not announce."""
        if value is None:
            return None
        try:
            return self._form.write(value)
        except _WRONG:
            problem = f"{type(value).__name__} is not {self._form.label}, as its type announces"
            raise Invalid(f"{self._path}: {problem}") from None

    def read(self, value: Any) -> Any:
        """The value of JSON. Raises ``Invalid`` for what is none."""
        if value is None and self._is_nullable:
            return None
        try:
            return self._form.read(value)
        except _WRONG:
            raise Invalid(f"{self._path}: must be {self._form.label}") from None
