"""The mark for what was not asked of storage.

A relation or long text that a query did not name in its *needs* holds ``NOT_LOADED``; using it
raises, whatever the backend, so a forgotten need is an error in a test and not a silent null.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeAlias

#: Dotted names of the relations to load along: ``frozenset({"authors", "current_version.files"})``.
Needs: TypeAlias = frozenset[str]


class NotLoaded:
    """Raises on every use that would mistake it for a value."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise RuntimeError("this value was not loaded: name it in the needs of the query")

    __bool__ = __iter__ = __len__ = __getitem__ = __getattr__ = _refuse

    def __repr__(self) -> str:
        return "NOT_LOADED"


NOT_LOADED: Any = NotLoaded()


def needs_below(needs: Needs, relation: str) -> Needs:
    """The needs of what a relation leads to: ``files`` of ``current_version.files``."""
    prefix = f"{relation}."
    return frozenset(need[len(prefix) :] for need in needs if need.startswith(prefix))
