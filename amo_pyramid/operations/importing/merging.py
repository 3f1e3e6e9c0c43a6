"""Drafts merged into what is stored: only what a source contains is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.constants.addon_types import NO_COMPATIBILITY, AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.licenses import CONSTANT_NAMES, CUSTOM
from amo_pyramid.domain.addon import Addon, Author, Persona
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.text import EMPTY, SITE_LOCALE
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import ApplicationRange, File, License, Preview, Version
from amo_pyramid.operations.importing.draft import (
    UNKNOWN_DATE,
    AddonDraft,
    Draft,
    LicenseDraft,
    VersionDraft,
)
from amo_pyramid.operations.importing.licenses import OTHER, builtin_of
from amo_pyramid.operations.importing.shelf import Shelf

T = TypeVar("T")

#: The applications that v4 and later show: an answer with no other says nothing of the others.
_SHOWN_EVERYWHERE = frozenset({Application.FIREFOX, Application.ANDROID})
_THEMES = (AddonType.STATICTHEME, AddonType.PERSONA, AddonType.THEME)


def merge(draft: AddonDraft, shelf: Shelf) -> None:
    """Put everything that a draft changes down on the shelf.

    Raises ``Invalid`` when the draft cannot belong to what is stored; the shelf is as before then.
    """
    stored = shelf.addon(draft)
    if stored is None and draft.is_known:
        name = draft.slug or draft.guid or draft.id
        raise Invalid(f"the add-on {name} is not stored: import it first")
    addon_id = stored.id if stored else draft.id or shelf.new_id(RecordKind.ADDON)
    users = [_user(author, shelf) for author in draft.authors or ()]
    addon = _addon(draft, stored, addon_id, users)
    license_ = _license(draft.version, addon, shelf)
    version = _version(draft, addon, license_, shelf)
    is_aside = draft.is_known and addon == stored
    for record in (*users, license_, None if is_aside else addon, version):
        if record is not None:
            shelf.put_down(record)


def _build(
    type_: Callable[..., T],
    draft: Draft,
    stored: T | None,
    fallbacks: tuple[str, ...] = (SITE_LOCALE,),
    **known: Any,
) -> T:
    """``stored`` with what the draft says, or a new object. ``known`` wins over the draft."""
    texts = {
        name: change.apply(replace(getattr(stored, name, EMPTY), fallbacks=fallbacks))
        for name, change in draft.texts.items()
    }
    values = {**draft.fields, **texts, **known}
    if stored is not None:
        return cast(T, replace(cast(Any, stored), **values))
    return type_(**{**draft.defaults, **values})


def _addon(draft: AddonDraft, stored: Addon | None, addon_id: int, users: list[User]) -> Addon:
    locale = draft.fields.get("default_locale", stored.default_locale if stored else SITE_LOCALE)
    base = stored or _new_addon(draft, addon_id)
    known: dict[str, Any] = {}
    if draft.authors is not None:
        known["authors"] = _authors(base.authors, users)
    if draft.categories is not None:
        known["categories"] = _categories(draft, draft.categories, base.categories)
    if draft.previews is not None:
        known["previews"] = _previews(draft.previews, base.previews, locale)
    if draft.promotion is not None:
        known["promotion"] = draft.promotion.promotion(base.promotion)
    if draft.persona is not None:
        known["persona"] = _build(Persona, draft.persona, base.persona)
    return _build(Addon, draft, base, (locale,), **known)


def _new_addon(draft: AddonDraft, addon_id: int) -> Addon:
    values = {**draft.defaults, **draft.fields}
    created = values.get("created", UNKNOWN_DATE)
    texts = {field.name: EMPTY for field in fields(Addon) if field.type == "Localized"}
    return Addon(
        **{
            "guid": None,
            "slug": None,
            **texts,
            **dict.fromkeys(("authors", "categories", "tags", "previews"), ()),
            **dict.fromkeys(("persona", "promotion")),
            **values,
            "id": addon_id,
            "created": created,
            "modified": values.get("last_updated") or created,
        }
    )


def _user(draft: Draft, shelf: Shelf) -> User:
    return _build(User, draft, shelf.user(draft.id or 0), id=draft.id)


def _authors(stored: tuple[Author, ...], users: list[User]) -> tuple[Author, ...]:
    """The listed authors in the answer's order; unlisted ones are not shown, so they stay."""
    listed = [author for author in stored if author.is_listed]
    if [author.user_id for author in listed] == [user.id for user in users]:
        return stored
    roles = {author.user_id: author.role for author in stored}
    shown = [
        Author(user_id=user.id, role=roles.get(user.id, "owner"), position=position, user=user)
        for position, user in enumerate(users)
    ]
    ids = {user.id for user in users}
    hidden = [each for each in stored if not each.is_listed and each.user_id not in ids]
    return (*shown, *hidden)


def _categories(
    draft: AddonDraft, wanted: Iterable[int], stored: tuple[int, ...]
) -> tuple[int, ...]:
    if draft.has_flat_categories:
        is_same = _slugs(stored) == _slugs(wanted)
        return stored if is_same else tuple(sorted(wanted))
    kept = [
        each
        for each in stored
        if each in CATEGORIES and _stays(CATEGORIES[each].application, draft.category_applications)
    ]
    return stored if {*wanted, *kept} == set(stored) else tuple(sorted({*wanted, *kept}))


