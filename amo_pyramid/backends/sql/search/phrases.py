"""Whether words stand close together and in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

#: How many letters of a word and its stem must agree for the word to be looked for.
SHORTEST_ROOT = 2


def is_phrase(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name has the wanted words in order: one foreign word may stand between them,
    or two neighbours may be swapped (catalog.md §7.2)."""
    places = [[place for place, word in enumerate(words) if word == one] for one in wanted]
    if is_near(places, 1):
        return True
    for index in range(len(wanted) - 1):
        swapped = [*places]
        swapped[index], swapped[index + 1] = swapped[index + 1], swapped[index]
        if is_near(swapped, 0):
            return True
    return False


def is_near(places: Sequence[Sequence[int]], slop: int) -> bool:
    """Whether there is a place for each so that no more than ``slop`` moves make a phrase."""
    if not all(places):
        return False
    shifted = sorted((place - index, index) for index, each in enumerate(places) for place in each)
    last: dict[int, int] = {}
    for value, index in shifted:
        last[index] = value
        if len(last) == len(places) and value - min(last.values()) <= slop:
            return True
    return False


def roots(words: Iterable[str], stems: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the words of a text that may be these, one group for each."""
    groups = (f"({re.escape(_root(word, stem))})" for word, stem in zip(words, stems, strict=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})")


def has_phrase(pattern: re.Pattern[str], text: str, slop: int) -> bool:
    """Whether a text has something for every group, with no more than ``slop`` words between.

    Words are counted by the spaces between them.
    """
    places: list[list[int]] = [[] for _ in range(pattern.groups)]
    for group, place in _found(pattern, text):
        places[group].append(place)
    return is_near(places, slop)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    counted = position = 0
    for match in pattern.finditer(text):
        counted += text.count(" ", position, match.start())
        position = match.start()
        if match.lastindex is not None:
            yield match.lastindex - 1, counted


def _root(word: str, stem: str) -> str:
    """What a word and its stem have in common at their beginning."""
    length = next(
        (i for i, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b),
        min(len(word), len(stem)),
    )
    return word[:length] if length >= SHORTEST_ROOT else word
