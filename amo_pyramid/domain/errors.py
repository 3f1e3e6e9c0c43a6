"""The four refusals that any backend or operation may raise.

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
