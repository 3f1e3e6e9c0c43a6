"""The score (catalog.md §7.2), computed from what a document's terms say.

The database finds candidates; what they are worth is decided here, for both databases alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from amo_pyramid.backends.sql.search.expression import predicate
from amo_pyramid.backends.sql.search.phrases import is_phrase
from amo_pyramid.backends.sql.search.questions import Candidate
from amo_pyramid.backends.sql.search.wording import Wording

#: Name and weight of each clause, in the order of the values of :meth:`Scorer.values`.
CLAUSES: Sequence[tuple[str, float]] = (
    ("exact name", 100.0),
    ("all stems in the name", 5.0),
    ("phrase in the name", 8.0),
    ("all words in the name", 6.0),
    ("start of a word in the name", 3.0),
    ("similar name", 4.0),
    ("all stems in the summary", 3.0),
    ("all stems in the description", 2.0),
)
#: Clauses of the best results only: phrases in summary and description.
PHRASES: Sequence[tuple[str, float]] = (
    ("phrase in the summary", 3.0),
    ("phrase in the description", 2.0),
)
WEIGHTS = tuple(weight for _, weight in CLAUSES)
#: The part of a query's trigrams that a name must have to be similar.
SIMILAR = 0.66

#: For each word of a query the words that may be meant, and how many letters are wrong then.
Similar: TypeAlias = Mapping[str, Mapping[str, int]]


class Scorer:
    """Gives scores for one query. ``similar`` are the words that it may have meant."""

    def __init__(self, wording: Wording, similar: Similar | None = None) -> None:
        self._wording = wording
        #: For each word the terms of those it may mean, the most similar first.
        self._similar = [_by_similarity(*each) for each in (similar or {}).items()]
        self._exact, self._stemmed, self._name, self._start, self._summary, self._description = (
            predicate(node)
            for node in (
                wording.exact,
                wording.stemmed,
                wording.name,
                wording.start,
                wording.summary,
                wording.description,
            )
        )
        self._in_order = f" {' '.join(f'n:{word}' for word in wording.words)} "
        self._is_short = wording.is_short
        self._trigrams = [f" 3:{each} " for each in wording.trigrams]
        self._may_miss = len(self._trigrams) - enough_of(len(self._trigrams))

    def score(self, candidate: Candidate) -> float:
        values = self.values(candidate)
        total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True) if value)
        return total * candidate.factor

    def values(self, candidate: Candidate) -> tuple[float, ...]:
        """What each clause is worth before its weight: 0 when it does not match."""
        name, others = candidate.name_terms, candidate.other_terms
        weight = candidate.name_weight
        is_named = self._name(name)
        return (
            1.0 if self._exact(name) else 0.0,
            weight if self._stemmed(name) else 0.0,
            weight if is_named and self._is_phrase(name) else 0.0,
            weight if is_named else 0.0,
            1.0 if self._start(name) else 0.0,
            weight * self.similarity(name, is_named=is_named),
            candidate.summary_weight if self._summary(others) else 0.0,
            candidate.description_weight if self._description(others) else 0.0,
        )

    def has_summary(self, candidate: Candidate) -> bool:
        return self._summary(candidate.other_terms)

    def has_description(self, candidate: Candidate) -> bool:
        return self._description(candidate.other_terms)

    def similarity(self, name_terms: str, *, is_named: bool = False) -> float:
        """How similar the name is, from 0 (not enough) to 1; the better of words and trigrams."""
        if not self._is_short:
            return 0.0
        if is_named:
            return 1.0
        return max(self._similar_words(name_terms), self._shared_trigrams(name_terms))

    def _similar_words(self, name_terms: str) -> float:
        if not self._similar:
            return 0.0
        found = [_most_similar(each, name_terms) for each in self._similar]
        matched = len(found) - found.count(0.0)
        return sum(found) / len(found) if matched >= required(len(found)) else 0.0

    def _shared_trigrams(self, name_terms: str) -> float:
        missing = 0
        for each in self._trigrams:
            if each not in name_terms:
                missing += 1
                if missing > self._may_miss:
                    return 0.0
        return 1.0 - missing / len(self._trigrams) if self._trigrams else 0.0

    def _is_phrase(self, terms: str) -> bool:
        words = self._wording.words
        if len(words) == 1 or self._in_order in terms:
            return True
        return is_phrase(words, name_in_order(terms))


def name_in_order(name_terms: str) -> list[str]:
    """The words of the name, which are the first terms."""
    return [term[2:] for term in name_terms[: name_terms.find(" =:")].split()]


def enough_of(trigrams: int) -> int:
    """How many of so many trigrams a similar name has."""
    return next(number for number in range(trigrams + 1) if number >= SIMILAR * trigrams)


def _by_similarity(word: str, meant: Mapping[str, int]) -> list[tuple[str, float]]:
    """The terms of the words that may be meant with their similarity, 1 for the same word."""
    closest = sorted(meant.items(), key=lambda each: each[1])
    return [(f" n:{other} ", 1.0 - wrong / len(word)) for other, wrong in closest]


def _most_similar(words: Sequence[tuple[str, float]], name_terms: str) -> float:
    for term, how in words:
        if term in name_terms:
            return how
    return 0.0


def required(count: int) -> int:
    """How many of so many words must be similar."""
    return count if count <= 2 else max(2, count * 3 // 4)
