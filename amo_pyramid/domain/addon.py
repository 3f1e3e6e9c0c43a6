"""Add-ons (catalog.md §6.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.domain.text import EMPTY, Localized
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import Preview, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person attached to an add-on; unlisted ones are not shown but have an author's rights."""

    user_id: int
    role: str = "owner"  # or "developer"
    is_listed: bool = True
    position: int = 0
    user: User = NOT_LOADED


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """Membership in a promoted group; no application means every one (§2.6)."""

    group: PromotedGroup
    application: Application | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """The data of a lightweight theme (§6.9). Colours are hex digits without ``#``. ``movers`` is
    how much its popularity has grown (stats.md §3.5), ``static_theme_id`` the static theme that it
    has become."""

    persona_id: int = 0
    header: str = ""
    footer: str = ""
    accent_color: str | None = None
    text_color: str | None = None
    author: str = ""
    display_username: str = ""
    popularity: int = 0
    movers: float = 0.0
    static_theme_id: int | None = None
    checksum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addon:
    """An add-on.

    ``revision`` grows with every write that can change how the add-on is shown, so an answer
    made for a revision is right for as long as that revision is the stored one.

    ``categories`` are ids of :mod:`amo_pyramid.constants.categories`. ``icon_type`` is empty
    (no icon), ``icon/NAME`` (a stock icon) or the media type of an uploaded one.

    Needs: ``texts`` (developer_comments, eula, privacy_policy), ``authors``, ``categories``,
    ``tags``, ``previews``, ``persona``, ``promotion``, ``current_version`` and
    ``latest_unlisted_version`` with their own relations after a dot
    (``current_version.files``).
    """

    id: int
    guid: str | None
    slug: str | None
    type: AddonType = AddonType.EXTENSION
    status: Status = Status.INCOMPLETE
    is_disabled_by_developer: bool = False
    default_locale: str = "en-US"
    name: Localized = EMPTY
    summary: Localized = EMPTY
    description: Localized = EMPTY
    homepage: Localized = EMPTY
    support_email: Localized = EMPTY
    support_url: Localized = EMPTY
    developer_comments: Localized = NOT_LOADED
    eula: Localized = NOT_LOADED
    privacy_policy: Localized = NOT_LOADED
    contributions_url: str = ""
    created: datetime
    modified: datetime
    last_updated: datetime | None = None
    average_daily_users: int = 0
    weekly_downloads: int = 0
    hotness: float = 0.0
    average_rating: float = 0.0
    bayesian_rating: float = 0.0
    ratings_count: int = 0
    text_ratings_count: int = 0
    icon_type: str = ""
    icon_hash: str | None = None
    is_experimental: bool = False
    requires_payment: bool = False
    has_public_stats: bool = False
    target_locale: str | None = None
    excluded_regions: tuple[str, ...] = ()
    authors: tuple[Author, ...] = NOT_LOADED
    categories: tuple[int, ...] = NOT_LOADED
    tags: tuple[str, ...] = NOT_LOADED
    previews: tuple[Preview, ...] = NOT_LOADED
    persona: Persona | None = NOT_LOADED
    promotion: Promotion | None = NOT_LOADED
    # Derived by the catalogue, never written by a caller and not part of equality.
    has_eula: bool = field(default=False, compare=False)
    has_privacy_policy: bool = field(default=False, compare=False)
    revision: int = field(default=0, compare=False)
    current_version: Version | None = field(default=NOT_LOADED, compare=False)
    latest_unlisted_version: Version | None = field(default=NOT_LOADED, compare=False)

    @property
    def is_public(self) -> bool:
        """Approved and not switched off by its developer (§2.3)."""
        return self.status is Status.PUBLIC and not self.is_disabled_by_developer

    @property
    def is_disabled(self) -> bool:
        return self.status is Status.DISABLED or self.is_disabled_by_developer


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonState:
    """What one narrow statement tells: enough to decide who may see the add-on, and which
    revision of it is current. ``excluded_regions`` are upper-case country codes."""

    id: int
    revision: int
    type: AddonType
    status: Status
    is_disabled_by_developer: bool
    excluded_regions: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.status is Status.PUBLIC and not self.is_disabled_by_developer

    @property
    def is_deleted(self) -> bool:
        return self.status is Status.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonAccess:
    """What decides whether a signed-in person may see a hidden add-on (catalog.md §5.3)."""

    is_author: bool
    has_listed_versions: bool
    has_unlisted_versions: bool
