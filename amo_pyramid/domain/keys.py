"""API keys (community.md §2.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key with which a person signs tokens.

    ``issuer`` names it, in every token too. ``sealed`` is the secret, encrypted; whoever stores
    it cannot read it. ``revoked`` is when the key ceased to be good, None while it is active.
    """

    issuer: str
    user_id: int
    sealed: str = field(repr=False)
    created: datetime
    revoked: datetime | None = None
