"""What API keys sign: reading a token and checking its claims (community.md §2.2).

Every refusal has the text of the contract, in the contract's order, and no code. Texts never say
anything of the token but which rule it breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _
from amo_pyramid.security.header import EXPIRED, LEEWAY, UNDECODABLE, WRONG_TYPE

ALGORITHM = "HS256"
#: Seconds between ``iat`` and ``exp``, at most.
LONGEST = 300

INVALID = _("Invalid JWT Token.")
NO_ISSUER = _("JWT iss (issuer) claim is missing.")
NO_EXP = _('Invalid JWT: Token is missing the "exp" claim.')
NO_IAT = _('Invalid JWT: Token is missing the "iat" claim.')
BAD_IAT = _(
    "JWT iat (issued at time) is invalid. Make sure your system clock is synchronized with "
    "something like TLSdate."
)
TOO_LONG = _("JWT exp (expiration) is too long.")
REFRESHABLE = _(
    "API key based tokens are not refreshable, don't include `orig_iat` in their payload."
)

#: The claims are looked at here, in an order and with texts that the library does not have.
_ONLY_SIGNATURE: Any = {
    f"verify_{claim}": False for claim in ("exp", "iat", "nbf", "aud", "iss", "sub", "jti")
}


@dataclass(frozen=True, slots=True)
class SignedToken:
    """A token whose signature has not been checked yet, and the issuer that it claims: none that
    exists, if it is no text."""

    text: str
    issuer: str

    @classmethod
    def read(cls, text: str) -> SignedToken:
        """Raises :class:`AuthenticationFailed` for what is no token or names no issuer."""
        try:
            if text.count(".") != 2:
                raise AuthenticationFailed(UNDECODABLE)
            claims = jwt.decode(text, options={"verify_signature": False})
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            # The last one: JSON nested so deep that it is not read.
            raise AuthenticationFailed(UNDECODABLE) from None
        if "iss" not in claims:
            raise AuthenticationFailed(NO_ISSUER)
        issuer = claims["iss"]
        return cls(text, issuer if isinstance(issuer, str) else "")

    def claims(self, secret: str, now: datetime) -> dict[str, Any]:
        """What the token says, if ``secret`` signed it and it is good at ``now``.

        Raises :class:`AuthenticationFailed`.
        """
        try:
            claims = jwt.decode(
                self.text, secret, algorithms=[ALGORITHM], options={**_ONLY_SIGNATURE}
            )
        except jwt.InvalidAlgorithmError:
            raise AuthenticationFailed(INVALID) from None
        except jwt.DecodeError:
            raise AuthenticationFailed(UNDECODABLE) from None
        except jwt.InvalidTokenError:
            raise AuthenticationFailed(INVALID) from None
        _check_times(claims, int(now.timestamp()))
        if "orig_iat" in claims:
            raise AuthenticationFailed(REFRESHABLE)
        return claims


def _check_times(claims: dict[str, Any], now: int) -> None:
    exp, iat = claims.get("exp"), claims.get("iat")
    if exp is None:
        raise AuthenticationFailed(NO_EXP)
    if iat is None:
        raise AuthenticationFailed(NO_IAT)
    issued, expires = _number(iat, BAD_IAT), _number(exp, UNDECODABLE)
    if expires < now - LEEWAY:
        raise AuthenticationFailed(EXPIRED)
    if issued > now + LEEWAY:
        raise AuthenticationFailed(BAD_IAT)
    if type(iat) is not int or type(exp) is not int:
        raise AuthenticationFailed(WRONG_TYPE)
    if expires - issued > LONGEST:
        raise AuthenticationFailed(TOO_LONG)


def _number(value: Any, problem: str) -> int:
    """The number that is meant, whatever its type."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise AuthenticationFailed(problem) from None
