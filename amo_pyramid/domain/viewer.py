"""Who is asking, and what they may do (catalog.md §1.12)."""

from __future__ import annotations

from dataclasses import dataclass

from amo_pyramid.domain.user import User


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or nobody, with the permission rules of all their groups."""

    user: User | None = None
    rules: frozenset[str] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        return self.user is None

    @property
    def id(self) -> int | None:
        return None if self.user is None else self.user.id

    def may(self, *permissions: str) -> bool:
        """Whether any of the permissions (``Addons:Review``) is granted by a rule; rules may
        say ``Addons:*`` or ``*:*``."""
        return bool(self.rules) and any(self._granted(permission) for permission in permissions)

    def _granted(self, permission: str) -> bool:
        area = permission.partition(":")[0]
        return not self.rules.isdisjoint({permission, f"{area}:*", "*:*"})


ANONYMOUS = Viewer()
