"""Kinds of add-ons (catalog.md §2.2) and what they imply for compatibility (§3.3)."""

from __future__ import annotations

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.names import NamedNumber


class AddonType(NamedNumber):
    """A kind of add-on. ``ANY`` is a word of requests only: nothing is stored with it."""

    ANY = 0
    EXTENSION = 1
    THEME = 2
    DICTIONARY = 3
    SEARCH = 4
    LANGUAGE = 5
    LPADDON = 6
    PLUGIN = 7
    PERSONA = 9
    STATICTHEME = 10

    @property
    def api_name(self) -> str | None:
        """The word in answers; the historic kinds 6 and 7 have none."""
        historic = self in (AddonType.LPADDON, AddonType.PLUGIN)
        return None if historic else self.name.lower()


#: What lists of language tools are made of.
LANGUAGE_TYPES = frozenset({AddonType.LANGUAGE, AddonType.DICTIONARY})
#: Kinds that store no application ranges: they run wherever their kind is supported.
NO_COMPATIBILITY = frozenset({AddonType.SEARCH, AddonType.DICTIONARY, AddonType.PERSONA})

#: The ``(min, max)`` shown for those kinds.
DEFAULT_RANGES = {
    Application.FIREFOX: ("4.0", "9999"),
    Application.ANDROID: ("11.0", "9999"),
}
