"""Which languages are searched together, and the stems of their words (catalog.md §7.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from threading import Lock

from amo_pyramid.backends.sql.search.analysis.scripts import is_unspaced, normal, segments, words
from amo_pyramid.backends.sql.search.analysis.stopwords import ENGLISH, STOP_WORDS

#: The code of an analyser in index terms, and its algorithm; None takes words as they are.
_ALGORITHMS: Mapping[str, str | None] = {
    "ar": "arabic",
    "bg": None,
    "ca": "catalan",
    "cjk": None,
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "zh": None,
}
_ANALYSERS = {"ja": "cjk", "ko": "cjk"}
#: Portuguese has two analysers of one algorithm: what is written in one is not found in the other.
_BY_LOCALE = {"pt-BR": "br", "pt-PT": "pt"}
#: Words remembered with their stems, per algorithm.
REMEMBERED = 1 << 13

ENGLISH_ANALYSER = "en"


def analyser_of(locale: str) -> str | None:
    """The analyser of a language; None for languages that have none."""
    language = locale.partition("-")[0].lower()
    found = _BY_LOCALE.get(locale) or _ANALYSERS.get(language, language)
    return found if found == "br" or found in _ALGORITHMS else None


def stems(text: str, analyser: str) -> Iterator[str]:
    """The stems of a text in the order in which its words come up, stop words left out."""
    stem, stop = _stemmer(analyser)
    for word in dict.fromkeys(words(normal(text).lower())):
        if word in stop:
            continue
        if is_unspaced(word):
            yield from segments(word)
        else:
            yield stem(word)


def is_stop_word(word: str, analyser: str = ENGLISH_ANALYSER) -> bool:
    return word in _stemmer(analyser)[1]


@lru_cache(maxsize=32)
def _stemmer(analyser: str) -> tuple[Callable[[str], str], frozenset[str]]:
    algorithm = "portuguese" if analyser == "br" else _ALGORITHMS[analyser]
    if algorithm is None:
        return str, ENGLISH
    import snowballstemmer  # forty modules, and not every process searches

    one, lock = snowballstemmer.stemmer(algorithm), Lock()

    @lru_cache(maxsize=REMEMBERED)
    def stem(word: str) -> str:
        # The stemmer works on an attribute of its own.
        with lock:
            return str(one.stemWord(word))

    return stem, STOP_WORDS.get(algorithm, ENGLISH)