def _slugs(ids: Iterable[int]) -> set[str]:
    return {CATEGORIES[each].slug for each in ids if each in CATEGORIES}


def _stays(application: Application, shown: Iterable[Application]) -> bool:
    """Whether what is stored for an application is beyond what an answer shows."""
    return _SHOWN_EVERYWHERE.issuperset(shown) and application not in _SHOWN_EVERYWHERE


def _previews(
    drafts: tuple[Draft, ...], stored: tuple[Preview, ...], locale: str
) -> tuple[Preview, ...]:
    """The answer's screenshots; promotional pictures (position -1) are not shown, so they stay."""
    by_id = {preview.id: preview for preview in stored}
    kept = [preview for preview in stored if preview.position < 0]
    shown = [
        _build(Preview, draft, by_id.get(draft.id or 0), _child(locale), id=draft.id)
        for draft in drafts
    ]
    return (*kept, *shown)


def _child(locale: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((locale, SITE_LOCALE)))


def _license(draft: VersionDraft | None, addon: Addon, shelf: Shelf) -> License | None:
    """The license of the draft's version, None where the draft has none."""
    if draft is None or draft.license is None:
        return None
    said, is_theme = draft.license, addon.type in _THEMES
    stored = shelf.license(said.id) if said.id is not None else None
    builtin = builtin_of(said, stored, is_theme)
    if builtin in CONSTANT_NAMES:
        said = replace(said, texts={k: v for k, v in said.texts.items() if k != "name"})
    if said.id is None:
        return _unnumbered_license(said, builtin, shelf)
    return _build(License, said, stored, id=said.id, builtin=builtin)


def _unnumbered_license(draft: LicenseDraft, builtin: int, shelf: Shelf) -> License:
    """The stored license that is the same, or a new one.

    The number says which predefined license it is, unless that is one of those without a name of
    their own.
    """
    new = _build(License, draft, None, id=1, builtin=builtin)
    alike = [one for one in shelf.licenses() if one.builtin == builtin]
    if builtin in (CUSTOM, OTHER):
        alike = [one for one in alike if one.name.texts == new.name.texts]
    return next(iter(alike), None) or replace(new, id=shelf.new_id(RecordKind.LICENSE))


def _version(
    draft: AddonDraft, addon: Addon, license_: License | None, shelf: Shelf
) -> Version | None:
    said = draft.version
    if said is None:
        return None
    stored = shelf.version(said, addon.id)
    created = said.defaults.get("created", UNKNOWN_DATE)
    base = stored or _new_version(said, addon, created, shelf)
    ranges = _ranges(said.ranges, base.ranges, addon.type)
    known: dict[str, Any] = {
        "created": _earliest(base.created, created),
        "ranges": ranges,
        "files": _files(said, base, shelf),
    }
    if said.has_license:
        known["license"] = license_
        known["license_id"] = license_.id if license_ else None
    if said.previews is not None:
        known["previews"] = _previews(said.previews, base.previews, addon.default_locale)
    if draft.promotion is not None:
        runs_in = [each.application for each in ranges]
        known["approvals"] = draft.promotion.approvals(base.approvals, runs_in)
    return _build(Version, said, base, _child(addon.default_locale), **known)


def _new_version(draft: VersionDraft, addon: Addon, created: datetime, shelf: Shelf) -> Version:
    return Version(
        id=draft.id or shelf.new_id(RecordKind.VERSION),
        addon_id=addon.id,
        version=draft.version,
        created=created,
        modified=draft.fields.get("reviewed") or created,
        license=None,
        files=(),
        ranges=draft.defaults.get("ranges", ()),
        approvals=(),
        previews=(),
    )


def _earliest(*dates: datetime) -> datetime:
    return min((date for date in dates if date != UNKNOWN_DATE), default=UNKNOWN_DATE)


def _ranges(
    said: Mapping[Application, tuple[str, str]] | None,
    stored: tuple[ApplicationRange, ...],
    type_: AddonType,
) -> tuple[ApplicationRange, ...]:
    if said is None or type_ in NO_COMPATIBILITY:
        return stored
    kept = [each for each in stored if _stays(each.application, said)]
    shown = [
        ApplicationRange(application=application, min=low, max=high)
        for application, (low, high) in said.items()
    ]
    return tuple(sorted([*kept, *shown], key=lambda each: each.application))


def _files(draft: VersionDraft, base: Version, shelf: Shelf) -> tuple[File, ...]:
    files = base.files
    if draft.files is not None:
        by_id = {file.id: file for file in files}
        said = [_file(each, by_id, base, shelf) for each in draft.files]
        kept = files if draft.is_only_file else ()
        merged = {file.id: file for file in (*kept, *said)}
        files = tuple(merged[file_id] for file_id in sorted(merged))
    is_strict = any(file.is_strict_compatibility_enabled for file in files)
    if draft.is_strict in (None, is_strict):
        return files
    return tuple(replace(f, is_strict_compatibility_enabled=draft.is_strict) for f in files)


def _file(draft: Draft, by_id: Mapping[int, File], version: Version, shelf: Shelf) -> File:
    identity = draft.id or next(iter(by_id), None) or shelf.new_id("file")
    dated = replace(draft, defaults={"created": version.created, **draft.defaults})
    return _build(File, dated, by_id.get(identity), id=identity)
