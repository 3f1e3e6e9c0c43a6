"""How a statement is run, whoever holds the connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Executable

#: Runs a statement that answers rows and gives all of them.
Run: TypeAlias = Callable[[Executable, Mapping[str, Any]], Sequence[Any]]
