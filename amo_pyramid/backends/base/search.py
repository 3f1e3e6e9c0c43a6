"""The search index: finds add-ons by text and filters.

The index follows the catalogue: whoever changes add-ons hands their ids to :meth:`index` in the
same unit of work. It can always be made anew from the catalogue with :meth:`Search.rebuild`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

from amo_pyramid.domain.search import AddonQuery, Explanation, Hit, Hits

#: Called with (done, total) while a rebuild runs.
Progress: TypeAlias = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """A progress that nobody sees."""


class SearchSession(ABC):
    """The index within one unit of work."""

    @abstractmethod
    def find(self, query: AddonQuery) -> Hits:
        """A page of results. Raises ``InvalidPage`` for one that does not exist or reaches
        beyond the window.

        Every filter and order of catalog.md §5.1, relevance after §7.2. The order is total and
        stable: the pages of an unchanged index hold every result exactly once. Scores fall, or
        stay, from one result to the next.
        """

    @abstractmethod
    def suggest(self, query: AddonQuery, limit: int = 10) -> Sequence[Hit]:
        """The first results for what has been typed so far; page and window are ignored."""

    @abstractmethod
    def explain(self, query: AddonQuery, ids: Sequence[int]) -> Sequence[Explanation]:
        """Why these add-ons stand where they do for the query's text, in the order of ids; those
        that are not in the index are left out."""

    @abstractmethod
    def index(self, ids: Collection[int]) -> None:
        """Bring these add-ons up to date from the catalogue; those that are no reviewed content
        (or no longer there) leave the index. Part of the unit of work."""

    @abstractmethod
    def remove(self, ids: Collection[int]) -> None:
        """Take these add-ons out. Unknown ids are ignored."""

    @abstractmethod
    def close(self) -> None:
        """Give the connection back. A joined session is closed by its transaction instead."""


class Search(ABC):
    """A search backend."""

    @abstractmethod
    def read(self) -> SearchSession:
        """A session that only reads; ``close`` it."""

    @abstractmethod
    def join(self, manager: Any) -> SearchSession:
        """A session within the current transaction of ``manager``."""

    @abstractmethod
    def rebuild(self, progress: Progress = silent) -> int:
        """Make the whole index anew and give the number of add-ons in it.

        The old index answers until the new one is complete; changes made meanwhile are in it.
        Killed in the middle it leaves the old index untouched, and can simply be run again. Of
        two at once the later one goes on and the other raises ``Conflict``.
        """

    @abstractmethod
    def stale(self) -> int:
        """How many add-ons the index has not, has in another state than the catalogue, or has
        although they are no reviewed content: 0 for an index that follows the catalogue."""

    @abstractmethod
    def needs_rebuild(self) -> bool:
        """Whether there is no index yet for a catalogue that has something to find, or one that
        was made by other rules than this program's."""

    @abstractmethod
    def check(self) -> None:
        """Raise ``Unavailable`` when the index cannot be used."""

    @abstractmethod
    def close(self) -> None:
        """Release what is held; the object is not used afterwards."""
