"""What a source says, before it is merged into what is stored.

A draft holds only what its source contains: ``fields`` and ``texts`` by the names of the domain
object's attributes. ``defaults`` are used for an object that is not stored yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from amo_pyramid.constants.applications import Application
from amo_pyramid.operations.importing.promotions import PromotionChange
from amo_pyramid.operations.importing.texts import TextChange

#: The date of what no source dates.
UNKNOWN_DATE = datetime(2000, 1, 1, tzinfo=timezone.utc)


def made_up_slug(addon_id: int) -> str:
    """The slug of an add-on whose source does not tell it."""
    return f"addon-{addon_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a source says of one object."""

    id: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, TextChange] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseDraft(Draft):
    """``is_custom`` is None where the source does not tell. ``slug`` and ``names`` serve to
    recognise a predefined license; without ``id`` the license is found by them."""

    is_custom: bool | None = None
    slug: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDraft(Draft):
    """``files``, ``license`` and ``ranges`` are None where the source is silent, as are the two
    flags. ``has_license`` tells a license of null from silence; ``is_only_file`` that the source
    would not show other files of the version."""

    version: str
    files: tuple[Draft, ...] | None = None
    is_only_file: bool = False
    has_license: bool = False
    license: LicenseDraft | None = None
    ranges: Mapping[Application, tuple[str, str]] | None = None
    is_strict: bool | None = None
    previews: tuple[Draft, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonDraft(Draft):
    """An add-on, recognised by its guid, then its id, then its slug.

    ``is_known`` says that the source describes versions only, so the add-on must be stored.
    ``has_flat_categories`` that the source does not tell their applications.
    """

    guid: str | None = None
    slug: str | None = None
    is_known: bool = False
    authors: tuple[Draft, ...] | None = None
    categories: frozenset[int] | None = None
    has_flat_categories: bool = False
    category_applications: frozenset[Application] = frozenset()
    previews: tuple[Draft, ...] | None = None
    promotion: PromotionChange | None = None
    persona: Draft | None = None
    version: VersionDraft | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a document, not read yet.

    ``position`` says where it stands, ``name`` who it is about as far as that can be told without
    reading it. ``read`` raises ``Invalid`` for a bad record.
    """

    position: str
    name: str
    read: Callable[[], AddonDraft]

    def __str__(self) -> str:
        return f"{self.position} ({self.name})" if self.name else self.position
