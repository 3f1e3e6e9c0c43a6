"""The refusals that a backend (the first four) or an operation may raise.

Views never see a driver's exception: a backend attaches the original as ``__cause__``.
"""

from __future__ import annotations


class DomainError(Exception):
    """Base of everything the domain refuses. ``message`` is English and fit for a user."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """The object does not exist, or the caller may not know that it does."""


class Conflict(DomainError):
    """The change collides with what is stored (a unique value is taken, a record was moved)."""


class Invalid(DomainError):
    """The input cannot be accepted. ``message`` names the reason."""


class Unavailable(DomainError):
    """A backend cannot be reached or used right now; nothing was changed."""


class NotAllowed(DomainError):
    """The caller may not do or see this: 401 for nobody, 403 for a known person.

    ``facts`` are added to the answer (``is_disabled_by_developer``…, catalog.md §1.3).
    """

    def __init__(self, message: str = "", **facts: bool) -> None:
        super().__init__(message)
        self.facts = facts


class RegionRestricted(DomainError):
    """Not shown in the caller's country for legal reasons (catalog.md §5.3)."""


class InvalidPage(NotFound):
    """The list has no such page."""
