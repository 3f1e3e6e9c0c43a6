"""From a query to its answer, on whatever connection there is."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from amo_pyramid.backends.sql.search.document import PUBLIC_FACTOR
from amo_pyramid.backends.sql.search.expression import predicate
from amo_pyramid.backends.sql.search.key import users_of
from amo_pyramid.backends.sql.search.listing import Listing, hits_of
from amo_pyramid.backends.sql.search.ordering import order_of
from amo_pyramid.backends.sql.search.plan import Plan, plan
from amo_pyramid.backends.sql.search.questions import ANYWHERE, Candidate, Questions
from amo_pyramid.backends.sql.search.ranking import FULL, QUICK, Effort, Ranking
from amo_pyramid.backends.sql.search.scoring import CLAUSES, PHRASES
from amo_pyramid.backends.sql.search.wording import wording
from amo_pyramid.domain.errors import InvalidPage
from amo_pyramid.domain.search import AddonQuery, Clause, Explanation, Hit, Hits, SortKey


def find(query: AddonQuery, questions: Questions) -> Hits:
    """See :meth:`SearchSession.find`."""
    size, number = query.page.size, query.page.number
    if number is not None and (number < 1 or number * size > query.window):
        raise InvalidPage("Invalid page.")
    results = _results(query, questions, FULL)
    total = 0 if results is None else results.total()
    last = max(1, -(-min(query.window, total) // size))
    if number is None:
        number = min(last, max(1, query.window // size))
    if number > last:
        raise InvalidPage("Invalid page.")
    items = () if results is None else tuple(results.page(size, (number - 1) * size))
    return Hits(items, total, number, size)


def suggest(query: AddonQuery, limit: int, questions: Questions) -> Sequence[Hit]:
    """See :meth:`SearchSession.suggest`."""
    results = _results(query, questions, QUICK)
    return () if results is None else tuple(results.page(limit, 0))


def explain(query: AddonQuery, ids: Sequence[int], questions: Questions) -> Sequence[Explanation]:
    """See :meth:`SearchSession.explain`."""
    planned = plan(query, questions)
    ranking = Ranking(planned, wording(query.text, query.locale, questions), questions, FULL)
    if not planned.is_empty and query.text:
        ranking.scored  # noqa: B018 - tells which words may be meant and which phrases count
    found = questions.among(ids, ANYWHERE)
    by_id = {each.id: each for each in found}
    return [_explanation(by_id[id_], ranking, query) for id_ in ids if id_ in by_id]


def _results(
    query: AddonQuery, questions: Questions, effort: Effort
) -> Ranking | Listing | _Picked | None:
    """What answers the query; None when nothing can."""
    planned = plan(query, questions)
    if planned.is_empty:
        return None
    if not query.text.strip():
        if planned.ids is not None:
            return _Picked(planned, questions, _passing(planned, questions))
        return Listing(planned, questions)
    understood = wording(query.text, query.locale, questions)
    ranking = Ranking(planned, understood, questions, effort)
    if query.sort[:1] == (SortKey.RELEVANCE,):
        return ranking
    if ranking.is_complete:
        return _Picked(planned, questions, [each.key for each in ranking.candidates])
    return Listing(planned, questions, understood.anywhere)


def _passing(planned: Plan, questions: Questions) -> list[int]:
    """The keys of the wanted add-ons that pass the filters."""
    wanted = None if planned.wanted is None else predicate(planned.wanted)
    unwanted = predicate(planned.unwanted)
    return [
        each.key
        for each in questions.among(planned.ids or (), planned.where)
        if (wanted is None or wanted(each.terms)) and not unwanted(each.terms)
    ]


class _Picked:
    """Results that are known one by one, in an order that is not relevance."""

    def __init__(self, planned: Plan, questions: Questions, keys: Sequence[int]) -> None:
        self._plan = planned
        self._ask = questions
        self._keys = keys

    def total(self) -> int:
        return len(self._keys)

    def page(self, limit: int, offset: int) -> list[Hit]:
        order = order_of(self._plan.query.sort, self._plan.query.seed)
        keys = self._ask.arranged(self._keys, order)[offset : offset + limit]
        return hits_of(self._ask.found(keys), self._plan)


def _explanation(candidate: Candidate, ranking: Ranking, query: AddonQuery) -> Explanation:
    phrases = ranking.phrases.get(candidate.key, (0.0, 0.0)) if query.text else (0.0, 0.0)
    values = ranking.scorer.values(candidate) if query.text else (0.0,) * len(CLAUSES)
    named = zip((*CLAUSES, *PHRASES), (*values, *phrases), strict=True)
    clauses = tuple(Clause(name, weight, value) for (name, weight), value in named if value)
    total = sum(clause.weight * clause.value for clause in clauses)
    return Explanation(candidate.id, clauses, _factors(candidate), total * candidate.factor)


def _factors(candidate: Candidate) -> tuple[Clause, ...]:
    users = log10(users_of(candidate.key) + 2)
    rest = candidate.factor / users
    public = PUBLIC_FACTOR if rest >= PUBLIC_FACTOR - 0.5 else 1.0
    return (
        Clause("users", 1.0, users),
        Clause("approved and not experimental", 1.0, public),
        Clause("recommended or line", 1.0, round(rest / public, 6)),
    )
