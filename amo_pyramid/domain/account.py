"""An account as it is shown (community.md §4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from amo_pyramid.domain.maintenance import Maintenance
from amo_pyramid.domain.user import SignIn, User, Works


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person with what the catalogue knows of them."""

    user: User
    works: Works


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount(Account):
    """The same as shown to the person, and to who may edit them.

    ``permissions`` are the rules of all groups, sorted. ``site`` is how the site is switched.
    """

    permissions: tuple[str, ...]
    sign_in: SignIn | None
    site: Maintenance
