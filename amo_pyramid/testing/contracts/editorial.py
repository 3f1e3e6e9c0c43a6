"""What every catalogue does with editorial lists and collections."""

from __future__ import annotations

from amo_pyramid.testing.contracts.editorial_addons import AddonListsContract
from amo_pyramid.testing.contracts.editorial_lists import (
    DiscoveryContract,
    ListsContract,
    PromotedContract,
    ReplacementsContract,
)
from amo_pyramid.testing.contracts.editorial_records import (
    DeleteContract,
    EditorialConflictContract,
    EditorialRecordsContract,
)


class EditorialContract(
    EditorialRecordsContract,
    EditorialConflictContract,
    DeleteContract,
    DiscoveryContract,
    PromotedContract,
    ReplacementsContract,
    ListsContract,
    AddonListsContract,
):
    """The whole suite. A subclass gives a fixture ``catalogue``: an empty, upgraded catalogue."""
