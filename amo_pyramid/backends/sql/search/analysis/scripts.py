"""Words of a text, whatever it is written in.

Scripts that leave no space between words (Chinese, Japanese, Korean, Thai…) give overlapping pairs
of characters instead: what is searched for in them is found wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Vowel signs and accents belong to the word although they are no letters.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
)
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005\u3007\u3040-\u30ff\u3100-\u312f\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_THAI_LAO_BURMESE_KHMER = "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = _CJK + _THAI_LAO_BURMESE_KHMER
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_SEGMENT = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_JOINERS = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


def normal(text: str) -> str:
    """One way of writing what looks the same, invisible characters left out; case stays."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_JOINERS)


def words(text: str) -> list[str]:
    """The runs of letters and digits of a :func:`normal` text, in order."""
    return _WORD.findall(text)


def is_unspaced(word: str) -> bool:
    """Whether any of it is of a script without spaces."""
    return not word.isascii() and _HAS_UNSPACED.search(word) is not None


def segments(word: str) -> Iterator[str]:
    """The word; pairs of characters where the script has no spaces."""
    if not is_unspaced(word):
        yield word
        return
    for segment in _SEGMENT.findall(word):
        if is_unspaced(segment):
            yield from pairs(segment)
        else:
            yield segment


def pairs(text: str) -> Iterator[str]:
    """Overlapping pairs of characters; a single character stays alone."""
    if len(text) == 1:
        yield text
    for start in range(len(text) - 1):
        yield text[start : start + 2]


def without_accents(word: str) -> str:
    """The word in plain letters: ``addôn`` is ``addon``."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))
