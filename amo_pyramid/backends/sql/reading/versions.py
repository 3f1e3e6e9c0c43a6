"""Versions with what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.catalogue import VERSION_NEEDS
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.previews import preview_relation
from amo_pyramid.backends.sql.reading.relations import Relation, child_text, of_owner
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.versions import (
    file,
    license,
    promoted_approval,
    version,
    version_app,
    version_preview,
)
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.text import SITE_LOCALE
from amo_pyramid.domain.version import ApplicationRange, Approval, File, License, Version

_OWN = tuple(column.name for column in version.c)
_LICENSE = (license.c.builtin, license.c.name, license.c.text, license.c.url)
_LICENSES = sa.select(license.c.id, *_LICENSE).where(in_list(license.c.id, "ids"))
_FILE = tuple(field.name for field in fields(File))

_RELATIONS = {
    "files": Relation(
        of_owner(file.c.version_id, *(file.c[name] for name in _FILE)).order_by(file.c.id),
        lambda row, _: File(**dict(zip(_FILE, row[1:], strict=True))),
    ),
    "ranges": Relation(
        of_owner(
            version_app.c.version_id,
            version_app.c.application,
            version_app.c.min,
            version_app.c.max,
        ).order_by(version_app.c.version_id, version_app.c.application),
        lambda row, _: ApplicationRange(application=row[1], min=row[2], max=row[3]),
    ),
    "approvals": Relation(
        of_owner(
            promoted_approval.c.version_id,
            promoted_approval.c.group,
            promoted_approval.c.application,
        ).order_by(*promoted_approval.primary_key.columns),
        lambda row, _: Approval(group=row[1], application=row[2]),
    ),
    "previews": preview_relation(version_preview, version_preview.c.version_id),
}

#: Relations that few versions have. The version's own row tells which do.
_RARE = {
    "approvals": sa.exists().where(promoted_approval.c.version_id == version.c.id),
    "previews": sa.exists().where(version_preview.c.version_id == version.c.id),
}


@lru_cache(maxsize=256)
def version_rows(needs: Needs) -> sa.Select[Any]:
    """The statement for the own rows of versions, without a condition yet.

    Columns: those of the version, its add-on's default locale, those of its license if needed,
    and for each rare relation needed whether there is any.
    """
    for need in needs - VERSION_NEEDS:
        raise Invalid(f'A version has no relation "{need}".')
    source = version.join(addon, addon.c.id == version.c.addon_id)
    columns = [*version.c, addon.c.default_locale]
    if "license" in needs:
        source = source.outerjoin(license, license.c.id == version.c.license_id)
        columns.extend(_LICENSE)
    columns.extend(exists.label(f"has_{name}") for name, exists in _RARE.items() if name in needs)
    return sa.select(*columns).select_from(source)


@lru_cache(maxsize=256)
def _rows_by_ids(needs: Needs) -> sa.Select[Any]:
    return version_rows(needs).where(in_list(version.c.id, "ids"))


def load_versions(run: Run, ids: Collection[int], needs: Needs) -> dict[int, Version]:
    """The versions of these ids, by id."""
    return build_versions(run, run(_rows_by_ids(needs), {"ids": ids}), needs)


def build_versions(run: Run, rows: Sequence[Any], needs: Needs) -> dict[int, Version]:
    """Versions, by id in the order of their rows, which come from :func:`version_rows`."""
    found = {row[0]: _own_values(row, needs) for row in rows}
    locales = {row[0]: row[len(_OWN)] for row in rows}
    for name, relation in _RELATIONS.items():
        if name not in needs:
            continue
        owners = _owners(rows, name)
        related = relation.load(run, owners, locales.__getitem__) if owners else {}
        for id_, values in found.items():
            values[name] = related.get(id_, ())
    return {id_: Version(**values) for id_, values in found.items()}


def load_licenses(run: Run, ids: Collection[int]) -> dict[int, License]:
    """The licenses of these ids as records of their own, by id."""
    rows = run(_LICENSES, {"ids": ids})
    return {row[0]: _license(row[0], row[1:], SITE_LOCALE) for row in rows}


def _owners(rows: Sequence[Any], name: str) -> list[int]:
    if name not in _RARE:
        return [row[0] for row in rows]
    return [row[0] for row in rows if getattr(row, f"has_{name}")]


def _own_values(row: Any, needs: Needs) -> dict[str, Any]:
    values = dict(zip(_OWN, row, strict=False))
    locale = row[len(_OWN)]
    values["release_notes"] = child_text(values["release_notes"], locale)
    if "license" in needs:
        id_ = values["license_id"]
        values["license"] = None if id_ is None else _license(id_, row[len(_OWN) + 1 :], locale)
    return values


def _license(id_: int, columns: Sequence[Any], locale: str) -> License:
    builtin, name, text, url = columns[: len(_LICENSE)]
    return License(
        id=id_,
        builtin=builtin,
        name=child_text(name, locale),
        text=child_text(text, locale),
        url=url,
    )
