"""Whether a version is shown in the catalogue (catalog.md §2.5)."""

from __future__ import annotations

from amo_pyramid.constants.names import NamedNumber


class Channel(NamedNumber):
    """A version's audience: its developer's own users, or everybody."""

    UNLISTED = 1
    LISTED = 2
