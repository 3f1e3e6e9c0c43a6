"""Translated texts of an answer, as changes to the stored ones.

An answer without ``lang`` tells every language of a text, one with ``lang`` a single one, whose
name a plain string does not even tell (catalog.md §1.6). So what an answer says is kept as a
change, and applied to what is stored.
"""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from amo_pyramid.domain.text import Localized
from amo_pyramid.text.outgoing import Outgoing

_HREF = re.compile(r'(?<=\bhref=")[^"]*(?=")')
_BLOCK_END = re.compile(r"</(?:ul|ol|li|blockquote)>(?=\n)")
_REDIRECTS = Outgoing(base="", secret="", exempt_hosts=frozenset())


class TextChange(ABC):
    """What an answer says of one translated text."""

    @abstractmethod
    def apply(self, stored: Localized) -> Localized:
        """The stored text after the change; its fallbacks stay."""


@dataclass(frozen=True, slots=True)
class AllTexts(TextChange):
    """Every language is known: others are gone."""

    texts: Mapping[str, str | None]

    def apply(self, stored: Localized) -> Localized:
        return Localized.of(self.texts, stored.fallbacks)


@dataclass(frozen=True, slots=True)
class SomeTexts(TextChange):
    """Some languages are known, null for "no text"; others stay."""

    texts: Mapping[str, str | None]

    def apply(self, stored: Localized) -> Localized:
        for locale, text in self.texts.items():
            stored = stored.with_text(locale, text)
        return stored


@dataclass(frozen=True, slots=True)
class ShownText(TextChange):
    """What a reader of ``locale`` is shown, which may be a fallback (null: nothing at all).

    Where no fallback has a text the shown one becomes it; one that a fallback explains is not
    stored a second time.
    """

    locale: str
    text: str | None

    def apply(self, stored: Localized) -> Localized:
        if not self.text or not self.text.strip():
            for locale in (self.locale, *stored.fallbacks):
                stored = stored.with_text(locale, None)
            return stored
        shown = stored.best(stored.default_locale)
        if shown is None:
            return stored.with_text(stored.default_locale, self.text)
        if shown[1] != self.text or self.locale == stored.default_locale:
            return stored.with_text(self.locale, self.text)
        has_other = stored.texts.get(self.locale, self.text) != self.text
        return stored.with_text(self.locale, None) if has_other else stored


def unwrap(url: str) -> str:
    """The target of a redirect link, or the URL itself (catalog.md §1.7)."""
    return _REDIRECTS.unwrap(url)


def source_of(text: str) -> str:
    """The HTML that an answer's HTML was made of, as far as cleaning it again matters (§1.8).

    Links lead to their targets instead of a redirect service. One line break after a list or a
    quotation is dropped when texts are cleaned, so those that are left had one more.
    """
    linked = _HREF.sub(lambda match: html.escape(unwrap(html.unescape(match[0]))), text)
    return _BLOCK_END.sub(r"\g<0>\n", linked)
