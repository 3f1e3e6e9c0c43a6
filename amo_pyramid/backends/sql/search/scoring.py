"""The score (catalog.md §7.2), computed from what a document's terms say.

The database finds candidates; what they are worth is decided here, for both databases alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from amo_pyramid.backends.sql.search.expression import tester
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

#: For each word of a query the words that may be meant, and how similar they are (0 to 1).
Similar: TypeAlias = Mapping[str, Mapping[str, float]]


class Scorer:
    """Gives scores for one query. ``similar`` are the words that it may have meant."""

    def __init__(self, wording: Wording, similar: Similar | None = None) -> None:
        self._wording = wording
        self._similar = similar or {}
        self._exact, self._stemmed, self._name, self._start, self._summary, self._description = (
            tester(node)
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
        self._trigrams = [f" 3:{each} " for each in wording.trigrams]

    def score(self, candidate: Candidate) -> float:
        values = self.values(candidate)
        total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True) if value)
        return total * candidate.factor

    def values(self, candidate: Candidate) -> tuple[float, ...]:
        """What each clause is worth before its weight: 0 when it does not match."""
        terms = candidate.terms
        weight = candidate.name_weight
        is_named = self._name(terms)
        return (
            1.0 if self._exact(terms) else 0.0,
            weight if self._stemmed(terms) else 0.0,
            weight if is_named and self._is_phrase(terms) else 0.0,
            weight if is_named else 0.0,
            1.0 if self._start(terms) else 0.0,
            weight * self.similarity(terms, is_named=is_named),
            candidate.summary_weight if self._summary(terms) else 0.0,
            candidate.description_weight if self._description(terms) else 0.0,
        )

    def has_summary(self, terms: str) -> bool:
        return self._summary(terms)

    def has_description(self, terms: str) -> bool:
        return self._description(terms)

    def similarity(self, terms: str, *, is_named: bool = False) -> float:
        """How similar the name is, from 0 (not enough) to 1; the better of words and trigrams."""
        if not self._wording.is_short:
            return 0.0
        if is_named:
            return 1.0
        return max(self._similar_words(terms), self._shared_trigrams(terms))

    def _similar_words(self, terms: str) -> float:
        if not self._similar:
            return 0.0
        found = [
            max(
                (how for word, how in self._similar[one].items() if f" n:{word} " in terms),
                default=0.0,
            )
            for one in self._wording.words
        ]
        matched = sum(1 for each in found if each)
        return sum(found) / len(found) if matched >= required(len(found)) else 0.0

    def _shared_trigrams(self, terms: str) -> float:
        if not self._trigrams:
            return 0.0
        share = sum(1 for each in self._trigrams if each in terms) / len(self._trigrams)
        return share if share >= SIMILAR else 0.0

    def _is_phrase(self, terms: str) -> bool:
        words = self._wording.words
        if len(words) == 1 or self._in_order in terms:
            return True
        return is_phrase(words, name_in_order(terms))


def name_in_order(terms: str) -> list[str]:
    """The words of the name, which are the first terms."""
    return [term[2:] for term in terms[: terms.find(" =:")].split()]


def required(count: int) -> int:
    """How many of so many words must be similar."""
    return count if count <= 2 else max(2, count * 3 // 4)
