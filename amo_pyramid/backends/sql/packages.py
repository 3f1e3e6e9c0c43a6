"""Package ids: how they are found, and how add-ons get theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.packages import Packages
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.resolver import ADDON_OF_PACKAGE
from amo_pyramid.backends.sql.tables.addons import addon, addon_user
from amo_pyramid.backends.sql.tables.packages import package_id
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.domain.text import is_storable_text

_IS_OWN = package_id.c.is_canonical.is_(sa.true())
_ID_OF = sa.select(package_id.c.package_id).where(
    package_id.c.addon_id == sa.bindparam("addon_id"), _IS_OWN
)

_FIRST_AUTHOR = (
    sa.select(addon_user.c.user_id)
    .where(addon_user.c.addon_id == addon.c.id)
    .order_by(addon_user.c.is_listed.desc(), addon_user.c.position, addon_user.c.user_id)
    .limit(1)
    .correlate(addon)
    .scalar_subquery()
)
_WANTED = sa.func.replace(users.c.username, ".", "-") + "." + addon.c.slug
_TAKEN = package_id.alias("taken")
#: Another add-on of the same author once had this slug: the number tells them apart.
_FREE = sa.case(
    (
        sa.exists().where(_TAKEN.c.package_id == _WANTED).correlate(addon, users),
        _WANTED + "-" + sa.cast(addon.c.id, sa.Text),
    ),
    else_=_WANTED,
)
_ASSIGN = package_id.insert().from_select(
    ["package_id", "addon_id", "is_canonical"],
    sa.select(_FREE, addon.c.id, sa.true())
    .select_from(addon)
    .join(users, users.c.id == _FIRST_AUTHOR)
    .where(
        in_list(addon.c.id, "ids"),
        addon.c.slug.is_not(None),
        ~sa.exists().where(package_id.c.addon_id == addon.c.id, _IS_OWN).correlate(addon),
    ),
)


def assign_package_ids(connection: Connection, addons: Collection[int]) -> None:
    """Name those of the add-ons that have no package id yet and can have one."""
    if addons:
        connection.execute(_ASSIGN, {"ids": addons})


class SqlPackages(Packages):
    """See the contract. ``resolve`` is a shorter way to the add-on of an id that can be stored,
    for those who read what is committed."""

    def __init__(self, run: Run, resolve: Callable[[str], int | None] | None = None) -> None:
        self._run = run
        self._resolve = resolve

    def addon_of(self, package_id: str) -> int | None:
        if not is_storable_text(package_id):
            return None
        if self._resolve is not None:
            return self._resolve(package_id)
        rows = self._run(ADDON_OF_PACKAGE, {"package_id": package_id})
        return rows[0][0] if rows else None

    def id_of(self, addon_id: int) -> str | None:
        rows = self._run(_ID_OF, {"addon_id": addon_id})
        return rows[0][0] if rows else None
