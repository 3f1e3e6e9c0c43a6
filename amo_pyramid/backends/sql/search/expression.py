"""What terms an add-on must have: a question to the database, or to the terms themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Node: TypeAlias = "str | All | Some | Without"
Test: TypeAlias = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the parts. There is at least one."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts. Without parts nothing fits."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What fits ``node`` and not ``unwanted``."""

    node: Node
    unwanted: Node


#: Fits nothing.
NOTHING = Some(())


def every(nodes: Iterable[Node]) -> Node:
    """All of the nodes; nothing when one of them is nothing, or when there are none."""
    parts = _flat(nodes, All)
    if not parts or NOTHING in parts:
        return NOTHING
    return parts[0] if len(parts) == 1 else All(parts)


def some(nodes: Iterable[Node]) -> Node:
    """Any of the nodes."""
    parts = _flat(nodes, Some)
    return parts[0] if len(parts) == 1 else Some(parts)


def _flat(nodes: Iterable[Node], kind: type[All] | type[Some]) -> tuple[Node, ...]:
    """The nodes, each once; those of the same kind by their parts: lists that are asked for
    twice are walked twice."""
    parts: dict[Node, None] = {}
    for node in nodes:
        parts.update(dict.fromkeys(node.parts if isinstance(node, kind) else (node,)))
    return tuple(parts)


def without(node: Node, unwanted: Node) -> Node:
    return node if NOTHING in (node, unwanted) else Without(node, unwanted)


def at_least(count: int, nodes: Iterable[Node]) -> Node:
    """That many of the nodes."""
    parts = list(nodes)
    if count <= 1 or count >= len(parts):
        return some(parts) if count <= 1 else every(parts)
    first, rest = parts[0], parts[1:]
    return some((every((first, at_least(count - 1, rest))), at_least(count, rest)))


def predicate(node: Node) -> Test:
    """A function that tells whether terms, each between two spaces, are what a node asks for."""
    if isinstance(node, str):
        wanted = f" {node} "
        return lambda terms: wanted in terms
    if isinstance(node, Without):
        inner, unwanted = predicate(node.node), predicate(node.unwanted)
        return lambda terms: inner(terms) and not unwanted(terms)
    tests = [predicate(part) for part in node.parts]
    # Plain loops: this runs for some hundred candidates of each search.
    return _all_of(tests) if isinstance(node, All) else _any_of(tests)


def _all_of(tests: Sequence[Test]) -> Test:
    def test_all(terms: str) -> bool:
        for test in tests:
            if not test(terms):
                return False
        return True

    return test_all


def _any_of(tests: Sequence[Test]) -> Test:
    def test_any(terms: str) -> bool:
        for test in tests:
            if test(terms):
                return True
        return False

    return test_any


def written(node: Node, *, quote: str, words: dict[Any, str]) -> str:
    """The node in a query language: its quotation mark and its words for and, or, not."""

    def write(each: Node) -> str:
        if isinstance(each, str):
            return f"{quote}{each}{quote}"
        if isinstance(each, Without):
            return f"({write(each.node)} {words[Without]} {write(each.unwanted)})"
        return f"({f' {words[type(each)]} '.join(map(write, each.parts))})"

    return write(node)
