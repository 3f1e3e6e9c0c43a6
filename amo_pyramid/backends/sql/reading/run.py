"""How a statement is run, whoever holds the connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Executable

#: Of one run of a statement, or of several runs.
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]
#: Runs a statement that answers rows and gives all of them.
Run: TypeAlias = Callable[[Executable, Parameters], Sequence[Any]]
