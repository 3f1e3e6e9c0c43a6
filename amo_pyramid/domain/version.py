"""Versions of an add-on and their files (catalog.md §6.3-§6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.domain.text import EMPTY, Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """A licence. ``builtin`` 0 is a developer's own text; 11-18 have constant names (§2.8)."""

    id: int
    builtin: int = 0
    name: Localized = EMPTY
    text: Localized = EMPTY
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One package. ``hash`` is ``sha256:`` and 64 hex digits, ``size`` is in bytes."""

    id: int
    filename: str
    hash: str = ""
    size: int = 0
    platform: Platform = Platform.ALL
    status: Status = Status.UNREVIEWED
    created: datetime
    is_webextension: bool = True
    is_restart_required: bool = False
    is_mozilla_signed_extension: bool = False
    is_strict_compatibility_enabled: bool = False
    permissions: tuple[str, ...] = ()
    optional_permissions: tuple[str, ...] = ()
    host_permissions: tuple[str, ...] = ()
    data_collection_permissions: tuple[str, ...] = ()
    optional_data_collection_permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRange:
    """The application versions a version says it runs in, as the developer wrote them."""

    application: Application
    min: str
    max: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A version approved for a promoted group in an application (§6.8)."""

    group: PromotedGroup
    application: Application


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewColor:
    """A color of a screenshot, each component from 0 to 255; ``ratio`` is the part of the
    picture that has it, from 0 to 1 (catalog.md §5.1)."""

    h: float
    s: float
    l: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A screenshot, of an add-on or (static themes) of a version. Sizes are (width, height)."""

    id: int
    position: int = 0
    caption: Localized = EMPTY
    created: datetime
    modified: datetime
    image_size: tuple[int, int] | None = None
    thumbnail_size: tuple[int, int] | None = None
    colors: tuple[PreviewColor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version. ``files`` are ordered by id, ``ranges`` by application id.

    ``previews`` belong to the version only for static themes. The relations are ``NOT_LOADED``
    unless the query's needs name them: ``files``, ``ranges``, ``license``, ``approvals``,
    ``previews``.
    """

    id: int
    addon_id: int
    version: str
    channel: Channel = Channel.LISTED
    created: datetime
    modified: datetime
    reviewed: datetime | None = None
    is_deleted: bool = False
    release_notes: Localized = EMPTY
    license_id: int | None = None
    license: License | None = NOT_LOADED
    files: tuple[File, ...] = NOT_LOADED
    ranges: tuple[ApplicationRange, ...] = NOT_LOADED
    approvals: tuple[Approval, ...] = NOT_LOADED
    previews: tuple[Preview, ...] = NOT_LOADED

    @property
    def is_strict_compatibility_enabled(self) -> bool:
        """Whether any file enforces its maximum version (§3.3)."""
        return any(file.is_strict_compatibility_enabled for file in self.files)
