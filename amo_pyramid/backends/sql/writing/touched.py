"""What a put has touched: where derived values may be wrong now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.backends.sql.writing.parts import PARTS, Values

_ADDON_OF_VERSION = PARTS[RecordKind.VERSION][0].columns.index("addon_id")
_USER_OF_AUTHOR = PARTS[RecordKind.ADDON][1].columns.index("user_id")


@dataclass(slots=True)
class Touched:
    """Ids by what happened to them.

    ``addons`` and ``authors`` are those of changed and new add-ons, versions included; ``new``
    are the add-ons that were not there before. ``users`` and ``licenses`` are those that were
    there before and look different now.
    """

    addons: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    authors: set[int] = field(default_factory=set)
    users: set[int] = field(default_factory=set)
    licenses: set[int] = field(default_factory=set)

    def note(
        self,
        kind: RecordKind,
        given: Sequence[Sequence[Values]],
        before: Sequence[Sequence[Values]],
    ) -> None:
        """Note a new or changed record by the rows of its parts, new and old."""
        own = given[0][0]
        if kind is RecordKind.ADDON:
            self.addons.add(own[0])
            if not before[0]:
                self.new.add(own[0])
            self.authors.update(row[_USER_OF_AUTHOR] for row in (*given[1], *before[1]))
        elif kind is RecordKind.VERSION:
            self.addons.update(row[_ADDON_OF_VERSION] for row in (own, *before[0]))
        elif kind is RecordKind.USER and before[0]:
            self.users.add(own[0])
        elif kind is RecordKind.LICENSE and before[0]:
            self.licenses.add(own[0])
