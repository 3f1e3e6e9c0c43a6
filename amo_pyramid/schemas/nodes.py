"""Types of parameters, with AMO's wording (platform.md §3.3, §4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import colander

from amo_pyramid.domain.query import PageRequest

DEFAULT_PAGE_SIZE = 25
LARGEST_PAGE_SIZE = 50
LAST = "last"
#: No list has as many pages; longer numbers are refused before they are parsed.
LONGEST_NUMBER = 18


class OneOf(colander.SchemaType):
    """A word of a table. Anything else, the empty text too, is refused with ``message``."""

    def __init__(self, values: dict[str, Any], message: str) -> None:
        self.values = values
        self.message = message

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null:
            return colander.null
        if cstruct not in self.values:
            raise colander.Invalid(node, self.message)
        return self.values[cstruct]


class Parsed(colander.SchemaType):
    """A text understood by a function that gives None for what it does not understand.

    The parameter is refused with ``message``; with ``required`` also when it is absent.
    """

    def __init__(self, parse: Any, message: str, *, required: bool = False) -> None:
        self.parse = parse
        self.message = message
        self.required = required

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null and not self.required:
            return colander.null
        value = None if cstruct is colander.null else self.parse(cstruct)
        if value is None:
            raise colander.Invalid(node, self.message)
        return value


class Forbidden(colander.SchemaType):
    """A parameter that must not be there."""

    def __init__(self, message: str) -> None:
        self.message = message

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is not colander.null:
            raise colander.Invalid(node, self.message)
        return colander.null


def parameter(
    name: str, text: str, typ: Any = None, *, required: bool = False, **json: Any
) -> colander.SchemaNode:
    """A parameter of that name, in words and, where its type does not say it, as JSON Schema. It
    may be absent unless it is ``required``."""
    missing = colander.required if required else colander.drop
    return colander.SchemaNode(
        typ or colander.String(), name=name, description=text, missing=missing, json=json
    )


def one_of(words: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of one of these words."""
    return {"type": "string", "enum": sorted(words)}


def comma_list(words: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema of words separated by commas, of those named if any are."""
    known = list(words)
    return {"type": "array", "items": one_of(known) if known else {"type": "string"}}


def page_of(query: Any) -> PageRequest:
    """The page that ``page`` and ``page_size`` ask for (platform.md §4).

    A bad size is the default one; a bad page becomes number 0, which no list has.
    """
    return PageRequest(_number(query.get("page")), _size(query.get("page_size")))


def _size(text: str | None) -> int:
    size = _positive(text)
    return DEFAULT_PAGE_SIZE if size == 0 else min(size, LARGEST_PAGE_SIZE)


def _number(text: str | None) -> int | None:
    if text is None:
        return 1
    return None if text == LAST else _positive(text)


def _positive(text: str | None) -> int:
    """A positive whole number, or 0 for anything else."""
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        return 0
    return int(digits)
