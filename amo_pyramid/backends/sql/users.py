"""The repository of accounts and groups in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.repositories import Users
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run, in_order
from amo_pyramid.backends.sql.reading.users import load_users
from amo_pyramid.backends.sql.tables.addons import addon, addon_user
from amo_pyramid.backends.sql.tables.keys import sign_in
from amo_pyramid.backends.sql.tables.users import group_user, groups, users
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.user import SignIn, User, Works

# As a list: a name that no column can hold is then nobody's.
_BY_NAME = sa.select(users.c.id).where(in_list(users.c.username, "usernames"))
_RULES = (
    sa.select(groups.c.rules)
    .join(group_user, group_user.c.group_id == groups.c.id)
    .where(group_user.c.user_id == sa.bindparam("user_id"))
)
_ARTISTIC = addon.c.type.in_((AddonType.PERSONA, AddonType.STATICTHEME))
_THEME = addon.c.type.in_((AddonType.PERSONA, AddonType.STATICTHEME, AddonType.THEME))
_PUBLIC = sa.and_(addon.c.status == Status.PUBLIC, addon.c.is_disabled_by_developer.is_(sa.false()))
_RATED = addon.c.status.in_((Status.PUBLIC, Status.NOMINATED))


def _number_of(condition: Any) -> Any:
    return sa.func.count().filter(condition)


_WORKS = (
    sa.select(
        _number_of(~_THEME),
        _number_of(_ARTISTIC),
        _number_of(sa.and_(_PUBLIC, addon_user.c.is_listed.is_(sa.true()))),
        sa.func.sum(addon.c.average_rating * addon.c.ratings_count).filter(_RATED),
        sa.func.sum(addon.c.ratings_count).filter(_RATED),
    )
    .join(addon_user, addon_user.c.addon_id == addon.c.id)
    .where(addon_user.c.user_id == sa.bindparam("user_id"), addon.c.status != Status.DELETED)
)
_ADDONS = (
    sa.select(addon_user.c.addon_id)
    .where(addon_user.c.user_id == sa.bindparam("user_id"))
    .order_by(addon_user.c.addon_id)
)
_SIGN_IN = sa.select(sign_in.c.at, sign_in.c.address).where(
    sign_in.c.user_id == sa.bindparam("user")
)
_SIGN_IN_AGAIN = (
    sign_in.update()
    .where(sign_in.c.user_id == sa.bindparam("user"))
    .values(at=sa.bindparam("moment"), address=sa.bindparam("place"))
    .returning(sign_in.c.user_id)
)
_SIGN_IN_FIRST = (
    sign_in.insert()
    .values(user_id=sa.bindparam("user"), at=sa.bindparam("moment"), address=sa.bindparam("place"))
    .returning(sign_in.c.user_id)
)


class SqlUsers(Users):
    def __init__(self, run: Run) -> None:
        self._run = run

    def by_ids(self, ids: Sequence[int]) -> list[User]:
        return in_order(ids, load_users(self._run, ids))

    def by_username(self, username: str) -> User | None:
        rows = self._run(_BY_NAME, {"usernames": [username]})
        return next(iter(self.by_ids([row[0] for row in rows])), None)

    def rules_of(self, user_id: int) -> frozenset[str]:
        rows = self._run(_RULES, {"user_id": user_id})
        return frozenset(rule for row in rows for rule in row[0])

    def works_of(self, user_id: int) -> Works:
        ((addons, themes, listed, scores, ratings),) = self._run(_WORKS, {"user_id": user_id})
        return Works(
            has_addons=addons > 0,
            has_themes=themes > 0,
            public_listed=listed,
            average_rating=scores / ratings if ratings else None,
        )

    def addons_of(self, user_id: int) -> Sequence[int]:
        return [row[0] for row in self._run(_ADDONS, {"user_id": user_id})]

    def last_sign_in(self, user_id: int) -> SignIn | None:
        rows = self._run(_SIGN_IN, {"user": user_id})
        return SignIn(at=rows[0].at, address=rows[0].address) if rows else None

    def note_sign_in(self, user_id: int, sign_in: SignIn) -> None:
        values = {"user": user_id, "moment": sign_in.at, "place": sign_in.address}
        if not self._run(_SIGN_IN_AGAIN, values):
            self._run(_SIGN_IN_FIRST, values)
