"""Texts, translated ones above all (catalog.md §1.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

#: The language every site falls back to last.
SITE_LOCALE = "en-US"


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in several languages.

    ``texts`` maps a canonical locale (``pt-BR``) to a text that is not blank: blank and null
    mean "no translation" and are never kept. ``fallbacks`` are the locales to try, in order,
    when the asked one is missing: an add-on's own default language, for its children also
    ``en-US``.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    fallbacks: tuple[str, ...] = (SITE_LOCALE,)

    @classmethod
    def of(
        cls, texts: Mapping[str, str | None] | None, fallbacks: Iterable[str] = (SITE_LOCALE,)
    ) -> Localized:
        """Build from raw input, dropping null and blank texts."""
        kept = {locale: text for locale, text in (texts or {}).items() if text and text.strip()}
        return cls(kept, tuple(fallbacks))

    @property
    def default_locale(self) -> str:
        return self.fallbacks[0]

    def best(self, locale: str) -> tuple[str, str] | None:
        """``(locale, text)`` for a reader of ``locale``, or None: asked one, then fallbacks."""
        for candidate in (locale, *self.fallbacks):
            text = self.texts.get(candidate)
            if text is not None:
                return candidate, text
        return None

    def with_text(self, locale: str, text: str | None) -> Localized:
        """A copy with one translation set, or removed when ``text`` is null or blank."""
        texts = {key: value for key, value in self.texts.items() if key != locale}
        if text and text.strip():
            texts[locale] = text
        return replace(self, texts=texts)

    def __bool__(self) -> bool:
        return bool(self.texts)


EMPTY = Localized()


def is_storable_text(value: str) -> bool:
    """Whether a backend can store the text: neither the character U+0000 nor half a surrogate
    pair can be written."""
    is_unicode = value.isascii() or value.encode("utf-8", "ignore").decode() == value
    return is_unicode and "\0" not in value
