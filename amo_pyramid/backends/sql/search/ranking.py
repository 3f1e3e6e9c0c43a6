"""Results by relevance (catalog.md §7.2) without giving everything a score.

What fits is walked in the order of popularity and the walk is stopped after a few hundred; what
was met is scored and sorted. Where there is more, the best of the rest are met by further walks:
equal names, words in the name, add-ons whose score is raised. Results after those with a score
follow by popularity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from amo_pyramid.backends.sql.search import terms
from amo_pyramid.backends.sql.search.expression import (
    NOTHING,
    Node,
    at_least,
    every,
    predicate,
    some,
)
from amo_pyramid.backends.sql.search.key import newest_first
from amo_pyramid.backends.sql.search.ordering import order_of
from amo_pyramid.backends.sql.search.phrasing import Phrasing
from amo_pyramid.backends.sql.search.plan import Plan
from amo_pyramid.backends.sql.search.questions import Candidate, Questions, Where
from amo_pyramid.backends.sql.search.scoring import Scorer, enough_of, required
from amo_pyramid.backends.sql.search.similar import similar_words
from amo_pyramid.backends.sql.search.wording import Wording
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.search import Hit, SortKey

_RAISED = some(terms.promoted(group) for group in PromotedGroup if group.weight > 1)


@dataclass(frozen=True, slots=True)
class Effort:
    """How far walks go, and when names that are only similar are asked for.

    ``anywhere``, ``named``, ``raised``, ``exact`` and ``similar`` are numbers of candidates;
    fewer results than ``enough`` are too few.
    """

    anywhere: int = 120
    named: int = 150
    raised: int = 40
    exact: int = 20
    similar: int = 150
    enough: int = 10
    #: How many of the best results are looked at again for phrases in long texts.
    again: int = 50
    #: With so many matches in names nothing else is looked at; 0 is never.
    names_only: int = 0


FULL = Effort()
#: For suggestions, which are asked for with every key that is pressed.
QUICK = Effort(
    anywhere=30, named=40, raised=10, exact=10, similar=40, enough=1, again=0, names_only=10
)


class Ranking:
    """The results of one query by relevance."""

    def __init__(
        self, plan: Plan, wording: Wording, questions: Questions, effort: Effort = FULL
    ) -> None:
        self._plan = plan
        self._wording = wording
        self._ask = questions
        self._effort = effort
        self._where = plan.where
        self.scorer = Scorer(wording)
        #: What phrases are worth, by the key of the candidate.
        self.phrases: Mapping[int, tuple[float, float]] = {}

    @property
    def is_complete(self) -> bool:
        """Whether every result is a candidate."""
        return self._plan.ids is not None or len(self._walk) <= self._effort.anywhere

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be among the first results; all of them where :attr:`is_complete`."""
        if self._plan.ids is not None:
            return self._among_ids()
        named = self._named if self._effort.names_only else []
        if self._effort.names_only and len(named) >= self._effort.names_only:
            return self._ask.candidates(self._further(named, self._wording.in_name))
        if not self.is_complete:
            return self._ask.candidates(self._further(self._walk, self._wording.anywhere))
        found = self._ask.candidates(self._walk)
        return self._with_similar(found) if len(found) < self._effort.enough else found

    @cached_property
    def scored(self) -> list[tuple[float, Candidate]]:
        """Scores and candidates, the best one first."""
        candidates = self.candidates
        score = self.scorer.score
        found = self._arranged([(score(each), each) for each in candidates])
        phrasing = Phrasing(self._wording, self._plan.query.locale, self._ask, self.scorer)
        again = self._effort.again
        best = phrasing.improved(found[:again])
        self.phrases = phrasing.values
        return [*self._arranged(best), *found[again:]] if best else found

    def total(self) -> int:
        """How many results there are, those that are no candidates included."""
        if self.is_complete:
            return len(self.candidates)
        return self._ask.count(self._anywhere, self._where)

    def page(self, limit: int, offset: int) -> list[Hit]:
        scored = self.scored
        hits = [
            Hit(each.id, each.revision, score) for score, each in scored[offset : offset + limit]
        ]
        missing = limit - len(hits)
        if missing and scored and not self.is_complete:
            start = max(0, offset - len(scored))
            first = len(scored) + start + 1
            # They have no score: what is shown as theirs falls with their place.
            lowest = scored[-1][0] * len(scored)
            rest = self._ask.found(self._rest(missing, start))
            hits += [
                Hit(each.id, each.revision, lowest / place)
                for place, each in enumerate(rest, first)
            ]
        return hits

    @cached_property
    def _anywhere(self) -> Node:
        return self._plan.filtered(self._wording.anywhere)

    @cached_property
    def _walk(self) -> list[int]:
        """The most popular results, and one more than wanted if there are more."""
        return self._ask.matches(self._anywhere, self._where, self._effort.anywhere + 1)

    @cached_property
    def _named(self) -> list[int]:
        """The most popular results that have it in their names."""
        node = self._plan.filtered(self._wording.in_name)
        return self._ask.matches(node, self._where, self._effort.named)

    def _further(self, keys: list[int], node: Node) -> set[int]:
        """More candidates, for results of which the walk met only the most popular ones."""
        effort, plan = self._effort, self._plan
        found = {*keys, *self._named}
        has_all_names = len(self._named) < effort.named
        if not has_all_names:
            found.update(self._matches(plan.filtered(self._wording.exact), effort.exact))
        if not (has_all_names and node == self._wording.in_name):
            found.update(self._matches(plan.filtered(_RAISED, node), effort.raised))
        return found

    def _arranged(self, found: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
        """Best first; equal scores in the other orders that were asked for, newest id last."""
        sort = [key for key in self._plan.query.sort if key is not SortKey.RELEVANCE]
        if sort:
            keys = self._ask.arranged([each.key for _, each in found], order_of(sort))
            place = {key: place for place, key in enumerate(keys)}.__getitem__
        else:
            place = newest_first
        return sorted(found, key=lambda each: (-each[0], place(each[1].key)))

    def _with_similar(self, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates and those whose names are similar."""
        if not self._wording.is_short:
            return candidates
        self._allow_similar()
        others = self._ask.candidates(self._similar_keys() - {each.key for each in candidates})
        return [*candidates, *(each for each in others if self.scorer.similarity(each.name_terms))]

    def _allow_similar(self) -> None:
        self._meant = similar_words(self._wording.words, self._ask)
        self.scorer = Scorer(self._wording, self._meant)

    def _similar_keys(self) -> set[int]:
        """What is worth a closer look, names with fewer wrong letters first."""
        most = self._effort.similar
        trigrams = _some_trigrams(self._wording.trigrams)
        keys: set[int] = set()
        for node in dict.fromkeys((self._meaning(1), self._meaning(2), trigrams)):
            if len(keys) < most:
                keys.update(self._matches(self._plan.filtered(node), most))
        return keys

    def _meaning(self, wrong: int) -> Node:
        """Names with enough of the words that may be meant, if so many letters are wrong."""
        words = [
            some(terms.name_word(other) for other, apart in meant.items() if apart <= wrong)
            for meant in self._meant.values()
        ]
        return at_least(required(len(words)), words) if words else NOTHING

    def _among_ids(self) -> list[Candidate]:
        """All of the wanted add-ons that fit, tested one by one."""
        found = self._ask.among(self._plan.ids or (), self._where)
        passes = predicate(self._anywhere)
        fitting = [each for each in found if passes(each.terms)]
        if self._effort.enough <= len(fitting):
            return fitting
        self._allow_similar()
        unwanted = predicate(self._plan.unwanted)
        wanted = predicate(self._plan.wanted) if self._plan.wanted is not None else None
        return [
            each
            for each in found
            if passes(each.terms)
            or (
                self.scorer.similarity(each.name_terms)
                and (wanted is None or wanted(each.terms))
                and not unwanted(each.terms)
            )
        ]

    def _rest(self, limit: int, offset: int) -> list[int]:
        """The results after those with a score, by popularity."""
        condition = self._ask.is_not_in("{key}", "scored")
        keys = self._ask.list([each.key for each in self.candidates])
        where = Where(
            (*self._where.keys, condition), parameters={**self._where.parameters, "scored": keys}
        )
        return self._ask.matches(self._anywhere, where, limit, offset)

    def _matches(self, node: Node, limit: int) -> list[int]:
        return self._ask.matches(node, self._where, limit)


def _some_trigrams(trigrams: Iterable[str]) -> Node:
    """What every name has that has enough of the trigrams: all of one group of them.

    When so many may be missing and there is one group more, one group misses none.
    """
    wanted = list(map(terms.trigram, trigrams))
    missing = len(wanted) - enough_of(len(wanted))
    if not wanted:
        return NOTHING
    size, more = divmod(len(wanted), missing + 1)
    groups, start = [], 0
    for index in range(missing + 1):
        end = start + size + (index < more)
        groups.append(every(wanted[start:end]))
        start = end
    return some(groups)
