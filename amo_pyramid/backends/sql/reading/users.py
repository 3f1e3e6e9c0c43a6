"""Accounts, groups and licenses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.users import group_user, groups, users
from amo_pyramid.domain.user import Group, User

_FIELDS = tuple(field.name for field in fields(User))
#: The columns from which :func:`build_user` makes an account.
USER_COLUMNS = tuple(users.c[name] for name in _FIELDS)

_BY_IDS = sa.select(*USER_COLUMNS).where(in_list(users.c.id, "ids"))
_GROUPS = sa.select(groups.c.id, groups.c.name, groups.c.rules).where(in_list(groups.c.id, "ids"))
_MEMBERS = (
    sa.select(group_user.c.group_id, group_user.c.user_id)
    .where(in_list(group_user.c.group_id, "ids"))
    .order_by(group_user.c.user_id)
)


def build_user(columns: Any) -> User:
    """The account in these columns."""
    return User(**dict(zip(_FIELDS, columns, strict=True)))


def load_users(run: Run, ids: Collection[int]) -> dict[int, User]:
    """The accounts of these ids, by id."""
    return {row[0]: build_user(row) for row in run(_BY_IDS, {"ids": ids})}


def load_groups(run: Run, ids: Collection[int]) -> dict[int, Group]:
    """The groups of these ids with their members, by id."""
    members: dict[int, list[int]] = {}
    for group_id, user_id in run(_MEMBERS, {"ids": ids}):
        members.setdefault(group_id, []).append(user_id)
    return {
        row.id: Group(
            id=row.id, name=row.name, rules=row.rules, members=tuple(members.get(row.id, ()))
        )
        for row in run(_GROUPS, {"ids": ids})
    }
