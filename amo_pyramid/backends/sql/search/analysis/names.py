"""The word form of names (catalog.md §7.1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from amo_pyramid.backends.sql.search.analysis.scripts import (
    is_unspaced,
    normal,
    segments,
    without_accents,
    words,
)
from amo_pyramid.backends.sql.search.analysis.stopwords import ENGLISH

#: Words that names glue together: ``firebug`` is also found as ``fire`` and ``bug``.
COMPOUNDS = frozenset(
    [
        "ad",
        "add",
        "auto",
        "black",
        "block",
        "blocker",
        "book",
        "bookmark",
        "browser",
        "bug",
        "button",
        "cat",
        "chat",
        "chrome",
        "clean",
        "click",
        "clip",
        "code",
        "color",
        "cookie",
        "copy",
        "dark",
        "data",
        "dev",
        "down",
        "download",
        "downloader",
        "drive",
        "edit",
        "editor",
        "face",
        "fast",
        "fast",
        "fire",
        "flag",
        "flash",
        "fox",
        "full",
        "game",
        "gif",
        "google",
        "grab",
        "grabber",
        "guard",
        "helper",
        "hide",
        "home",
        "image",
        "keep",
        "key",
        "last",
        "light",
        "link",
        "list",
        "lock",
        "mail",
        "manager",
        "maps",
        "mark",
        "mega",
        "meta",
        "monkey",
        "mouse",
        "music",
        "net",
        "news",
        "night",
        "note",
        "notes",
        "notify",
        "open",
        "page",
        "pass",
        "password",
        "pic",
        "player",
        "plus",
        "pop",
        "popup",
        "print",
        "privacy",
        "proxy",
        "quick",
        "reader",
        "rss",
        "safe",
        "save",
        "saver",
        "screen",
        "script",
        "search",
        "secure",
        "session",
        "share",
        "shield",
        "shop",
        "shot",
        "shots",
        "side",
        "skip",
        "smart",
        "snap",
        "sound",
        "speed",
        "sponsor",
        "spy",
        "start",
        "stop",
        "stumble",
        "sync",
        "tab",
        "tabs",
        "text",
        "theme",
        "time",
        "timer",
        "tool",
        "tools",
        "translate",
        "translator",
        "tree",
        "tube",
        "turbo",
        "tweet",
        "upload",
        "user",
        "video",
        "view",
        "viewer",
        "watch",
        "weather",
        "web",
        "wiki",
        "word",
        "youtube",
        "zoom",
    ]
)
#: How many letters a part must have where the rest is no known word, and the rest then.
SHORTEST_PART = 3
SHORTEST_REST = {3: 4}


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name in words. ``words`` are in order, as they are written; ``split`` are the same with
    what is glued together taken apart, and ``parts`` what else finds the name."""

    words: tuple[str, ...]
    split: tuple[str, ...]
    parts: frozenset[str]


def name_words(name: str, compounds: Collection[str] = COMPOUNDS) -> NameWords:
    """The words of a name, stop words left out of ``words`` and ``split``."""
    whole: list[str] = []
    split: list[str] = []
    parts: set[str] = set()
    for raw in words(normal(name)):
        for segment in segments(raw):
            word = segment.lower()
            if word in ENGLISH:
                continue
            pieces = [each.lower() for each in _pieces(segment)]
            whole.append(word)
            split.extend(piece for piece in pieces if piece not in ENGLISH)
            parts.update(pieces, _compounds(word, compounds))
            parts.add(without_accents(word))
    return NameWords(tuple(whole), tuple(split), frozenset(parts.difference(whole, ENGLISH)))


def _pieces(word: str) -> list[str]:
    """The word split where small letters meet capitals and letters meet digits."""
    if word.isdigit() or (word.islower() and word.isalpha()) or is_unspaced(word):
        return [word]
    return re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", _split_case(word)).split()


def _split_case(word: str) -> str:
    pairs = pairwise(word)
    return word[0] + "".join(
        f" {after}" if before.islower() and after.isupper() else after for before, after in pairs
    )


def _compounds(word: str, compounds: Collection[str]) -> Iterator[str]:
    """The known words that it begins or ends with."""
    for place in range(2, len(word) - 1):
        for part, rest in ((word[:place], word[place:]), (word[place:], word[:place])):
            if part in compounds and (rest in compounds or _is_long(part, rest)):
                yield part


def _is_long(part: str, rest: str) -> bool:
    return len(part) >= SHORTEST_PART and len(rest) >= SHORTEST_REST.get(len(part), 3)


def raw_name(name: str) -> str:
    """The whole name as it is compared with a whole query."""
    return " ".join(normal(name).lower().split())
