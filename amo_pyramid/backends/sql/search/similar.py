"""Words that may be meant by what was typed (catalog.md §7.2).

The first two letters are right; of the others none may be wrong in words of up to two letters, one
in words of up to five, two in longer ones. Two words are one letter apart when the same is left of
both after leaving out a letter: such remains of all words of names are stored, so the usual
mistakes cost one look-up. Only when that finds nothing, the words that begin alike are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from amo_pyramid.backends.sql.search.questions import Questions
from amo_pyramid.backends.sql.search.terms import LONGEST_WORD
from amo_pyramid.backends.sql.search.wording import PAST_EVERY_LETTER

#: Letters at the beginning that must be right.
FIXED = 2
#: More words than this are not tried for one that was typed.
MOST_SIMILAR = 40


def allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(word) <= FIXED else 1 if len(word) <= 5 else 2


def remains(word: str) -> Iterator[str]:
    """The word, and what is left of it without one of the letters that may be wrong."""
    yield word
    for place in range(FIXED, len(word)):
        yield word[:place] + word[place + 1 :]


def similar_words(words: Sequence[str], questions: Questions) -> dict[str, dict[str, int]]:
    """For each word itself and the stored words that may be meant, each with the number of
    letters that are wrong then."""
    asked = [word for word in words if allowed(word) > 0 and len(word) <= LONGEST_WORD]
    stored = questions.deleted({each for word in asked for each in remains(word)}) if asked else []
    found = {word: _close(word, stored) for word in words}
    for word in asked:
        if not found[word] and allowed(word) > 1:
            start = word[:FIXED]
            found[word] = _close(word, questions.words(start, start + PAST_EVERY_LETTER))
    for word in words:
        # A word that nothing was looked up for can still be in a name as it is.
        found[word].setdefault(word, 0)
    return found


def _close(word: str, stored: Iterable[str]) -> dict[str, int]:
    most = allowed(word)
    letters = set(word)
    apart: dict[str, int] = {}
    for other in stored:
        if other[:FIXED] != word[:FIXED] or abs(len(other) - len(word)) > most:
            continue
        # Each wrong letter explains at most one letter that only this word has.
        if len(letters.difference(other)) > most:
            continue
        distance = edits(word, other, most)
        if distance <= most:
            apart[other] = distance
    closest = sorted(apart, key=lambda other: (apart[other], other))[:MOST_SIMILAR]
    return {other: apart[other] for other in closest}


def edits(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or swap with their neighbour; above ``most`` any number
    that is."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(
                previous[column] + 1,
                current[-1] + 1,
                previous[column - 1] + (letter != wanted),
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most <= min(previous):
            return most + 1
        before, previous = previous, current
    return previous[-1]
