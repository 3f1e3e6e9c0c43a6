"""Signing in and permissions."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.interfaces import PHASE0_CONFIG

from amo_pyramid.declaring import declare
from amo_pyramid.domain.user import User
from amo_pyramid.security.apikeys import KeyAuthenticator
from amo_pyramid.security.policy import AmoSecurityPolicy, Authenticator
from amo_pyramid.security.tokens import TokenCodec, bearer, session
from amo_pyramid.security.vault import Vault
from amo_pyramid.settings import Setting, flag, words
from amo_pyramid.work import open_reading

log = logging.getLogger(__name__)

MINIMUM_KEY_LENGTH = 32
DAY = 24 * 60 * 60
SIGNED = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "JWT and a token of a few minutes, signed with the secret of an API key.",
}
#: After every authenticator's own action.
COMPILE_PHASE = 900


def add_amo_authenticator(
    config: Any,
    name: str,
    authenticate: Callable[[Any], User | None],
    *,
    everywhere: bool = True,
    header: str = "Authorization",
    scheme: Mapping[str, Any] | None = None,
) -> None:
    """Directive: accept another kind of credential, sent in a header.

    ``authenticate(request)`` is asked when the header is there. It gives the user, None when the
    credential is of another kind, or raises ``AuthenticationFailed``; one that is there and wrong
    must never become "nobody". Without ``everywhere`` it is only taken by endpoints that name it
    (``also_accepts``, ``accepts_only``). ``scheme`` is what OpenAPI calls a security scheme;
    without it the API's description is silent about it. For the log, the name of a key may be put
    into ``request.environ`` (:data:`amo_pyramid.observing.KEY_ID`). Two of one name are a
    configuration conflict.
    """
    authenticators: dict[str, Authenticator] = config.registry["amo.authenticators"]
    authenticator = Authenticator(name, authenticate, everywhere, header, scheme)

    def register() -> None:
        authenticators[name] = authenticator

    # Before the services, which say what headers they read.
    declare(config, "authenticator", (name,), authenticator, register, order=PHASE0_CONFIG)


def _keys(config: Any) -> tuple[str, ...]:
    keys = config.add_amo_setting(
        Setting(
            "amo.secret_keys",
            words,
            (),
            "Keys that sign tokens and encrypt the secrets of API keys, 32 characters or more "
            "each; the first one signs. Without any, tokens end with the process.",
            secret=True,
        )
    )
    if any(len(key) < MINIMUM_KEY_LENGTH for key in keys):
        raise ConfigurationError("amo.secret_keys: a key needs at least 32 characters")
    if not keys:
        log.warning("amo.secret_keys is not set: tokens end with this process")
    return keys or (secrets.token_urlsafe(48),)


def _key_authenticator(config: Any, vault: Vault) -> None:
    everywhere = config.add_amo_setting(
        Setting(
            "amo.auth.jwt_everywhere",
            flag,
            False,
            "Take tokens signed with API keys at all endpoints, not only where AMO does.",
        )
    )
    once = config.add_amo_setting(
        Setting(
            "amo.auth.jwt_replay_check",
            flag,
            False,
            "Refuse a token signed with an API key whose jti was used before.",
        )
    )
    config.add_amo_authenticator(
        "jwt", KeyAuthenticator(vault, once=once), everywhere=everywhere, scheme=SIGNED
    )


def includeme(config: Any) -> None:
    registry = config.registry
    lifetime = config.add_amo_setting(
        Setting("amo.token.lifetime", int, 30 * DAY, "Seconds that a Bearer token is good for.")
    )
    keys = _keys(config)
    codec = TokenCodec(keys, lifetime)
    vault = Vault(keys)
    registry["amo.tokens"] = codec
    #: Seals the secrets of API keys.
    registry["amo.vault"] = vault
    registry["amo.reading"] = partial(open_reading, registry)
    registry["amo.authenticators"] = {}
    config.add_directive("add_amo_authenticator", add_amo_authenticator)
    config.add_amo_authenticator(
        "bearer", bearer(codec), scheme={"type": "http", "scheme": "bearer"}
    )
    config.add_amo_authenticator("session", session)
    _key_authenticator(config, vault)

    policy = AmoSecurityPolicy(registry["amo.authenticators"])
    registry["amo.security"] = policy
    config.set_security_policy(policy)
    config.action("amo-authenticators-known", policy.compile, order=COMPILE_PHASE)
