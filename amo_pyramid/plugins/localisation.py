"""The language of a request, and the service's own messages in it (catalog.md §1.5).

Messages come from ``locale/CODE.po``, read when a language is first asked for, and those of
plugins and of colander from folders of their own (``add_amo_translations``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from amo_pyramid.constants.locales import EXPANSIONS, LOCALES
from amo_pyramid.domain.text import SITE_LOCALE
from amo_pyramid.settings import Setting, words

#: How many different pairs of headers and parameters are remembered.
REMEMBERED = 2048
LONGEST_HEADER = 1024
LONGEST_CODE = 64
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"


class Negotiator:
    """Chooses one of the supported locales for a ``lang`` parameter and a header."""

    def __init__(self, locales: Sequence[str], default: str) -> None:
        self._codes = {code.lower(): code for code in locales}
        self._default = default

    def __call__(self, lang: str, accept_language: str) -> str:
        """The locale for these two texts; never raises (catalog.md §1.5)."""
        found = self._match(lang) if lang else None
        if found is not None:
            return found
        for code in preferences(accept_language[:LONGEST_HEADER]):
            found = self._match(code)
            if found is not None:
                return found
        return self._default

    def _match(self, code: str) -> str | None:
        code = code.lower().replace("_", "-")
        primary = code.partition("-")[0]
        exact = self._codes.get(code) or self._codes.get(primary)
        if exact is not None:
            return exact
        expanded = EXPANSIONS.get(primary, "")
        return self._codes.get(expanded.lower())


def preferences(header: str) -> Iterator[str]:
    """The language tags of an ``Accept-Language`` header, best first; ``*`` and what is refused
    (q=0) or malformed is left out."""
    weighted = []
    for position, item in enumerate(header.split(",")):
        tag, _, parameter = item.partition(";")
        weight = _weight(parameter)
        if tag.strip() not in ("", "*") and weight > 0:
            weighted.append((-weight, position, tag.strip()))
    return (tag for _, _, tag in sorted(weighted))


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(float(value), 1.0) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0


class Messages:
    """The message catalogues of some folders; of two texts for a message the later counts.

    ``domains`` are folders of plugins: messages of such a domain are looked up there alone.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        locales: Sequence[str],
        domains: Mapping[str, Path] = MappingProxyType({}),
    ) -> None:
        self._folders = folders
        self._locales = frozenset(locales)
        self._domains = domains
        self._catalogues: dict[tuple[str, str], Mapping[str, str]] = {}

    def __call__(self, message: str, locale: str) -> str:
        """The message in a language; English when nobody translated it."""
        domain = getattr(message, "domain", "")
        key = (domain if domain in self._domains else "", locale)
        if key not in self._catalogues:
            self._catalogues[key] = self._read(*key) if locale in self._locales else {}
        return self._catalogues[key].get(message, message)

    def _read(self, domain: str, locale: str) -> dict[str, str]:
        from babel.messages.pofile import read_po  # English needs none

        texts: dict[str, str] = {}
        for folder in [self._domains[domain]] if domain else self._folders:
            path = folder / f"{locale}.po"
            if path.exists():
                with path.open("rb") as stream:
                    texts.update(_texts(read_po(stream)))
        return texts


def _texts(catalogue: Any) -> Iterator[tuple[str, str]]:
    for message in catalogue:
        if message.id and message.string and not message.fuzzy:
            yield message.id, message.string


def includeme(config: Any) -> None:
    locales = config.add_amo_setting(
        Setting("amo.locales", words, LOCALES, "Languages of the site, as the API writes them.")
    )
    default = config.add_amo_setting(
        Setting("amo.default_locale", str, SITE_LOCALE, "The language when nothing else matches.")
    )
    config.add_amo_capability(
        "localisation",
        "Messages are in the language that lang or Accept-Language asks for.",
        default=default,
        locales=locales,
    )
    # What colander's own types say of input; ours say it in AMO's words.
    config.add_amo_translations("amo_pyramid:locale/colander", "colander")
    remembered = lru_cache(REMEMBERED)(Negotiator(locales, default))

    def negotiate(lang: str, accept_language: str) -> str:
        # What is remembered is cut too: others choose how long it is.
        return remembered(lang[:LONGEST_CODE], accept_language[:LONGEST_HEADER])

    config.set_amo_localisation(
        negotiate, Messages([LOCALE_FOLDER], locales, config.registry["amo.catalogues"])
    )
