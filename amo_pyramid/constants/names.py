"""How a number of the API gets its name, and a name its number."""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import Any, TypeVar

E = TypeVar("E", bound="NamedNumber")


class NamedNumber(IntEnum):
    """A number that is stored and a word that the API writes for it."""

    @property
    def api_name(self) -> str | None:
        """The word in answers, None for what has none: ``REVIEW_PENDING`` is review-pending."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def named(cls: type[E], text: str) -> E | None:
        """The member that ``text`` means as a word in any case or as a number, or None."""
        return _index(cls).get(text.lower())


@cache
def _index(enumeration: type[NamedNumber]) -> dict[str, Any]:
    words = {member.api_name: member for member in enumeration if member.api_name is not None}
    return {**{str(member.value): member for member in enumeration}, **words}
