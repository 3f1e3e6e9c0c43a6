"""People and groups, as an operator manages them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from amo_pyramid.backends.base.catalogue import ADDON_NEEDS, CatalogueSession, RecordKind
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.errors import Conflict, Invalid, NotFound
from amo_pyramid.domain.user import Group, User

_RULE = re.compile(r"(\*|[A-Za-z]\w*):(\*|[A-Za-z]\w*)", re.ASCII)
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


def set_agreement(session: CatalogueSession, name: str, when: datetime | None) -> None:
    """Note when a user accepted the developer agreement; None takes it back, and their API key is
    of no use. Raises ``NotFound``."""
    session.put([replace(get_user(session, name), read_dev_agreement=when)])


def ban_user(session: CatalogueSession, name: str) -> int:
    """Shut a user out: no kind of sign-in is good any more, and add-ons that nobody else is an
    author of are disabled (community.md §2.9). How many there were. Raises ``NotFound``."""
    user = get_user(session, name)
    addons = session.addons.by_ids(session.users.addons_of(user.id), ADDON_NEEDS)
    disabled = [
        replace(addon, status=Status.DISABLED)
        for addon in addons
        if len(addon.authors) == 1 and addon.status not in (Status.DISABLED, Status.DELETED)
    ]
    # Tokens that were given out stay bad if the ban ends.
    banned = replace(user, is_banned=True, session_version=user.session_version + 1)
    session.put([banned, *disabled])
    return len(disabled)


def unban_user(session: CatalogueSession, name: str) -> bool:
    """Let a user in again; their add-ons stay disabled. False when they were not banned. Raises
    ``NotFound``."""
    user = get_user(session, name)
    session.put([replace(user, is_banned=False)])
    return user.is_banned


def add_group(session: CatalogueSession, name: str, rules: Sequence[str]) -> Group:
    """A new group with permission rules like ``Addons:Review`` (community.md §3).

    Raises ``Invalid`` for a bad rule, ``Conflict`` when the name is taken.
    """
    given = _rules(rules)
    if any(group.name == name for group in all_groups(session)):
        raise Conflict(f"There is a group {name} already.")
    (group_id,) = session.reserve(RecordKind.GROUP, 1)
    group = Group(id=group_id, name=name, rules=given)
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


def grant(session: CatalogueSession, name: str, rules: Sequence[str]) -> Group:
    """Add rules to a group; gives it as it is now. Raises ``NotFound``, ``Invalid`` for a bad
    rule."""
    group = _group(session, name)
    changed = replace(group, rules=tuple(dict.fromkeys((*group.rules, *_rules(rules)))))
    session.put([changed])
    return changed


def withdraw(session: CatalogueSession, name: str, rules: Sequence[str]) -> Group:
    """Take rules from a group; gives it as it is now. Raises ``NotFound``, also for a rule that
    the group does not have."""
    group = _group(session, name)
    for rule in rules:
        if rule not in group.rules:
            raise NotFound(f"{name} has no rule {rule}.")
    changed = replace(group, rules=tuple(rule for rule in group.rules if rule not in rules))
    session.put([changed])
    return changed


def _rules(texts: Sequence[str]) -> tuple[str, ...]:
    """The rules in texts, each of which may hold several with commas between them. Raises
    ``Invalid``."""
    rules = [rule.strip() for text in texts for rule in text.split(",")]
    for rule in rules:
        if not _RULE.fullmatch(rule):
            raise Invalid(f"{rule!r} is not a rule: it must look like Addons:Review")
    return tuple(dict.fromkeys(rules))


def _group(session: CatalogueSession, name: str) -> Group:
    for group in all_groups(session):
        if group.name == name:
            return group
    raise NotFound(f"There is no group {name}.")
