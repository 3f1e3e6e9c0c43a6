"""Secrets that the service must be able to read again, encrypted for storage.

The keys come from ``amo.secret_keys``: the first encrypts, all decrypt. So a key can be replaced
by putting a new one first and sealing everything again before the old one goes.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from amo_pyramid.domain.errors import Invalid

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

#: Tells the keys made here from others made of the same text.
PURPOSE = b"amo_pyramid secrets at rest, 1"


class Vault:
    """Seals and opens texts; ``keys`` are texts of at least 32 characters."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)

    def seal(self, secret: str) -> str:
        """The encrypted text; another one at each call."""
        return self._fernet.encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises ``Invalid`` when no key opens it."""
        from cryptography.fernet import InvalidToken  # see below

        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Invalid("No key opens the secret.") from None

    def reseal(self, sealed: str) -> str:
        """The same text, sealed with the first key. Raises ``Invalid`` when no key opens it."""
        return self.seal(self.open(sealed))

    @cached_property
    def _fernet(self) -> MultiFernet:
        # With the first secret: the library would make every start longer.
        from cryptography.fernet import Fernet, MultiFernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        def derived(key: str) -> bytes:
            function = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
            return base64.urlsafe_b64encode(function.derive(key.encode()))

        return MultiFernet([Fernet(derived(key)) for key in self._keys])
