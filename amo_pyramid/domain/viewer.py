"""Who is asking, and what they may do (community.md §3, catalog.md §1.12)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from amo_pyramid.domain.user import User

_RULE = re.compile(r"[^:\s]+:[^:\s]+")
ANY = "*"
NO_THROTTLE = "API:BypassThrottling"


def well_formed(rules: Iterable[str]) -> frozenset[str]:
    """The rules that can be understood, without blanks around them; others grant nothing."""
    return frozenset(rule for each in rules if _RULE.fullmatch(rule := each.strip()))


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or nobody, with the permission rules of all their groups (:func:`well_formed`)."""

    user: User | None = None
    rules: frozenset[str] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        return self.user is None

    @property
    def id(self) -> int | None:
        return None if self.user is None else self.user.id

    @property
    def bypasses_throttling(self) -> bool:
        """Whether no rate limits this person (community.md §2.10)."""
        return self.may(NO_THROTTLE)

    def may(self, *permissions: str) -> bool:
        """Whether any of the permissions is granted by a rule.

        ``Addons:Review`` is granted by itself, ``Addons:*``, ``*:Review`` and ``*:*``; case
        counts. ``Admin:`` asks for any right in that area.
        """
        return bool(self.rules) and any(self._granted(permission) for permission in permissions)

    def _granted(self, permission: str) -> bool:
        area, _, action = permission.partition(":")
        if not action:
            return any(rule.partition(":")[0] in (area, ANY) for rule in self.rules)
        granting = {permission, f"{area}:{ANY}", f"{ANY}:{action}", f"{ANY}:{ANY}"}
        return not self.rules.isdisjoint(granting)


ANONYMOUS = Viewer()
