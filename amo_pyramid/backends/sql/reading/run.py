"""How a statement is run, whoever holds the connection, and what was found put in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Executable

K = TypeVar("K")
T = TypeVar("T")
#: Of one run of a statement, or of several runs.
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]
#: Runs a statement that answers rows and gives all of them.
Run: TypeAlias = Callable[[Executable, Parameters], Sequence[Any]]


def in_order(keys: Sequence[K], found: Mapping[K, T]) -> list[T]:
    """What was found, in the order of ``keys``."""
    return [found[key] for key in keys if key in found]
