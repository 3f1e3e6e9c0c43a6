"""API keys, as an operator gives and takes them (community.md §2.2, §2.10)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.domain.errors import Conflict, Invalid, NotFound
from amo_pyramid.domain.keys import ApiKey
from amo_pyramid.operations.accounts import get_user

#: Names that a person's keys can have, and the bytes of a secret.
NAMES = 1000
SECRET_BYTES = 32

#: Encrypts a secret for storage, or once more with today's key.
Seal = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key with its secret, which is never to be had again."""

    key: ApiKey
    secret: str = field(repr=False)


def issue_key(session: CatalogueSession, name: str, *, seal: Seal, now: datetime) -> IssuedKey:
    """A new key for a user, by username or id.

    Raises ``NotFound``, and ``Conflict`` when the user has an active one: revoke that first.
    """
    user = get_user(session, name)
    former = session.keys.of_user(user.id)
    if any(key.revoked is None for key in former):
        raise Conflict(f"{user.username} has an active key: revoke it first.")
    used = {key.issuer for key in former}
    free = [issuer for number in range(NAMES) if (issuer := f"user:{user.id}:{number}") not in used]
    if not free:
        raise Conflict(f"{user.username} has had all {NAMES} keys that a person can have.")
    secret = secrets.token_hex(SECRET_BYTES)
    issuer = secrets.choice(free)
    key = ApiKey(issuer=issuer, user_id=user.id, sealed=seal(secret), created=now)
    session.keys.add(key)
    return IssuedKey(key, secret)


def revoke_key(session: CatalogueSession, name: str, *, now: datetime) -> str:
    """End the key of that name, or the active one of that user; gives its name.

    Raises ``NotFound``.
    """
    if session.keys.revoke(name, now):
        return name
    user = get_user(session, name)
    for key in session.keys.of_user(user.id):
        if key.revoked is None and session.keys.revoke(key.issuer, now):
            return key.issuer
    raise NotFound(f"{user.username} has no active key.")


def list_keys(session: CatalogueSession, name: str | None = None) -> Iterator[ApiKey]:
    """All keys, or those of a user. Raises ``NotFound`` for an unknown one."""
    keys = session.keys
    yield from keys.all() if name is None else keys.of_user(get_user(session, name).id)


@dataclass(slots=True)
class Resealed:
    """How many secrets were encrypted again, and the names of keys whose secret is lost."""

    done: int = 0
    unreadable: list[str] = field(default_factory=list)


def reseal_keys(session: CatalogueSession, reseal: Seal) -> Resealed:
    """Encrypt the secrets of all active keys again. ``reseal`` raises ``Invalid`` for one that it
    cannot read; that one is left alone."""
    report = Resealed()
    for key in session.keys.all():
        if key.revoked is None:
            try:
                session.keys.reseal(key.issuer, reseal(key.sealed))
                report.done += 1
            except Invalid:
                report.unreadable.append(key.issuer)
    return report
