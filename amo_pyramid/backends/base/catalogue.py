"""The catalogue: what is known of add-ons, versions, people and groups.

A :class:`Catalogue` opens :class:`CatalogueSession` objects; each belongs to one request, job or
command and holds the repositories, which share its transaction. Everything in and out is a
frozen domain object. Only the four exceptions of :mod:`amo_pyramid.domain.errors` leave a backend.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from amo_pyramid.backends.base.editorial import Collections, Editorial
from amo_pyramid.backends.base.keys import Keys
from amo_pyramid.backends.base.leases import Leases
from amo_pyramid.backends.base.ledger import Entry, LedgerKind
from amo_pyramid.backends.base.packages import Packages
from amo_pyramid.backends.base.repositories import Addons, Users, Versions
from amo_pyramid.backends.base.site import SiteSwitches
from amo_pyramid.backends.base.statistics import Statistics
from amo_pyramid.backends.base.tables import Tables
from amo_pyramid.domain import collection
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.editorial import (
    BrowserMapping,
    CompatOverride,
    DiscoveryItem,
    Replacement,
)
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.popularity import Popularity
from amo_pyramid.domain.user import Group, User
from amo_pyramid.domain.version import License, Version

#: Every relation an add-on can have loaded, its versions excluded (a version is its own record).
ADDON_NEEDS: Needs = frozenset(
    {"texts", "authors", "categories", "tags", "previews", "persona", "promotion"}
)
#: Every relation a version can have loaded.
VERSION_NEEDS: Needs = frozenset({"license", "files", "ranges", "approvals", "previews"})

Record: TypeAlias = (
    User
    | Group
    | License
    | Addon
    | Version
    | DiscoveryItem
    | Replacement
    | CompatOverride
    | BrowserMapping
    | collection.Collection
)


class RecordKind(str, Enum):
    """The kinds of record the catalogue stores, in the order in which they refer to each other."""

    USER = "user"
    GROUP = "group"
    LICENSE = "license"
    ADDON = "addon"
    VERSION = "version"
    DISCOVERY = "discovery"
    REPLACEMENT = "replacement"
    OVERRIDE = "override"
    MAPPING = "mapping"
    COLLECTION = "collection"


#: Rows of the editorial lists: nothing refers to them, so they can be deleted.
EDITORIAL_KINDS = frozenset(
    {
        RecordKind.DISCOVERY,
        RecordKind.REPLACEMENT,
        RecordKind.OVERRIDE,
        RecordKind.MAPPING,
    }
)


@dataclass(slots=True)
class Outcome:
    """What a ``put`` did, by number of records."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __iadd__(self, other: Outcome) -> Outcome:
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        return self


