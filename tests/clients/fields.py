"""Tables of fields that clients read, and the check that an answer has them all.

A table maps a path to a kind. ``files[].url`` is the ``url`` of every element of ``files``;
``license?.name`` is the ``name`` of ``license`` unless that is null. Every key of a path must be
there, and at least one value must be found for it, or the table would prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Kind = Callable[[Any], bool]
Table = Mapping[str, Kind]

ABSOLUTE = re.compile(r"https://[a-z0-9.-]+/\S*\Z")
#: Pictures must come from the configured origin.
OWN = "https://addons.example/"


def text(value: Any) -> bool:
    return isinstance(value, str)


def word(value: Any) -> bool:
    """A text with something in it."""
    return isinstance(value, str) and bool(value)


def translations(value: Any) -> bool:
    """An object from language to text."""
    return isinstance(value, dict) and bool(value) and all(map(text, value.values()))


def url(value: Any) -> bool:
    return isinstance(value, str) and ABSOLUTE.match(value) is not None


def own_url(value: Any) -> bool:
    return url(value) and value.startswith(OWN)


def bitmap(value: Any) -> bool:
    """A picture of the configured origin that is no SVG."""
    return own_url(value) and value.partition("?")[0].endswith(".png")


def integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def stars(value: Any) -> bool:
    return number(value) and 0 <= value <= 5


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def object_(value: Any) -> bool:
    return isinstance(value, dict)


def array(value: Any) -> bool:
    return isinstance(value, list)


def words(value: Any) -> bool:
    return isinstance(value, list) and all(map(word, value))


def size(value: Any) -> bool:
    """Width and height."""
    return isinstance(value, list) and len(value) == 2 and all(map(integer, value))


def date(value: Any) -> bool:
    """UTC in whole seconds."""
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z"
    return isinstance(value, str) and re.match(form, value) is not None


def hash_(value: Any) -> bool:
    return isinstance(value, str) and re.match(r"sha256:[0-9a-f]{64}\Z", value) is not None


def icons(value: Any) -> bool:
    """An object from a size in digits to a picture."""
    if not isinstance(value, dict) or not value.keys() >= {"32", "64"}:
        return False
    return all(key.isdigit() and bitmap(each) for key, each in value.items())


def ranges(value: Any) -> bool:
    """An object from an application to its lowest and highest version."""
    return isinstance(value, dict) and all(
        isinstance(each, dict) and each.keys() >= {"min", "max"} and all(map(word, each.values()))
        for each in value.values()
    )


def application_words(value: Any) -> bool:
    """An object from an application to words."""
    return isinstance(value, dict) and all(map(words, value.values()))


def one_of(*choices: str) -> Kind:
    """Exactly one of these words."""

    def is_one(value: Any) -> bool:
        return value in choices

    is_one.__name__ = f"one of {', '.join(choices)}"
    return is_one


def nullable(kind: Kind) -> Kind:
    """Null, or what ``kind`` accepts."""

    def is_kind(value: Any) -> bool:
        return value is None or kind(value)

    is_kind.__name__ = f"{kind.__name__} or null"
    return is_kind


def below(path: str, table: Table) -> dict[str, Kind]:
    """The table for what is found at ``path``."""
    return {f"{path}.{key}": kind for key, kind in table.items()}


def check(found: Sequence[Any], table: Table) -> None:
    """Assert that all objects have the fields of the table, and that no address in them is
    relative."""
    assert found, "there is nothing to check"
    for path, kind in table.items():
        values = [value for each in found for value in _values(each, path.split("."), path)]
        assert values, f"no value for {path}"
        for value in values:
            assert kind(value), f"{path} is {value!r} and not {kind.__name__}"
    for each in found:
        _check_addresses(each)


def _values(value: Any, steps: Sequence[str], path: str) -> Iterator[Any]:
    if not steps:
        yield value
        return
    step, rest = steps[0], steps[1:]
    name = step.removesuffix("[]").removesuffix("?")
    assert isinstance(value, dict), f"{path}: {value!r} is no object"
    assert name in value, f"{path}: there is no {name} in {sorted(value)}"
    inner = value[name]
    if step.endswith("[]"):
        assert isinstance(inner, list), f"{path}: {name} is no array"
        for each in inner:
            yield from _values(each, rest, path)
    elif inner is not None or not step.endswith("?"):
        yield from _values(inner, rest, path)


def _check_addresses(value: Any) -> None:
    if isinstance(value, list):
        for each in value:
            _check_addresses(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and each and key.endswith(("url", "URL")):
                assert url(each), f"{key} is {each!r}: not absolute"
            _check_addresses(each)
