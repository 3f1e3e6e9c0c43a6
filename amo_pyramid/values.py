"""Value types of answers: what a shape leaves in its dictionaries for the JSON adapters.

They say what a value *is*; the plugin that owns the type decides how it looks in a version.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from amo_pyramid.domain.text import Localized


class Markup(str, Enum):
    """How much HTML a text may hold (catalog.md §1.8)."""

    PLAIN = "plain"
    RICH = "rich"
    LINKS = "links"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Translated:
    """A translated field."""

    text: Localized
    markup: Markup = Markup.PLAIN


@dataclass(frozen=True, slots=True)
class ConstantText:
    """A text of the service itself, shown in the language of the request (catalog.md §1.6)."""

    message: str


@dataclass(frozen=True, slots=True)
class Html:
    """A text that may hold HTML and is cleaned on its way out."""

    text: str
    markup: Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A URL chosen by a developer, leading away from the site."""

    url: str


@dataclass(frozen=True, slots=True)
class OutgoingLink:
    """The same, always in its wrapped form."""

    url: str
