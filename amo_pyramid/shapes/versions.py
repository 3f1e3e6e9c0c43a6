"""Versions, files, licenses (catalog.md §6.3-§6.5).

A version is projected as part of its add-on: the shapes work on a :class:`VersionOf`, because
links and compatibility need both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from amo_pyramid.constants.addon_types import DEFAULT_RANGES, NO_COMPATIBILITY, AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.licenses import CONSTANT_NAMES, CUSTOM, SLUGS
from amo_pyramid.domain.version import File, License, Version
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.values import ConstantText, Markup, Translated
from amo_pyramid.versions import ApiVersion

#: Applications that every version of the API knows; the others are behind a gate (§2.1).
CURRENT_APPLICATIONS = frozenset({Application.FIREFOX, Application.ANDROID})


@dataclass(frozen=True, slots=True)
class VersionOf:
    """A version and what its presentation needs of its add-on."""

    version: Version
    addon_slug: str | None
    addon_type: AddonType

    @property
    def id(self) -> int:
        """The version's, for batched fields."""
        return self.version.id


@dataclass(frozen=True, slots=True)
class LicenseOf:
    """The license of a version, whose page is named after both (§6.5)."""

    license: License
    addon_slug: str | None
    version: str


class Range(TypedDict):
    """The application versions that a version runs in, as its developer wrote them."""

    min: str
    max: str


def is_known(application: Application, version: ApiVersion) -> bool:
    """Whether the API version knows the application."""
    return application in CURRENT_APPLICATIONS or version.gate("legacy-applications")


def compatibility(value: VersionOf, rendering: Rendering) -> dict[str, Range]:
    """Application to its range, in the developer's words (§3.3)."""
    if value.addon_type in NO_COMPATIBILITY:
        return {
            application.api_name: {"min": lowest, "max": highest}
            for application, (lowest, highest) in DEFAULT_RANGES.items()
        }
    return {
        range_.application.api_name: {"min": range_.min, "max": range_.max}
        for range_ in value.version.ranges
        if is_known(range_.application, rendering.version)
    }


def _license(value: VersionOf, _: Rendering) -> LicenseOf | None:
    version = value.version
    if version.license is None:
        return None
    return LicenseOf(version.license, value.addon_slug, version.version)


def _license_name(value: LicenseOf, _: Rendering) -> Translated | ConstantText:
    constant = CONSTANT_NAMES.get(value.license.builtin)
    return Translated(value.license.name) if constant is None else ConstantText(constant.name)


def _license_url(value: LicenseOf, rendering: Rendering) -> str | None:
    found = value.license
    if found.url:
        return found.url
    if found.builtin == CUSTOM:
        return rendering.urls.license_page(value.addon_slug, value.version)
    constant = CONSTANT_NAMES.get(found.builtin)
    return None if constant is None else constant.url


def _permissions(*names: str) -> Any:
    """The words of some kinds of permission, each once; what is no WebExtension has none."""

    def get(file: File, _: Rendering) -> list[str]:
        if not file.is_webextension:
            return []
        words = (word for name in names for word in getattr(file, name) if isinstance(word, str))
        return list(dict.fromkeys(words))

    return get


def _only_file(value: VersionOf, _: Rendering) -> File | None:
    """The one file of a version, for API versions that know of one only."""
    return value.version.files[0] if value.version.files else None


def _address(file: File, rendering: Rendering) -> str:
    return rendering.urls.file(file)


def _edit_url(value: VersionOf, rendering: Rendering) -> str:
    return rendering.urls.edit_version(value.addon_slug, value.version.id)


def _is_custom(value: LicenseOf, _: Rendering) -> bool:
    return value.license.builtin == CUSTOM


def _slug(value: LicenseOf, _: Rendering) -> str | None:
    return SLUGS.get(value.license.builtin)


FILE = Shape(
    "file",
    (
        Field("id"),
        Field("created"),
        Field("hash"),
        Field("is_restart_required", when="is-restart-required-shim"),
        Field("is_webextension", when="is-webextension-shim"),
        Field("is_mozilla_signed_extension"),
        Field("platform", get="platform.api_name", when="platform-shim"),
        Field("size"),
        Field("status", get="status.api_name"),
        Field("url", get=_address),
        Field(
            "permissions",
            get=_permissions("permissions", "host_permissions"),
            when="host-permissions-shim",
        ),
        Field("permissions", get=_permissions("permissions"), unless="host-permissions-shim"),
        Field(
            "optional_permissions",
            get=_permissions("optional_permissions"),
            when="file-optional-permissions",
        ),
        *(
            Field(name, get=_permissions(name), unless="host-permissions-shim")
            for name in (
                "host_permissions",
                "data_collection_permissions",
                "optional_data_collection_permissions",
            )
        ),
    ),
    of=File,
)

LICENSE = Shape(
    "license",
    (
        Field("id", get="license.id"),
        Field(
            "is_custom",
            get=_is_custom,
            unless="del-version-license-is-custom",
        ),
        Field("name", get=_license_name),
        Field(
            "slug",
            get=_slug,
            unless="del-version-license-slug",
        ),
        Field(
            "text",
            get=lambda value, _: Translated(value.license.text, Markup.LINKS),
            type=Annotated[Translated, Markup.LINKS],
        ),
        Field("url", get=_license_url),
    ),
    of=LicenseOf,
)
LICENSE_WITHOUT_TEXT = LICENSE.without("text", name="license.simple")

VERSION = Shape(
    "version",
    (
        Field("id", get="version.id"),
        Field("channel", get="version.channel.api_name"),
        Field("compatibility", get=compatibility, needs="ranges"),
        Field("edit_url", get=_edit_url),
        Field(
            "files",
            get="version.files",
            shape="file",
            many=True,
            needs="files",
            when="version-files",
        ),
        Field("file", get=_only_file, shape="file", needs="files", unless="version-files"),
        Field(
            "is_strict_compatibility_enabled",
            get="version.is_strict_compatibility_enabled",
            needs="files",
        ),
        Field("license", get=_license, shape="license", needs="license"),
        Field(
            "release_notes",
            get=lambda value, _: Translated(value.version.release_notes, Markup.RICH),
            type=Annotated[Translated, Markup.RICH],
        ),
        Field("reviewed", get="version.reviewed"),
        Field("version", get="version.version"),
    ),
    of=VersionOf,
)
VERSION_OF_ADDON = VERSION.without("channel", name="version.base").swap(
    name="version.simple", license="license.simple"
)
VERSION_IN_LIST = Shape(
    "version.list",
    (
        Field(
            "license",
            get=_license,
            shape="license",
            needs="license",
            when="keep-license-text-in-version-list",
        ),
        Field(
            "license",
            get=_license,
            shape="license.simple",
            needs="license",
            unless="keep-license-text-in-version-list",
        ),
    ),
    base=VERSION,
)

SHAPES = (FILE, LICENSE, LICENSE_WITHOUT_TEXT, VERSION, VERSION_OF_ADDON, VERSION_IN_LIST)
