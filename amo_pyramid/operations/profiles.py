"""Accounts, as their owners and others see them (community.md §4.2, §4.3)."""

from __future__ import annotations

from dataclasses import replace

from amo_pyramid.domain.account import Account, OwnAccount
from amo_pyramid.domain.errors import NotAllowed, NotFound
from amo_pyramid.domain.maintenance import Maintenance
from amo_pyramid.domain.user import User
from amo_pyramid.domain.viewer import well_formed
from amo_pyramid.work import Work

EDIT_USERS = "Users:Edit"


def own_account(work: Work, site: Maintenance) -> OwnAccount:
    """The viewer's own account. Raises ``NotAllowed`` for nobody."""
    if work.viewer.user is None:
        raise NotAllowed()
    return _whole(work, work.viewer.user, site)


def find_account(work: Work, name: str, site: Maintenance) -> Account:
    """The account of that id, when the name is a number, or else of that exact username.

    An :class:`OwnAccount` for the person and for who may edit people. Raises ``NotFound`` for
    accounts that are gone, and for those that are not public when anybody else asks.
    """
    user = _find(work, name)
    if user is None or not user.may_sign_in:
        raise NotFound()
    if work.viewer.id == user.id or work.viewer.may(EDIT_USERS):
        return _whole(work, user, site)
    if not user.is_public:
        raise NotFound()
    return Account(user=user, works=work.catalogue.users.works_of(user.id))


def end_sessions(work: Work) -> None:
    """Sign the viewer out everywhere: no token that was given out is good any more (community.md
    §2.7). API keys stay. Raises ``NotAllowed`` for nobody."""
    if work.viewer.id is None:
        raise NotAllowed()
    for user in work.catalogue.users.by_ids([work.viewer.id]):
        work.catalogue.put([replace(user, session_version=user.session_version + 1)])


def _find(work: Work, name: str) -> User | None:
    users = work.catalogue.users
    if name.isascii() and name.isdigit():
        # No id is as long, and Python reads no longer number.
        return next(iter(users.by_ids([int(name)])), None) if len(name) < 20 else None
    return users.by_username(name)


def _whole(work: Work, user: User, site: Maintenance) -> OwnAccount:
    users = work.catalogue.users
    return OwnAccount(
        user=user,
        works=users.works_of(user.id),
        permissions=tuple(sorted(well_formed(users.rules_of(user.id)))),
        sign_in=users.last_sign_in(user.id),
        site=site,
    )
