"""The repositories of add-ons, versions and people."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.addon import Addon, AddonAccess, AddonState
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import AddonRef, Page, VersionQuery
from amo_pyramid.domain.user import SignIn, User, Works
from amo_pyramid.domain.version import Version


class Addons(ABC):
    """The add-ons repository."""

    @abstractmethod
    def resolve(self, ref: AddonRef) -> AddonState | None:
        """Who is meant, in one narrow statement; None when there is no such add-on.

        Deleted add-ons are found by id and guid (their slug is gone). Guids and slugs are
        compared without regard to case; of guids that differ only in case the exact one wins,
        then the lowest id. Sees what is committed; costs one statement.
        """

    @abstractmethod
    def access(self, addon_id: int, user_id: int) -> AddonAccess:
        """What the rules of catalog.md §5.3 ask about a signed-in person, in one statement.

        Deleted versions do not count as versions.
        """

    @abstractmethod
    def by_ids(self, ids: Sequence[int], needs: Needs) -> list[Addon]:
        """The add-ons in the order of ``ids``; unknown ids are left out.

        The number of statements depends on ``needs`` only, never on the number of ids.
        ``current_version`` and ``latest_unlisted_version`` are loaded with the relations named
        after the dot. Raises ``Invalid`` for a need that does not exist.
        """

    @abstractmethod
    def public_theme(self, number: int, *, is_persona_id: bool) -> tuple[int, int | None] | None:
        """Id of a public lightweight theme, and of the static theme that it has become, by its
        id or by that of its persona. One statement."""

    @abstractmethod
    def ids_of(
        self, *, guids: Collection[str] = (), slugs: Collection[str] = ()
    ) -> Mapping[str, int]:
        """Ids of stored add-ons by exact guid or slug; unknown ones are absent."""

    @abstractmethod
    def public_by_guids(self, guids: Sequence[str]) -> list[AddonState]:
        """The add-ons of these exact guids that are reviewed content (approved, not disabled,
        with a current version), in the order of ``guids``, each once. One statement."""

    @abstractmethod
    def language_tools(
        self,
        application: Application,
        types: Collection[AddonType],
        authors: Collection[str] | None = None,
    ) -> list[tuple[int, int]]:
        """Id and revision, by id, of the add-ons for a language (catalog.md §5.7).

        Those of ``types`` that are reviewed content, have a target locale and a current version
        for ``application`` (or are of a type that runs in it without saying so, §3.2); with
        ``authors``, only those with a listed author of one of these exact usernames. One
        statement.
        """


class Versions(ABC):
    """The versions repository."""

    @abstractmethod
    def get(self, version_id: int, needs: Needs) -> Version | None:
        """The version, deleted or not, or None."""

    @abstractmethod
    def by_ids(self, ids: Sequence[int], needs: Needs) -> list[Version]:
        """The versions in the order of ``ids``, unknown ones left out, constant statements."""

    @abstractmethod
    def find(self, query: VersionQuery, needs: Needs) -> Page[Version]:
        """A page of an add-on's versions. Raises ``InvalidPage`` for one that does not exist.

        The public filter shows listed versions that are not deleted and have an approved file.
        """

    @abstractmethod
    def addon_of_file(self, file_id: int) -> int | None:
        """The add-on whose file that is, in whatever state; None for an unknown file."""

    @abstractmethod
    def latest_compatible(
        self, addon_ids: Collection[int], application: Application, low: int, high: int
    ) -> Mapping[int, int]:
        """Add-on id to the id of its newest listed, approved version whose range in
        ``application`` has ``min <= low`` and ``max >= high`` (catalog.md §3.2, real max)."""


class Users(ABC):
    """Accounts and groups."""

    @abstractmethod
    def by_ids(self, ids: Sequence[int]) -> list[User]:
        """The users in the order of ``ids``; unknown ids are left out."""

    @abstractmethod
    def by_username(self, username: str) -> User | None:
        """The user of that exact name, or None."""

    @abstractmethod
    def rules_of(self, user_id: int) -> frozenset[str]:
        """The permission rules of all groups the user is in."""

    @abstractmethod
    def works_of(self, user_id: int) -> Works:
        """What profiles tell of the user's add-ons; deleted ones do not count. One statement."""

    @abstractmethod
    def addons_of(self, user_id: int) -> Sequence[int]:
        """The ids of the add-ons that the user is an author of, listed or not, by id."""

    @abstractmethod
    def last_sign_in(self, user_id: int) -> SignIn | None:
        """What :meth:`note_sign_in` noted last."""

    @abstractmethod
    def note_sign_in(self, user_id: int, sign_in: SignIn) -> None:
        """Remember when and from where a user signed in, as part of the unit of work. Waits for
        nobody who stores users. Raises ``Conflict`` for an unknown user, or when somebody else
        notes the same user's first time at the same moment."""
