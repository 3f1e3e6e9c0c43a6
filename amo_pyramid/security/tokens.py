"""Session tokens of our own (``Authorization: Bearer``, community.md §2.3)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from amo_pyramid.domain.user import User
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _
from amo_pyramid.security.header import UNDECODABLE, credential_of

if TYPE_CHECKING:
    from amo_pyramid.security.codec import Codec

NO_SESSION = _("Valid user session not found matching the provided session key.")
GONE = _("Incorrect authentication credentials.")


class TokenCodec:
    """Issues and reads Bearer tokens.

    ``secrets`` are keys of at least 32 characters: the first signs, all are accepted, so that a
    key can be replaced without signing everybody out. ``lifetime`` is in seconds.
    """

    def __init__(self, secrets: Sequence[str], lifetime: int) -> None:
        self._secrets = tuple(secrets)
        self.lifetime = lifetime

    def issue(self, user: User, lifetime: int | None = None) -> str:
        """A token that signs the user in for ``lifetime`` seconds (default: the setting's), or
        until their ``session_version`` is raised."""
        seconds = self.lifetime if lifetime is None else lifetime
        return str(
            self._codecs[0].create_token(
                str(user.id),
                expiration=datetime.timedelta(seconds=seconds),
                ver=user.session_version,
            )
        )

    def read(self, token: str) -> tuple[int, int]:
        """``(user id, session version)``. Raises :class:`AuthenticationFailed`: with AMO's code
        for what is no good token, without one for a token that names nobody."""
        for codec in self._codecs:
            claims = codec.read(token)
            if claims is not None:
                return _named(claims)
        raise AuthenticationFailed(UNDECODABLE, "ERROR_DECODING_SIGNATURE")

    @cached_property
    def _codecs(self) -> list[Codec]:
        # With the first token: the libraries behind it would make every start longer.
        from amo_pyramid.security.codec import Codec

        return [Codec(secret) for secret in self._secrets]


def _named(claims: dict[str, Any]) -> tuple[int, int]:
    try:
        return int(claims["sub"]), int(claims["ver"])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise AuthenticationFailed(GONE) from None


def bearer(codec: TokenCodec) -> Callable[[Any], User | None]:
    """Reads ``Authorization: Bearer TOKEN``."""

    def authenticate(request: Any) -> User | None:
        token = credential_of(request, "bearer", "ERROR_INVALID_HEADER")
        return None if token is None else _user_of(request, *codec.read(token))

    return authenticate


def _user_of(request: Any, user_id: int, session_version: int) -> User:
    with request.registry["amo.reading"]() as work:
        users = work.catalogue.users.by_ids([user_id])
    if not users or not users[0].may_sign_in or users[0].session_version != session_version:
        raise AuthenticationFailed(GONE)
    return users[0]


def session(request: Any) -> User | None:
    """Refuses ``Authorization: Session ID`` (community.md §2.4): nothing gives out sessions yet, so
    none is valid. To ignore it would make its sender nobody."""
    if credential_of(request, "session", "ERROR_INVALID_HEADER") is not None:
        raise AuthenticationFailed(NO_SESSION, "ERROR_AUTHENTICATION_EXPIRED")
    return None
