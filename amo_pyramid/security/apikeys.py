"""``Authorization: JWT``: tokens that people sign with the secret of their API key
(community.md §2.2, platform.md §3.4)."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from amo_pyramid.domain.errors import Conflict, DomainError, Invalid
from amo_pyramid.domain.keys import ApiKey
from amo_pyramid.domain.user import SignIn, User
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _
from amo_pyramid.observing import KEY_ID
from amo_pyramid.security.header import LEEWAY, WRONG_TYPE, credential_of
from amo_pyramid.security.vault import Vault
from amo_pyramid.work import open_work

if TYPE_CHECKING:
    from amo_pyramid.security.signed import SignedToken

log = logging.getLogger(__name__)

UNKNOWN_ISSUER = _("Unknown JWT iss (issuer).")
KEY_GONE = _("Invalid API Key.")
DISABLED = _("User account is disabled.")
NO_AGREEMENT = _("User has not read developer agreement.")
USED = _("JWT jti (JWT ID) has already been used.")


class KeyAuthenticator:
    """Signs in whoever sends a token signed with an active key.

    With ``once``, a token that has a ``jti`` is good for one request. Every success is noted as
    the user's last sign-in, except in read-only mode.
    """

    def __init__(self, vault: Vault, *, once: bool = False) -> None:
        self._vault = vault
        self._once = once

    def __call__(self, request: Any) -> User | None:
        """The user, or None without such a credential. Raises :class:`AuthenticationFailed`."""
        text = credential_of(request, "jwt")
        if text is None:
            return None
        registry, now = request.registry, request.registry["amo.clock"]()
        token = _read(text)
        with registry["amo.reading"]() as work:
            key = work.catalogue.keys.active(token.issuer)
            claims = token.claims(self._secret_of(key), now)
            request.environ[KEY_ID] = token.issuer
            # Asked again: the key may have been revoked since.
            user = _checked(work.catalogue.keys.owner(token.issuer))
        if not registry["amo.site_state"].current().is_read_only:
            if self._once and claims.get("jti") is not None:
                _use(registry, token.issuer, claims, now)
            _note(registry, user, SignIn(at=now, address=request.client_address))
        return user

    def _secret_of(self, key: ApiKey | None) -> str:
        if key is None:
            raise AuthenticationFailed(UNKNOWN_ISSUER)
        try:
            return self._vault.open(key.sealed)
        except Invalid:
            log.error("no key of amo.secret_keys opens the secret of API key %s", key.issuer)
            raise AuthenticationFailed(UNKNOWN_ISSUER) from None


def _read(text: str) -> SignedToken:
    # With the first token: the library would make every start longer.
    from amo_pyramid.security.signed import SignedToken

    return SignedToken.read(text)


def _checked(user: User | None) -> User:
    if user is None:
        raise AuthenticationFailed(KEY_GONE)
    if not user.may_sign_in:
        raise AuthenticationFailed(DISABLED)
    if user.read_dev_agreement is None:
        raise AuthenticationFailed(NO_AGREEMENT)
    return user


def _use(registry: Any, issuer: str, claims: dict[str, Any], now: datetime) -> None:
    """Take the token's ``jti``. A database that cannot say whether it was used refuses the
    request: ``Unavailable``."""
    jti = claims["jti"]
    if not isinstance(jti, str | int):
        raise AuthenticationFailed(WRONG_TYPE)
    nonce = hashlib.sha256(f"{type(jti).__name__} {jti}".encode("utf-8", "backslashreplace"))
    until = datetime.fromtimestamp(claims["exp"] + LEEWAY, timezone.utc)
    try:
        with open_work(registry) as work:
            work.catalogue.keys.use_once(issuer, nonce.hexdigest(), until=until, now=now)
    except Conflict:
        raise AuthenticationFailed(USED) from None


def _note(registry: Any, user: User, sign_in: SignIn) -> None:
    """In a transaction of its own, which stays when the request's own is given up."""
    try:
        with open_work(registry) as work:
            work.catalogue.users.note_sign_in(user.id, sign_in)
    except Conflict:
        # Somebody else noted the same person's first time at this very moment.
        pass
    except DomainError as error:
        log.warning("the sign-in of user %s was not noted: %s", user.id, error)
