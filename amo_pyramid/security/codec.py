"""The form of our tokens; the only import of pyramid-jwt.

pyramid-jwt makes and reads the tokens; as an authentication policy it is not used: it has one
key, and a bad token would count as no token (docs/decisions/0003).
"""

from __future__ import annotations

from typing import Any

import jwt
from pyramid_jwt.policy import JWTAuthenticationPolicy

from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.security.header import EXPIRED

ALGORITHM = "HS256"


class Codec(JWTAuthenticationPolicy):
    """pyramid-jwt's token format with one key, and failures that can be told apart."""

    def __init__(self, secret: str) -> None:
        super().__init__(secret, algorithm=ALGORITHM)

    def jwt_decode(self, request: Any, token: str) -> dict[str, Any]:
        return jwt.decode(
            token, self.public_key, algorithms=[ALGORITHM], options={"require": ["exp", "iat"]}
        )

    def read(self, token: str) -> dict[str, Any] | None:
        """What the token says, or None for what is no token signed with this key. Raises
        :class:`AuthenticationFailed` for one whose time is over."""
        try:
            return self.jwt_decode(None, token)
        except jwt.ExpiredSignatureError:
            raise AuthenticationFailed(EXPIRED, "ERROR_SIGNATURE_EXPIRED") from None
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            # The last one: JSON nested so deep that it is not read.
            return None
