"""The secret of a day, with which clients are made unrecognisable (stats.md §12.1)."""

from __future__ import annotations

import secrets
from typing import Any

from amo_pyramid.backends.base.counters import Count, Guard
from amo_pyramid.backends.memory import digest

#: Seconds for which Redis keeps a secret: its day and some time for late parcels.
KEPT = 172_800


class Salts:
    """Makes digests of clients; all processes with the same Redis make the same ones."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._salts: dict[int, bytes] = {}

    def digest(self, client: Any, count: Count, guard: Guard) -> str:
        """What stands for the guard's client on the day of the count; ``client`` is Redis."""
        salt = self._salts.get(count.day)
        if salt is None:
            salt = self._salt(client, count.day)
            # Yesterday's may still be asked for, no other.
            self._salts = {day: each for day, each in self._salts.items() if day >= count.day - 1}
            self._salts[count.day] = salt
        return digest(salt, guard.client).hex()

    def _salt(self, client: Any, day: int) -> bytes:
        key = f"{self._prefix}pv:salt:{day}"
        client.set(key, secrets.token_hex(32), nx=True, ex=KEPT)
        return bytes.fromhex(client.get(key))
