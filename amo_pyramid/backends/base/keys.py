"""The repository of API keys (community.md §2.2)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from amo_pyramid.domain.keys import ApiKey
from amo_pyramid.domain.user import User


class Keys(ABC):
    """API keys. Revoked ones are kept, so that no later key gets the name of a former one."""

    @abstractmethod
    def active(self, issuer: str) -> ApiKey | None:
        """The active key of that exact name, or None. One statement."""

    @abstractmethod
    def owner(self, issuer: str) -> User | None:
        """Whose active key that is; None when it is not active (any more). One statement."""

    @abstractmethod
    def all(self) -> Sequence[ApiKey]:
        """Every key, the oldest first."""

    @abstractmethod
    def of_user(self, user_id: int) -> Sequence[ApiKey]:
        """All keys of a user, the oldest first."""

    @abstractmethod
    def add(self, key: ApiKey) -> None:
        """Store a key. Raises ``Conflict`` when its name was ever given or its user has an active
        one; the caller must give the unit of work up."""

    @abstractmethod
    def revoke(self, issuer: str, now: datetime) -> bool:
        """End an active key; False when there is none of that name."""

    @abstractmethod
    def reseal(self, issuer: str, sealed: str) -> None:
        """Store the secret of a key as it is encrypted now."""

    @abstractmethod
    def use_once(self, issuer: str, nonce: str, *, until: datetime, now: datetime) -> None:
        """Note that a nonce of a key was used, and forget those whose ``until`` is past. Raises
        ``Conflict`` when it was; the caller must give the unit of work up."""
