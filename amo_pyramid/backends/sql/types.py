"""Column types: how domain values become SQLite and PostgreSQL values and come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timezone
from enum import IntEnum
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from amo_pyramid.domain.text import is_storable_text
from amo_pyramid.domain.version import PreviewColor

#: Ids as the API shows them. SQLite's own row number must be called INTEGER.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def dump_json(value: Any) -> str:
    """Compact JSON text."""
    return orjson.dumps(value).decode()


load_json = orjson.loads


class _Json(TypeDecorator[Any]):
    """JSONB on PostgreSQL, text on SQLite; SQL NULL for whatever is empty."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if not value:
            return None
        return value if dialect.name == "postgresql" else dump_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return load_json(value) if isinstance(value, str) else value


class LocalizedType(_Json):
    """The texts of a :class:`Localized`, by locale: a mapping, or None when there are none.

    Fallbacks are not stored; whoever reads the column knows whose text it is.
    """

    cache_ok = True


class BreakdownsType(_Json):
    """The breakdowns of a data point; None when there are none."""

    cache_ok = True


class StringsType(_Json):
    """A tuple of strings, in order."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        return super().process_bind_param(list(value or ()), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        return tuple(super().process_result_value(value, dialect)) if value else ()


class ColorsType(_Json):
    """A tuple of :class:`PreviewColor`, in order, each as an object of its components."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[PreviewColor] | None, dialect: Dialect) -> Any:
        return super().process_bind_param([asdict(each) for each in value or ()], dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[PreviewColor, ...]:
        colors = super().process_result_value(value, dialect) if value else ()
        return tuple(PreviewColor(**each) for each in colors)


class WordsType(TypeDecorator[Any]):
    """A tuple of words without commas, joined by commas: readable without any JSON."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:
        return ",".join(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return split_words(value)


def split_words(value: str | None) -> tuple[str, ...]:
    """What :class:`WordsType` joined."""
    return tuple(value.split(",")) if value else ()


class UtcDateTime(TypeDecorator[Any]):
    """An aware time, to the microsecond, always given back in UTC.

    SQLite keeps ISO text of one length, so that its order is the order of the times.
    """

    impl = sa.String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(timezone.utc)
        return value if dialect.name == "postgresql" else value.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if isinstance(value, str) else value


class NumberType(TypeDecorator[Any]):
    """A member of an enumeration, by its number."""

    impl = sa.SmallInteger
    cache_ok = True

    def __init__(self, members: type[IntEnum]) -> None:
        super().__init__()
        self.members = members
        self._by_number: Mapping[Any, Any] = {None: None, **{int(each): each for each in members}}

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Any:
        return self._by_number[value]


def _is_storable(item: int | str) -> bool:
    """Whether a column of ids or texts can hold it. Nothing is found for anything else."""
    return is_storable_text(item) if isinstance(item, str) else -(2**63) <= item < 2**63


class ListType(TypeDecorator[Any]):
    """A whole list as one parameter: see :func:`amo_pyramid.backends.sql.lists.in_list`."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.ARRAY(self.item))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        items = [each for each in value or () if _is_storable(each)]
        return items if dialect.name == "postgresql" else dump_json(items)
