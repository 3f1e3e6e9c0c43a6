"""Real queries find what people mean, among all recorded add-ons and on both databases."""

from __future__ import annotations

from amo_pyramid.domain.search import AddonQuery, SortKey
from tests.search.queries import QUERIES, Case

#: What suggestions are held to as well.
SUGGESTED = ("exact names", "prefixes", "one typing error", "two typing errors")


def test_real_queries_find_what_people_mean(real_search, real_slugs):
    # One test, so that the catalogue is made once for each database.
    session = real_search.read()
    misses = []
    for kind, cases in QUERIES.items():
        for case in cases:
            asked = query_of(case)
            found = [real_slugs[hit.id] for hit in session.find(asked).items]
            if case.slug not in found[: case.place]:
                misses.append((kind, case.text, case.slug, found[:3]))
            suggested = [real_slugs[hit.id] for hit in session.suggest(asked)]
            if kind in SUGGESTED and case.slug not in suggested[:3]:
                misses.append(("suggestions", case.text, case.slug, suggested[:3]))
    assert misses == []


def query_of(case: Case) -> AddonQuery:
    return AddonQuery(
        text=case.text,
        locale=case.locale,
        authors=case.authors,
        sort=(SortKey.RELEVANCE,) if case.text else (SortKey.USERS,),
    )


def test_there_are_enough_queries():
    assert sum(map(len, QUERIES.values())) >= 60
