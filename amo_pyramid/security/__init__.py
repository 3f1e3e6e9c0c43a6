"""Signing in and permissions."""

from __future__ import annotations

import logging
import secrets
from functools import partial
from typing import Any

from pyramid.exceptions import ConfigurationError

from amo_pyramid.security.policy import AmoSecurityPolicy, Authenticator, bearer
from amo_pyramid.security.tokens import TokenCodec
from amo_pyramid.settings import Setting, words
from amo_pyramid.work import open_reading

log = logging.getLogger(__name__)

MINIMUM_KEY_LENGTH = 32
DAY = 24 * 60 * 60


def add_amo_authenticator(config: Any, name: str, authenticator: Authenticator) -> None:
    """Directive: accept another kind of credential. ``authenticator(request)`` gives the user,
    None when its credential is not there, or raises ``AuthenticationFailed``."""
    authenticators: dict[str, Authenticator] = config.registry["amo.authenticators"]
    config.action(
        ("amo-authenticator", name), lambda: authenticators.__setitem__(name, authenticator)
    )


def _keys(config: Any) -> tuple[str, ...]:
    keys = config.add_amo_setting(
        Setting(
            "amo.secret_keys",
            words,
            (),
            "Keys that sign tokens, 32 characters or more each; the first one signs. Without "
            "any, tokens end with the process.",
            secret=True,
        )
    )
    if any(len(key) < MINIMUM_KEY_LENGTH for key in keys):
        raise ConfigurationError("amo.secret_keys: a key needs at least 32 characters")
    if not keys:
        log.warning("amo.secret_keys is not set: tokens end with this process")
    return keys or (secrets.token_urlsafe(48),)


def includeme(config: Any) -> None:
    registry = config.registry
    lifetime = config.add_amo_setting(
        Setting("amo.token.lifetime", int, 14 * DAY, "Seconds that a Bearer token is good for.")
    )
    codec = TokenCodec(_keys(config), lifetime)
    registry["amo.tokens"] = codec
    registry["amo.reading"] = partial(open_reading, registry)
    registry["amo.authenticators"] = {}
    config.add_directive("add_amo_authenticator", add_amo_authenticator)
    config.add_amo_authenticator("bearer", bearer(codec))

    policy = AmoSecurityPolicy(registry["amo.authenticators"])
    registry["amo.security"] = policy
    config.set_security_policy(policy)
