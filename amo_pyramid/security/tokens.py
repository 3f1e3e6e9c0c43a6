"""Session tokens of our own (``Authorization: Bearer``)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from amo_pyramid.domain.user import User
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _

if TYPE_CHECKING:
    from amo_pyramid.security.codec import Codec

UNDECODABLE = _("Error decoding signature.")


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
        """``(user id, session version)``. Raises :class:`AuthenticationFailed` with AMO's code
        (catalog.md §1.2)."""
        for codec in self._codecs:
            found = codec.read(token)
            if found is not None:
                return found
        raise AuthenticationFailed(UNDECODABLE, "ERROR_DECODING_SIGNATURE")

    @cached_property
    def _codecs(self) -> list[Codec]:
        # With the first token: the libraries behind it would make every start longer.
        from amo_pyramid.security.codec import Codec  # noqa: PLC0415

        return [Codec(secret) for secret in self._secrets]
