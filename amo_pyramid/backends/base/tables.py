"""Rows of plugins' own tables, for dumps.

Nothing is known of them but their columns, so they are plain JSON, in forms that every database
takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from amo_pyramid.domain.errors import Invalid

if TYPE_CHECKING:
    from amo_pyramid.backends.base.catalogue import Outcome

#: Column to value, as JSON.
Row: TypeAlias = Mapping[str, Any]


class Tables:
    """The tables that plugins want in dumps. This class is for catalogues that have none."""

    @property
    def names(self) -> Sequence[str]:
        """All of them, in the order in which their rows can be stored."""
        return ()

    def count(self, name: str) -> int:
        """How many rows there are. Raises ``Invalid`` for a table that no plugin has named."""
        raise Invalid(f"No plugin in use has a table {name}.")

    def portions(self, name: str, size: int) -> Iterator[Sequence[Row]]:
        """All rows by their primary key, so many at once. Raises ``Invalid`` for such a table,
        and for a value that its column does not announce."""
        raise Invalid(f"No plugin in use has a table {name}.")

    def put(self, name: str, rows: Sequence[Row]) -> Outcome:
        """Store rows, whole, in place of those with the same primary key; of two the last stays.

        Raises ``Invalid`` for such a table and for a row that does not fit it, ``Conflict`` when
        a constraint is violated (the caller must give the unit of work up).
        """
        raise Invalid(f"No plugin in use has a table {name}.")
