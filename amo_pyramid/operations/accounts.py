"""People and groups, as an operator manages them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from amo_pyramid.backends.base.catalogue import CatalogueSession, RecordKind
from amo_pyramid.domain.errors import Conflict, Invalid, NotFound
from amo_pyramid.domain.user import Group, User

_RULE = re.compile(r"(\*|[A-Za-z]+):(\*|[A-Za-z]+)")
#: What would break the addresses of a person's pages.
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f/<>\"']")


def add_user(
    session: CatalogueSession,
    username: str,
    *,
    now: datetime,
    display_name: str = "",
    email: str | None = None,
) -> User:
    """A new account. Raises ``Invalid`` for a bad name, ``Conflict`` when it is taken."""
    if not username.strip() or username != username.strip() or _NOT_IN_NAMES.search(username):
        raise Invalid(f"{username!r} cannot be a username")
    if session.users.by_username(username) is not None:
        raise Conflict(f"There is a user {username} already.")
    (user_id,) = session.reserve(RecordKind.USER, 1)
    user = User(id=user_id, username=username, display_name=display_name, email=email, created=now)
    session.put([user])
    return user


def get_user(session: CatalogueSession, name: str) -> User:
    """The user of that username, or of that id when the name is a number and nobody's username.

    Raises ``NotFound``.
    """
    user = session.users.by_username(name)
    if user is None and name.isascii() and name.isdigit():
        user = next(iter(session.users.by_ids([int(name)])), None)
    if user is None:
        raise NotFound(f"There is no user {name}.")
    return user


def all_users(session: CatalogueSession) -> Iterator[User]:
    """Every account, by id."""
    return session.every(RecordKind.USER)


def all_groups(session: CatalogueSession) -> Iterator[Group]:
    """Every group, by id."""
    return session.every(RecordKind.GROUP)


def add_group(session: CatalogueSession, name: str, rules: Sequence[str]) -> Group:
    """A new group with permission rules like ``Addons:Review`` (catalog.md §1.12).

    Raises ``Invalid`` for a bad rule, ``Conflict`` when the name is taken.
    """
    for rule in rules:
        if not _RULE.fullmatch(rule):
            raise Invalid(f"{rule!r} is not a rule: it must look like Addons:Review")
    if any(group.name == name for group in all_groups(session)):
        raise Conflict(f"There is a group {name} already.")
    (group_id,) = session.reserve(RecordKind.GROUP, 1)
    group = Group(id=group_id, name=name, rules=tuple(dict.fromkeys(rules)))
    session.put([group])
    return group


def join_group(session: CatalogueSession, name: str, username: str) -> bool:
    """Make a user a member; False when it is one. Raises ``NotFound``."""
    group, user = _group(session, name), get_user(session, username)
    if user.id in group.members:
        return False
    session.put([replace(group, members=tuple(sorted({*group.members, user.id})))])
    return True


def leave_group(session: CatalogueSession, name: str, username: str) -> bool:
    """End a user's membership; False when there is none. Raises ``NotFound``."""
    group, user = _group(session, name), get_user(session, username)
    if user.id not in group.members:
        return False
    others = tuple(member for member in group.members if member != user.id)
    session.put([replace(group, members=others)])
    return True


def _group(session: CatalogueSession, name: str) -> Group:
    for group in all_groups(session):
        if group.name == name:
            return group
    raise NotFound(f"There is no group {name}.")
