"""Bare addresses in plain text become links (catalog.md §1.8, rule 2)."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from linkify_it import LinkifyIt

#: Words beyond this many characters are no addresses. It also bounds the finder's work, which
#: grows with the square of a word's length.
MAX_WORD = 2000

# What every address has: a scheme, or a dot before something that may be a top-level domain.
_HINT = re.compile(r"[.:](?:(?<=:)//|(?<=\.)[^\W\d_]{2})")
_SPACE = re.compile(r"\s")


def _finder() -> LinkifyIt:
    finder = LinkifyIt()
    # E-mail addresses are found, to keep their domains from being taken for links.
    for scheme in ("ftp:", "//"):
        finder.add(scheme, None)
    return finder


_FINDER = _finder()


def has_links(text: str) -> bool:
    """Whether ``text`` may hold an address; False is certain, True is a guess."""
    return _HINT.search(text) is not None


def linked(text: str) -> str:
    """``text`` (plain) as HTML: escaped, and its bare URLs and domain names in ``<a>``.

    A domain name without a scheme leads to ``http://``. E-mail addresses stay text.
    """
    done = 0
    parts: list[str] = []
    for hint in _HINT.finditer(text):
        if hint.start() < done:
            continue
        start = _word_start(text, done, hint.start())
        space = _SPACE.search(text, hint.end())
        end = space.start() if space else len(text)
        word = text[start:end]
        word_html = _linked_word(word) if len(word) <= MAX_WORD else escape(word, quote=False)
        parts += escape(text[done:start], quote=False), word_html
        done = end
    parts.append(escape(text[done:], quote=False))
    return "".join(parts)


def _word_start(text: str, low: int, position: int) -> int:
    before = text[low:position]
    if not before or before[-1].isspace():
        return position
    return position - len(before.rsplit(None, 1)[-1])


@lru_cache(maxsize=1024)  # translations of a text share its links
def _linked_word(word: str) -> str:
    if not has_links(word):
        return escape(word, quote=False)
    done = 0
    parts: list[str] = []
    for match in _FINDER.match(word) or ():
        if match.schema == "mailto:":
            continue
        # What stands before a link was judged with the link behind it: judge it alone, as a
        # second cleaning of the result would.
        parts += _linked_word(word[done : match.index]), _anchor(match.url, match.text)
        done = match.last_index
    parts.append(escape(word[done:], quote=False))
    return "".join(parts)


def _anchor(url: str, text: str) -> str:
    return f'<a href="{escape(url)}" rel>{escape(text, quote=False)}</a>'
