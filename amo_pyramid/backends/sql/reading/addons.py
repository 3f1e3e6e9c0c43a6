"""Add-ons with what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.catalogue import ADDON_NEEDS
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.previews import preview_relation
from amo_pyramid.backends.sql.reading.relations import Relation, of_owner
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.reading.users import USER_COLUMNS, build_user
from amo_pyramid.backends.sql.reading.versions import load_versions, version_rows
from amo_pyramid.backends.sql.tables.addons import (
    addon,
    addon_category,
    addon_tag,
    addon_user,
    persona,
    preview,
    promotion,
)
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.domain.addon import Addon, Author, Persona, Promotion
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import Version

TEXTS = ("developer_comments", "eula", "privacy_policy")
_TRANSLATED = ("name", "summary", "description", "homepage", "support_email", "support_url")
_VERSIONS = ("current_version", "latest_unlisted_version")
_LOOKUP = {"guid_key", "slug_key", "current_version_id", "latest_unlisted_version_id"}
_OWN = tuple(column.key for column in addon.c if column.key not in _LOOKUP.union(TEXTS))
_PERSONA = tuple(field.name for field in fields(Persona))

_RELATIONS = {
    "authors": Relation(
        sa.select(
            addon_user.c.addon_id,
            addon_user.c.role,
            addon_user.c.is_listed,
            addon_user.c.position,
            *USER_COLUMNS,
        )
        .join(users, users.c.id == addon_user.c.user_id)
        .where(in_list(addon_user.c.addon_id, "owners"))
        .order_by(addon_user.c.addon_id, addon_user.c.position, addon_user.c.user_id),
        lambda row, _: Author(
            user_id=row[4], role=row[1], is_listed=row[2], position=row[3], user=build_user(row[4:])
        ),
    ),
    "categories": Relation(
        of_owner(addon_category.c.addon_id, addon_category.c.category).order_by(
            addon_category.c.addon_id, addon_category.c.category
        ),
        lambda row, _: row[1],
    ),
    "tags": Relation(
        of_owner(addon_tag.c.addon_id, addon_tag.c.tag),
        lambda row, _: row[1],
        arrange=sorted,
    ),
    "previews": preview_relation(preview, preview.c.addon_id),
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a set of needs means."""

    statement: sa.Select[Any]
    own: Needs
    versions: tuple[tuple[str, Needs], ...]


@lru_cache(maxsize=256)
def _plan(needs: Needs) -> _Plan:
    versions: dict[str, set[str]] = {}
    own = set()
    for need in needs:
        head, _, rest = need.partition(".")
        if head in _VERSIONS:
            versions.setdefault(head, set()).update({rest} if rest else ())
        elif need in ADDON_NEEDS:
            own.add(need)
        else:
            raise Invalid(f'An add-on has no relation "{need}".')
    for relations in versions.values():
        version_rows(frozenset(relations))  # Raises for a relation that does not exist.
    return _Plan(
        _statement(frozenset(own)),
        frozenset(own),
        tuple((name, frozenset(relations)) for name, relations in versions.items()),
    )


def _statement(own: Needs) -> sa.Select[Any]:
    source: sa.FromClause = addon
    columns: list[Any] = [*(addon.c[name] for name in _OWN)]
    columns += [addon.c[f"{name}_id"] for name in _VERSIONS]
    columns += [addon.c[name].is_not(None).label(f"has_{name}") for name in TEXTS[1:]]
    if "texts" in own:
        columns += [addon.c[name] for name in TEXTS]
    if "previews" in own:
        columns.append(sa.exists().where(preview.c.addon_id == addon.c.id).label("has_previews"))
    if "promotion" in own:
        source = source.outerjoin(promotion, promotion.c.addon_id == addon.c.id)
        columns += [promotion.c.group, promotion.c.application]
    if "persona" in own:
        source = source.outerjoin(persona, persona.c.addon_id == addon.c.id)
        columns += [persona.c[name].label(f"persona_{name}") for name in _PERSONA]
    return sa.select(*columns).select_from(source).where(in_list(addon.c.id, "ids"))


def load_addons(run: Run, ids: Collection[int], needs: Needs) -> dict[int, Addon]:
    """The add-ons of these ids, by id."""
    plan = _plan(needs)
    rows = run(plan.statement, {"ids": ids})
    found = {row.id: _own_values(row, plan.own) for row in rows}
    _load_relations(run, plan, rows, found)
    for name, relations in plan.versions:
        _load_version(run, name, relations, rows, found)
    return {id_: Addon(**values) for id_, values in found.items()}


def _load_relations(
    run: Run, plan: _Plan, rows: Sequence[Any], found: dict[int, dict[str, Any]]
) -> None:
    locales = {row.id: row.default_locale for row in rows}
    for name, relation in _RELATIONS.items():
        if name not in plan.own:
            continue
        owners = [row.id for row in rows if name != "previews" or row.has_previews]
        related = relation.load(run, owners, locales.__getitem__) if owners else {}
        for id_, values in found.items():
            values[name] = related.get(id_, ())


def _load_version(
    run: Run, name: str, needs: Needs, rows: Sequence[Any], found: dict[int, dict[str, Any]]
) -> None:
    ids = {row.id: getattr(row, f"{name}_id") for row in rows}
    wanted = [id_ for id_ in ids.values() if id_ is not None]
    versions: dict[int, Version] = load_versions(run, wanted, needs) if wanted else {}
    for id_, values in found.items():
        values[name] = versions.get(ids[id_])


def _own_values(row: Any, own: Needs) -> dict[str, Any]:
    values = dict(zip(_OWN, row, strict=False))
    fallbacks = (values["default_locale"],)
    for name in _TRANSLATED:
        values[name] = Localized(values[name] or {}, fallbacks)
    if "texts" in own:
        for name in TEXTS:
            values[name] = Localized(getattr(row, name) or {}, fallbacks)
    values["has_eula"] = bool(row.has_eula)
    values["has_privacy_policy"] = bool(row.has_privacy_policy)
    if "promotion" in own:
        group = row.group
        values["promotion"] = group and Promotion(group=group, application=row.application)
    if "persona" in own:
        values["persona"] = _persona(row)
    return values


def _persona(row: Any) -> Persona | None:
    columns = row[-len(_PERSONA) :]
    return None if columns[0] is None else Persona(**dict(zip(_PERSONA, columns, strict=True)))
