"""What every catalogue does, as tests that know only the contract."""

from __future__ import annotations

from amo_pyramid.testing.contracts.catalogue_addons import AddonsContract, UsersContract
from amo_pyramid.testing.contracts.catalogue_derived import (
    CurrentVersionContract,
    FollowingContract,
    PublicUserContract,
    RevisionContract,
)
from amo_pyramid.testing.contracts.catalogue_keys import (
    KeysContract,
    SignInContract,
    WorksContract,
)
from amo_pyramid.testing.contracts.catalogue_put import (
    ConflictContract,
    PutContract,
    RecordsContract,
)
from amo_pyramid.testing.contracts.catalogue_sessions import (
    ReserveContract,
    SessionContract,
    StateContract,
)
from amo_pyramid.testing.contracts.catalogue_versions import (
    CompatibilityContract,
    LicensesContract,
    VersionListContract,
    VersionsContract,
)


class CatalogueContract(
    AddonsContract,
    UsersContract,
    VersionsContract,
    VersionListContract,
    CompatibilityContract,
    LicensesContract,
    PutContract,
    ConflictContract,
    RecordsContract,
    CurrentVersionContract,
    PublicUserContract,
    RevisionContract,
    FollowingContract,
    SessionContract,
    ReserveContract,
    StateContract,
    KeysContract,
    SignInContract,
    WorksContract,
):
    """The whole suite. A subclass gives a fixture ``catalogue``: an empty, upgraded catalogue."""
