"""Review states of add-ons and files (catalog.md §2.3)."""

from __future__ import annotations

from amo_pyramid.constants.names import NamedNumber


class Status(NamedNumber):
    """Where an add-on or a file stands in review."""

    INCOMPLETE = 0
    UNREVIEWED = 1
    PENDING = 2
    NOMINATED = 3
    PUBLIC = 4
    DISABLED = 5
    LITE = 8
    LITE_NOMINATED = 9
    DELETED = 11
    REJECTED = 12
    REVIEW_PENDING = 14
