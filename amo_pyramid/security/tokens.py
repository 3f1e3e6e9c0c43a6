"""Session tokens of our own (``Authorization: Bearer``); the only import of pyramid-jwt.

pyramid-jwt makes and reads the tokens; as an authentication policy it is not used: it has one
key, and a bad token would count as no token (docs/decisions/0003).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import jwt
from pyramid_jwt.policy import JWTAuthenticationPolicy

from amo_pyramid.domain.user import User
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _

ALGORITHM = "HS256"
EXPIRED = _("Signature has expired.")
UNDECODABLE = _("Error decoding signature.")


class _Codec(JWTAuthenticationPolicy):
    """pyramid-jwt's token format, with failures that can be told apart."""

    def jwt_decode(self, request: Any, token: str) -> dict[str, Any]:
        return jwt.decode(
            token,
            self.public_key,
            algorithms=[ALGORITHM],
            options={"require": ["sub", "exp", "iat", "ver"]},
        )


class TokenCodec:
    """Issues and reads Bearer tokens.

    ``secrets`` are keys of at least 32 characters: the first signs, all are accepted, so that a
    key can be replaced without signing everybody out. ``lifetime`` is in seconds.
    """

    def __init__(self, secrets: Sequence[str], lifetime: int) -> None:
        self._codecs = [_Codec(secret, algorithm=ALGORITHM) for secret in secrets]
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
        """``(user id, session version)``. Raises :class:`AuthenticationFailed` with AMO's code
        (catalog.md §1.2)."""
        failure = AuthenticationFailed(UNDECODABLE, "ERROR_DECODING_SIGNATURE")
        for codec in self._codecs:
            try:
                claims = codec.jwt_decode(None, token)
                return int(claims["sub"]), int(claims["ver"])
            except jwt.ExpiredSignatureError:
                failure = AuthenticationFailed(EXPIRED, "ERROR_SIGNATURE_EXPIRED")
            except (jwt.InvalidTokenError, ValueError, TypeError):
                continue
        raise failure
