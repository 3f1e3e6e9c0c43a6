"""Versions and files of an answer (catalog.md §6.3, §6.4), with ``files`` or v5's ``file``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.statuses import Status
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE, Draft, VersionDraft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.licenses import read_license
from amo_pyramid.operations.importing.voice import Voice

_FILE_FLAGS = ("is_webextension", "is_restart_required", "is_mozilla_signed_extension")
_FILE_LISTS = (
    "permissions",
    "optional_permissions",
    "host_permissions",
    "data_collection_permissions",
    "optional_data_collection_permissions",
)


def read_version(
    source: Fields, voice: Voice, previews: tuple[Draft, ...] | None = None
) -> VersionDraft:
    """What an answer says of a version. ``previews`` are a static theme's."""
    files = _read_files(source)
    license_ = source.fields("license") if source.value("license") is not None else None
    return VersionDraft(
        id=source.identity(),
        version=source.text("version"),
        fields=_version_fields(source),
        texts=voice.html(source, ["release_notes"]),
        defaults={"created": _first_date(source)},
        files=files,
        is_only_file=not source.has("files"),
        has_license=source.has("license"),
        license=None if license_ is None else read_license(license_, voice),
        ranges=_read_ranges(source) if source.has("compatibility") else None,
        is_strict=(
            source.flag("is_strict_compatibility_enabled")
            if source.has("is_strict_compatibility_enabled")
            else None
        ),
        previews=previews,
    )


def read_file(source: Fields) -> Draft:
    """What an answer says of a file; a platform of null is not told."""
    fields: dict[str, Any] = {
        **{name: source.flag(name) for name in source.present(_FILE_FLAGS)},
        **{name: source.texts(name) for name in source.present(_FILE_LISTS)},
        "status": _named(source, "status", Status),
        "filename": _filename(source),
    }
    if source.has("hash"):
        fields["hash"] = source.optional_text("hash") or ""
    if source.has("size"):
        fields["size"] = source.integer("size")
    if source.has("created"):
        fields["created"] = source.date("created")
    if source.value("platform") is not None:
        fields["platform"] = _named(source, "platform", Platform)
    defaults = {"platform": Platform.ANY} if source.has("platform") else {}
    return Draft(id=source.identity(), fields=fields, defaults=defaults)


def dates_of(version: Fields) -> Iterator[datetime]:
    """Every date that a version's object tells."""
    for file in _file_objects(version):
        if file.value("created") is not None:
            yield file.date("created")
    if version.value("reviewed") is not None:
        yield version.date("reviewed")


def _first_date(version: Fields) -> datetime:
    return min(dates_of(version), default=UNKNOWN_DATE)


def _version_fields(source: Fields) -> dict[str, Any]:
    fields: dict[str, Any] = {"version": source.text("version")}
    if source.has("channel"):
        fields["channel"] = _named(source, "channel", Channel)
    if source.has("reviewed"):
        is_reviewed = source.value("reviewed") is not None
        fields["reviewed"] = source.date("reviewed") if is_reviewed else None
    return fields


def _read_files(source: Fields) -> tuple[Draft, ...] | None:
    if not (source.has("files") or source.has("file")):
        return None
    return tuple(read_file(file) for file in _file_objects(source))


def _file_objects(version: Fields) -> Iterator[Fields]:
    if version.has("files"):
        yield from version.each("files")
    elif version.value("file") is not None:
        yield version.fields("file")


def _read_ranges(source: Fields) -> Mapping[Application, tuple[str, str]]:
    """Ranges by application; applications this service does not know are passed over."""
    ranges = source.fields("compatibility")
    found = {}
    for application in Application:
        if ranges.has(application.api_name):
            bounds = ranges.fields(application.api_name)
            found[application] = (bounds.text("min"), bounds.text("max"))
    return found


def _filename(source: Fields) -> str:
    segments = [part for part in urlsplit(source.text("url")).path.split("/") if part]
    if not segments:
        raise source.refusal("url", "must end with a file name")
    return source.checked("url", unquote(segments[-1]))


def _named(source: Fields, name: str, enumeration: Any) -> Any:
    text = source.text(name)
    member = enumeration.named(text)
    if member is None:
        raise source.refusal(name, f"{text!r} is unknown")
    return member
