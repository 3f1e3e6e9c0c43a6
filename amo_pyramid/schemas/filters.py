"""Schemas whose parameters depend on each other and are refused one at a time.

Search checks its filters in a fixed order and reports the first that is wrong
(catalog.md §5.1). A mapping of the type :class:`InOrder` does that: its nodes are in the order of
the checks, and a :class:`Filter` sees all that was sent beside what was understood before it.
Nodes of any other type (those of third parties) see their own parameter only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import colander

Raw = Mapping[str, str]
Parsed = Mapping[str, Any]


class Refused(Exception):
    """A parameter is not accepted; the message is for the caller."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Input:
    """What a filter's parser sees: its own text, all parameters, and the values before it."""

    text: str
    raw: Raw
    parsed: Parsed
    context: Any


class Filter(colander.SchemaType):
    """The type of a parameter read by ``parse(Input)``, which raises :class:`Refused`.

    It is asked whenever the parameter is present, even when it is empty.
    """

    def __init__(self, parse: Callable[[Input], Any]) -> None:
        self.parse = parse


class InOrder(colander.Mapping):
    """A mapping that stops at the first child that refuses. ``context`` is for its filters."""

    def __init__(self, context: Any = None) -> None:
        super().__init__(unknown="ignore")
        self.context = context

    def deserialize(self, node: Any, cstruct: Any) -> dict[str, Any]:
        parsed: dict[str, Any] = {}
        for child in node.children:
            text = cstruct.get(child.name)
            if text is None:
                continue
            if isinstance(child.typ, Filter):
                given = Input(text, cstruct, parsed, self.context)
                parsed[child.name] = _parse(child, given)
            else:
                parsed[child.name] = child.deserialize(text)
        return parsed


def _parse(node: Any, given: Input) -> Any:
    try:
        return node.typ.parse(given)
    except Refused as refused:
        raise colander.Invalid(node, refused.message) from None
