"""Looking after the search index."""

from __future__ import annotations

from amo_pyramid.backends.base.search import Progress, Search, silent


def ensure_index(search: Search, progress: Progress = silent) -> int | None:
    """Make the index where there is none yet (a database from before there was one) or where it
    was made by other rules. The number of add-ons in it then; None where nothing had to be done.
    """
    return search.rebuild(progress) if search.needs_rebuild() else None
