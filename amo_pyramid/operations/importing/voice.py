"""In which languages an answer speaks, and reading its translated texts accordingly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from amo_pyramid.constants.locales import LOCALES, canonical
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.texts import (
    AllTexts,
    ShownText,
    SomeTexts,
    TextChange,
    source_of,
    unwrap,
)

#: The key under which v5 names the language it fell back to (platform.md §6).
_FALLBACK_KEY = "_default"
_LOCALES = frozenset(LOCALES)
_SITE_PATH = re.compile(r"https?://[^/]+/([a-z]{2,3}(?:-[a-z]{2,4})?)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """``locale`` is that of plain strings; ``is_complete`` that texts show every language."""

    locale: str
    is_complete: bool

    def texts(self, source: Fields, names: Collection[str]) -> dict[str, TextChange]:
        """The plain translated texts among ``names`` that the source has."""
        return {name: self._change(source, name, _plain) for name in source.present(names)}

    def links(self, source: Fields, names: Collection[str]) -> dict[str, TextChange]:
        """Translated addresses; v5 has them as ``{"url": …, "outgoing": …}``."""
        return {name: self._change(source, name, unwrap) for name in source.present(names)}

    def html(self, source: Fields, names: Collection[str]) -> dict[str, TextChange]:
        """Translated HTML, as it was before the answer was made of it."""
        return {name: self._change(source, name, source_of) for name in source.present(names)}

    def _change(self, source: Fields, name: str, clean: Any) -> TextChange:
        value = link_target(source.value(name))
        if isinstance(value, str):
            return ShownText(self.locale, clean(source.checked(name, value)))
        if value is None:
            return AllTexts({}) if self.is_complete else ShownText(self.locale, None)
        texts = {
            locale: None if text is None else clean(source.checked(f"{name}.{locale}", text))
            for locale, text in _translations(source, name, value)
        }
        return AllTexts(texts) if self.is_complete else SomeTexts(texts)


def voice_of(source: Fields, urls: Collection[str], is_complete: bool) -> Voice:
    """How a record speaks: ``is_complete`` as found by :func:`shows_every_language`.

    The language of plain strings is the one in the record's own addresses, the fields ``urls``.
    """
    locale = source.value("default_locale") or "en-US"
    for name in reversed(source.present(urls)):
        found = _SITE_PATH.match(str(source.value(name)))
        locale = canonical(found[1]) if found else locale
    return Voice(str(locale), is_complete)


def shows_every_language(document: Any) -> bool:
    """Whether the answer was asked for without ``lang``, as far as it shows.

    It was when any of its texts has two languages, none of them marked as a fallback. An answer
    with one language everywhere may be either, so it overwrites that language only.
    """
    most = 0
    for texts in _objects(document):
        if _FALLBACK_KEY in texts:
            return False
        if texts.keys() <= _LOCALES:
            most = max(most, len(texts))
    return most > 1


def link_target(value: Any) -> Any:
    """The address of a v5 link object, anything else as it is."""
    return value.get("url") if isinstance(value, dict) and "outgoing" in value else value


def _objects(document: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in a document, however deep it is."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _plain(text: str) -> str:
    return text


def _translations(source: Fields, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise source.refusal(name, "must be a text or an object of locale and text")
    return ((locale, text) for locale, text in value.items() if locale != _FALLBACK_KEY)
