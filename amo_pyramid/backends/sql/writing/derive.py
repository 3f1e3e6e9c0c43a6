"""Putting right what is derived from records: set by set, never record by record."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.tables.addons import addon, addon_user
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.backends.sql.tables.versions import file, version
from amo_pyramid.backends.sql.writing.touched import Touched
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status

_ADDON_IS_PUBLIC = sa.and_(
    addon.c.status == Status.PUBLIC, addon.c.is_disabled_by_developer.is_(sa.false())
)
_FILE_OF_VERSION = file.c.version_id == version.c.id
_KEPT = (version.c.addon_id == addon.c.id, version.c.is_deleted.is_(sa.false()))


def _newest(*conditions: Any) -> Any:
    return (
        sa.select(version.c.id)
        .where(*_KEPT, *conditions)
        .order_by(version.c.created.desc(), version.c.id.desc())
        .limit(1)
        .correlate(addon)
        .scalar_subquery()
    )


#: The newest listed version whose files may be shown (catalog.md §6.1).
_CURRENT = _newest(
    version.c.channel == Channel.LISTED,
    addon.c.status != Status.DELETED,
    ~sa.exists()
    .where(
        _FILE_OF_VERSION,
        file.c.status != Status.PUBLIC,
        sa.or_(_ADDON_IS_PUBLIC, file.c.status != Status.UNREVIEWED),
    )
    .correlate(addon, version),
)
#: The newest unlisted version not entirely disabled.
_UNLISTED = _newest(
    version.c.channel == Channel.UNLISTED,
    sa.or_(
        ~sa.exists().where(_FILE_OF_VERSION).correlate(version),
        sa.exists().where(_FILE_OF_VERSION, file.c.status != Status.DISABLED).correlate(version),
    ),
)
_NOW = sa.bindparam("now", type_=sa.BigInteger())
_REFRESH = (
    addon.update()
    .where(in_list(addon.c.id, "ids"))
    .values(
        current_version_id=_CURRENT,
        latest_unlisted_version_id=_UNLISTED,
        revision=sa.case((addon.c.revision >= _NOW, addon.c.revision + 1), else_=_NOW),
    )
)

_SHOULD_BE_PUBLIC = (
    sa.exists()
    .where(
        addon_user.c.user_id == users.c.id,
        addon_user.c.is_listed.is_(sa.true()),
        addon.c.id == addon_user.c.addon_id,
        _ADDON_IS_PUBLIC,
    )
    .correlate(users)
)
_FLIPPING = sa.select(users.c.id).where(
    in_list(users.c.id, "ids"), users.c.is_public != _SHOULD_BE_PUBLIC
)
_FLIP = users.update().where(in_list(users.c.id, "ids")).values(is_public=~users.c.is_public)

_OF_USERS = sa.select(addon_user.c.addon_id).where(in_list(addon_user.c.user_id, "ids")).distinct()
_OF_LICENSES = sa.select(version.c.addon_id).where(in_list(version.c.license_id, "ids")).distinct()


def _lock(table: sa.Table) -> sa.Select[Any]:
    # The others' commits are waited for, so that what is derived next has seen them. (SQLite has
    # one writer at a time and no such clause.) In order, so that two cannot wait for each other.
    return (
        sa.select(table.c.id)
        .where(in_list(table.c.id, "ids"))
        .order_by(table.c.id)
        .with_for_update(key_share=True)
    )


_LOCK_USERS = _lock(users)
_LOCK_ADDONS = _lock(addon)


def refresh(connection: Connection, touched: Touched) -> Collection[int]:
    """Make right: public authors, current and latest unlisted versions, revisions. Gives the
    ids of the add-ons that look different now."""

    def ids(statement: sa.Select[Any], of: Collection[int]) -> list[int]:
        return list(connection.execute(statement, {"ids": of}).scalars()) if of else []

    ids(_LOCK_USERS, touched.authors)
    flipping = ids(_FLIPPING, touched.authors)
    if flipping:
        connection.execute(_FLIP, {"ids": flipping})
    affected = {
        *touched.addons,
        *ids(_OF_USERS, {*touched.users, *flipping}),
        *ids(_OF_LICENSES, touched.licenses),
    }
    known = ids(_LOCK_ADDONS, affected)
    if known:
        connection.execute(_REFRESH, {"ids": known, "now": time.time_ns() // 1000})
    return known