class CatalogueSession(ABC):
    """The repositories of one unit of work."""

    addons: Addons
    versions: Versions
    users: Users
    editorial: Editorial
    collections: Collections
    site: SiteSwitches
    packages: Packages
    statistics: Statistics
    leases: Leases
    keys: Keys
    tables: Tables = Tables()

    #: Called by :meth:`put` and :meth:`touch` at their end, within the unit of work, with the ids
    #: of the add-ons that look different now and, among these, of those that are new. What it
    #: raises undoes the call. Whoever keeps something that follows the catalogue sets it.
    on_change: Callable[[Collection[int], Collection[int]], None] = staticmethod(
        lambda ids, new: None
    )

    @abstractmethod
    def put(self, records: Sequence[Record]) -> Outcome:
        """Store records, whole, by id; several kinds may be mixed.

        A record equal to the stored one is left alone and counted as unchanged. Users, licences
        and add-ons that a record refers to must be stored or come earlier in the same call;
        otherwise, and when a unique value is taken, raises ``Conflict`` and the caller must give
        the unit of work up. Afterwards the derived values are right: current and latest unlisted
        version, ``User.is_public``, and a new revision on every add-on that looks different.
        Records must have all their relations loaded.
        """

    @abstractmethod
    def put_popularity(self, numbers: Sequence[Popularity]) -> None:
        """Store derived numbers of stored add-ons, which get a new revision."""

    @abstractmethod
    def touch(self, addon_ids: Collection[int]) -> None:
        """Give add-ons a new revision although no record of theirs changes: something else that
        their answers show does. Unknown ids are left out."""

    def execute(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Run a statement on a plugin's own tables, in this unit of work and its transaction;
        the rows that it returns.

        ``statement`` is one of SQLAlchemy Core, for catalogues in an SQL database. The
        catalogue's own tables are no part of any promise. Raises ``Invalid`` where there is no
        SQL database or this session only reads, ``Conflict`` when a constraint is violated (the
        caller must give the unit of work up), ``Unavailable``.
        """
        raise Invalid("This catalogue is not in an SQL database.")

    @abstractmethod
    def delete(self, kind: RecordKind, ids: Collection[int]) -> int:
        """Delete records of one of the :data:`EDITORIAL_KINDS`; how many there were. Raises
        ``Invalid`` for any other kind: those are marked as deleted and stay."""

    @abstractmethod
    def put_entries(self, kind: LedgerKind, entries: Sequence[Entry]) -> Outcome:
        """Store entries of the ledger in place of what they replace; of those that are the same
        the last stays, and counts. Raises ``Conflict`` when a
        package is of an add-on that is not stored."""

    @abstractmethod
    def entries(
        self, kind: LedgerKind, *, after: Entry | None = None, limit: int = 500
    ) -> Sequence[Entry]:
        """Entries of the ledger, in a fixed order, from the one after ``after``."""

    @abstractmethod
    def count_entries(self, kind: LedgerKind) -> int:
        """How many entries of a kind are stored."""

    @abstractmethod
    def reserve(self, kind: RecordKind, count: int) -> Sequence[int]:
        """Ids that no record of that kind has, for records that come without one."""

    @abstractmethod
    def reserve_children(self, kind: str, count: int) -> Sequence[int]:
        """The same for ``file`` and ``preview`` ids."""

    @abstractmethod
    def records(self, kind: RecordKind, *, after: int = 0, limit: int = 500) -> Sequence[Record]:
        """Stored records of a kind with an id above ``after``, by id, all relations loaded
        (an add-on's versions excepted: they are records of their own)."""

    def every(self, kind: RecordKind) -> Iterator[Any]:
        """All stored records of a kind, by id, read in portions."""
        after = 0
        while records := self.records(kind, after=after):
            yield from records
            after = records[-1].id

    @abstractmethod
    def count(self, kind: RecordKind) -> int:
        """How many records of a kind are stored."""

    @abstractmethod
    def close(self) -> None:
        """Give the connection back. A joined session is closed by its transaction instead."""


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Where the storage's own structure stands against what this code wants.

    ``left`` is what plugins that are not in use have left behind; it does no harm.
    """

    current: tuple[str, ...]
    wanted: tuple[str, ...]
    is_newer: bool = False
    left: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        return set(self.current) == set(self.wanted)


class Catalogue(ABC):
    """A catalogue backend."""

    @abstractmethod
    def read(self) -> CatalogueSession:
        """A session that only reads, outside any transaction manager; ``close`` it."""

    @abstractmethod
    def join(self, manager: Any) -> CatalogueSession:
        """A session that reads and writes within the current transaction of ``manager``
        (:class:`transaction.TransactionManager`): committed with it, aborted with it."""

    @abstractmethod
    def schema_state(self) -> SchemaState:
        """Whether the database fits this code. Raises ``Unavailable``."""

    @abstractmethod
    def upgrade(self) -> None:
        """Bring the database to this code's structure. Raises ``Invalid`` when it is newer than
        the code, ``Unavailable`` when it cannot be reached."""

    def remove_plugin(self, name: str) -> None:
        """Take the structure of a plugin that is in use out of the database, with all its data;
        ``name`` is what the names of its migrations begin with. Raises ``NotFound`` when there is
        nothing of it, ``Invalid`` when that cannot be done."""
        raise Invalid("This catalogue keeps no tables of plugins.")

    @abstractmethod
    def check(self) -> None:
        """Raise ``Unavailable`` when the database cannot be used."""

    @abstractmethod
    def close(self) -> None:
        """Release all connections; the object is not used afterwards."""
