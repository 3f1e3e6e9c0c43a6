"""People and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account.

    ``is_public`` is derived by the catalogue: a listed author of a public add-on
    (catalog.md §8). ``session_version`` is raised to end all of the user's sessions.
    ``read_dev_agreement`` is when the developer agreement was accepted; API keys are of no use
    before (community.md §2.2). A banned person keeps the account and cannot sign in (§2.9).
    """

    id: int
    username: str
    display_name: str = ""
    email: str | None = None
    created: datetime
    picture_modified: datetime | None = None
    session_version: int = 1
    is_deleted: bool = False
    is_banned: bool = False
    read_dev_agreement: datetime | None = None
    biography: str | None = None
    homepage: str | None = None
    location: str | None = None
    occupation: str | None = None
    is_public: bool = field(default=False, compare=False)

    @property
    def may_sign_in(self) -> bool:
        return not (self.is_deleted or self.is_banned)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The last time that a person signed in with a key; ``address`` is where from."""

    at: datetime
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What a person has made, as far as profiles tell (community.md §4.1).

    ``public_listed`` counts the public add-ons that name them; ``average_rating`` is the mean of
    all scores of their add-ons that are public or wait for review, None without any.
    """

    has_addons: bool = False
    has_themes: bool = False
    public_listed: int = 0
    average_rating: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named set of permission rules (``Addons:Review``, ``*:*``) and its members."""

    id: int
    name: str
    rules: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
