"""People and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account.

    ``is_public`` is derived by the catalogue: a listed author of a public add-on
    (catalog.md §8). ``session_version`` is raised to end all of the user's sessions.
    """

    id: int
    username: str
    display_name: str = ""
    email: str | None = None
    created: datetime
    picture_modified: datetime | None = None
    session_version: int = 1
    is_deleted: bool = False
    is_public: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named set of permission rules (``Addons:Review``, ``*:*``) and its members."""

    id: int
    name: str
    rules: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
