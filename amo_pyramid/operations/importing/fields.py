"""Reading values out of JSON objects whose writer is not to be trusted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from amo_pyramid.domain.errors import Invalid

_INTEGER_LIMIT = 2**63


class Fields:
    """The fields of one object of an answer, which sits at ``path`` of its record.

    Every method raises ``Invalid`` naming the path of a value that is not what it is asked for.
    """

    def __init__(self, value: Any, path: str = "") -> None:
        if not isinstance(value, Mapping):
            raise Invalid(f"{path}: must be an object" if path else "must be an object")
        self._values = value
        self._path = path

    def has(self, name: str) -> bool:
        return name in self._values

    def value(self, name: str) -> Any:
        """The value as it is; None when it is missing."""
        return self._values.get(name)

    def path(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def refusal(self, name: str, problem: str) -> Invalid:
        """To raise for a value that cannot be used."""
        return Invalid(f"{self.path(name)}: {problem}")

    def integer(self, name: str) -> int:
        value = self.value(name)
        if type(value) is not int or abs(value) >= _INTEGER_LIMIT:
            raise self.refusal(name, "must be a whole number")
        return value

    def identity(self, name: str = "id") -> int:
        """A positive whole number, also when written as a text."""
        value = self.value(name)
        number = int(value) if isinstance(value, str) and value.isdecimal() else value
        if type(number) is not int or not 0 < number < _INTEGER_LIMIT:
            raise self.refusal(name, "must be a positive whole number")
        return number

    def number(self, name: str) -> float:
        value = self.value(name)
        if type(value) not in (int, float):
            raise self.refusal(name, "must be a number")
        return float(value)

    def flag(self, name: str) -> bool:
        value = self.value(name)
        if not isinstance(value, bool):
            raise self.refusal(name, "must be true or false")
        return value

    def text(self, name: str) -> str:
        return self.checked(name, self.value(name))

    def optional_text(self, name: str) -> str | None:
        """The text, None where it is null or missing."""
        return None if self.value(name) is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.checked(name, item) for item in self.items(name))

    def date(self, name: str) -> datetime:
        """A date and time; UTC where no offset is written."""
        text = self.text(name)
        try:
            value = datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            raise self.refusal(name, "must be a date like 2018-10-11T12:30:45Z") from None
        return (
            value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)
        )

    def items(self, name: str) -> list[Any]:
        """A list; empty where it is null."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refusal(name, "must be a list")
        return value

    def fields(self, name: str) -> Fields:
        """The object ``name``."""
        return self.nested(self.value(name), name)

    def each(self, name: str) -> Iterator[Fields]:
        """The objects of the list ``name``."""
        for index, item in enumerate(self.items(name)):
            yield self.nested(item, f"{name}[{index}]")

    def nested(self, value: Any, name: str) -> Fields:
        return Fields(value, self.path(name))

    def present(self, names: Collection[str]) -> list[str]:
        """Those of the names that the object has."""
        return [name for name in names if name in self._values]

    def checked(self, name: str, value: Any) -> str:
        """``value`` as a text that can be stored; ``name`` says where it comes from."""
        if not isinstance(value, str):
            raise self.refusal(name, "must be a text")
        if "\x00" in value:
            raise self.refusal(name, "must not contain a NUL character")
        return value
