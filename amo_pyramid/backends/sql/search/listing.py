"""Results that are not ordered by relevance: a page of a sorted list, and how long the list is."""

from __future__ import annotations

from amo_pyramid.backends.sql.search.expression import NOTHING, Node, Without, every
from amo_pyramid.backends.sql.search.key import fits
from amo_pyramid.backends.sql.search.ordering import is_by_key, order_of, random_place
from amo_pyramid.backends.sql.search.plan import Plan
from amo_pyramid.backends.sql.search.questions import Found, Questions, Where
from amo_pyramid.backends.sql.search.terms import promoted
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.search import Hit, SortKey

_RECOMMENDED = promoted(PromotedGroup.RECOMMENDED)
_RECOMMENDED_FIRST = (SortKey.RECOMMENDED, SortKey.USERS)


def hits_of(found: list[Found], plan: Plan) -> list[Hit]:
    """Results without a score; a shuffle has its places for scores, the first one the highest."""
    if SortKey.RANDOM not in plan.query.sort:
        return [Hit(each.id, each.revision) for each in found]
    seed = plan.query.seed
    return [Hit(each.id, each.revision, 1.0 - random_place(each.id, seed)) for each in found]


class Listing:
    """What passes the filters, and what ``node`` asks for where it is given."""

    def __init__(self, plan: Plan, questions: Questions, node: Node | None = None) -> None:
        self._plan = plan
        self._ask = questions
        self._where = plan.where
        self._order = order_of(plan.query.sort, plan.query.seed)
        self._text = () if node is None else (node,)
        has_terms = node is not None or plan.wanted is not None
        self._node = plan.filtered(*self._text) if has_terms else None

    def total(self) -> int:
        if self._node is not None:
            return self._ask.count(self._node, self._where)
        return self._total_of_kinds()

    def page(self, limit: int, offset: int) -> list[Hit]:
        return hits_of(self._page(limit, offset), self._plan)

    def _page(self, limit: int, offset: int) -> list[Found]:
        if self._node is None:
            return self._ask.listed(self._where, self._order, limit, offset)
        sort = self._plan.query.sort
        if is_by_key(sort):
            return self._ask.found(self._ask.matches(self._node, self._where, limit, offset))
        if sort == _RECOMMENDED_FIRST:
            return self._recommended_first(self._node, limit, offset)
        return self._ask.sorted(self._node, self._where, self._order, limit, offset)

    def _recommended_first(self, node: Node, limit: int, offset: int) -> list[Found]:
        """Two walks in the order of keys, instead of sorting everything."""
        first = self._plan.filtered(every((*self._text, _RECOMMENDED)))
        keys = self._ask.matches(first, self._where, limit, offset)
        if len(keys) < limit:
            before = len(keys) + offset if keys else self._ask.count(first, self._where)
            rest = Without(node, _RECOMMENDED)
            start = max(0, offset - before)
            keys += self._ask.matches(rest, self._where, limit - len(keys), start)
        return self._ask.found(keys)

    def _total_of_kinds(self) -> int:
        """All documents of the kinds that pass, without those that other filters take away."""
        plan, query = self._plan, self._plan.query
        if plan.has_color:
            return self._ask.count_listed(self._where)
        total = sum(
            count
            for kind, count in self._ask.totals().items()
            if fits(kind, query.types, query.application)
        )
        if plan.unwanted != NOTHING:
            total -= self._ask.count(plan.unwanted, _without_exclusion(self._where))
        if plan.excluded:
            total -= self._excluded()
        return total

    def _excluded(self) -> int:
        """How many of the excluded add-ons would have been in the list."""
        where = _without_exclusion(self._where)
        condition = self._ask.is_in("d.key", "excluded")
        return self._ask.count_listed(Where(where.keys, (*where.rows, condition), where.parameters))


def _without_exclusion(where: Where) -> Where:
    keys = tuple(each for each in where.keys if ":excluded" not in each)
    return Where(keys, where.rows, where.parameters)
