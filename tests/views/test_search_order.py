"""The order of search results (catalog.md §5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import from_v4, in_v3
from tests.views.search_helpers import entry, found, promoted, put, refused, results

RECOMMENDED = PromotedGroup.RECOMMENDED
COMBINED = 'The "random" "sort" parameter can not be combined.'
ALONE = (
    'The "sort" parameter "random" can only be specified when the "featured" or "promoted" '
    'parameter is also present, and the "q" parameter absent.'
)


def put_five(service: Service) -> None:
    """Add-ons with ever fewer users, the second and fourth of them recommended."""
    put(
        service,
        entry(1, average_daily_users=666),
        promoted(2, RECOMMENDED, average_daily_users=555),
        entry(3, average_daily_users=444),
        promoted(4, RECOMMENDED, average_daily_users=333),
        entry(5, average_daily_users=222),
    )


@pytest.mark.fact("catalog-267", "catalog-276", "catalog-277")
@from_v4
def test_recommended_addons_come_first_then_those_with_more_users(service, version):
    put_five(service)
    for query in ("", "sort=", "sort=recommended", "sort=relevance", "q="):
        assert found(service, version, query) == [2, 4, 1, 3, 5]


@pytest.mark.fact("catalog-268")
@in_v3
def test_v3_begins_with_what_is_downloaded_most(service, version):
    for number, downloads in enumerate((33, 22, 11), 1):
        fields = {"weekly_downloads": downloads, "average_daily_users": number}
        put(service, entry(number, **fields))
    assert found(service, version) == [1, 2, 3]


@pytest.mark.fact("catalog-269")
@pytest.mark.parametrize("sort", ["WRONG", "WRONG,created", "created,", "-created", "Users"])
def test_an_order_must_be_known(unasked, version, sort):
    assert refused(unasked, version, f"sort={sort}") == 'Invalid "sort" parameter.'


DAY = timedelta(days=1)
ORDERS: list[tuple[str, Sequence[dict[str, Any]]]] = [
    ("created", [{"created": builders.CREATED + n * DAY} for n in (3, 2, 1)]),
    ("updated", [{"last_updated": builders.CREATED + n * DAY} for n in (3, 2, 1)]),
    ("downloads", [{"weekly_downloads": n} for n in (30, 20, 10)]),
    ("hotness", [{"hotness": n} for n in (0.3, 0.2, 0.1)]),
    ("rating", [{"bayesian_rating": n} for n in (4.5, 4.4, 1.0)]),
    ("users", [{"average_daily_users": n} for n in (300, 200, 100)]),
    ("name", [{"name": {"en-US": name}} for name in ("ay", "By", "cy")]),
]


@pytest.mark.parametrize(("sort", "fields"), ORDERS, ids=[sort for sort, _ in ORDERS])
def test_results_are_in_the_order_asked_for(service, sort, fields):
    put(service, *(entry(number, **each) for number, each in zip((2, 3, 1), fields, strict=True)))
    assert found(service, "v4", f"sort={sort}") == [2, 3, 1]


@pytest.mark.fact("catalog-270")
def test_the_second_order_decides_among_equals(service, version):
    rated = [(3.0, 1), (4.0, 1), (4.0, 2), (3.0, 2)]
    put(
        service,
        *(
            entry(n, bayesian_rating=rating, created=builders.CREATED + day * DAY)
            for n, (rating, day) in enumerate(rated, 1)
        ),
    )
    assert found(service, version, "sort=rating,created") == [3, 2, 4, 1]


def test_the_newest_id_comes_first_among_equals(service, version):
    put(service, *(entry(number) for number in (2, 3, 1)))
    assert found(service, version, "sort=users") == [3, 2, 1]


@pytest.mark.fact("catalog-271", "catalog-280")
def test_an_order_asked_for_beats_relevance(service, version):
    put(
        service,
        entry(1, name={"en-US": "Tab"}, average_daily_users=1),
        entry(2, name={"en-US": "Tab of many other words"}, average_daily_users=2),
    )
    assert found(service, version, "q=tab&sort=users") == [2, 1]


@pytest.mark.fact("catalog-272")
def test_names_are_sorted_without_regard_to_case(service, version):
    names = ("Cy", "By", "Ay", "az")
    put(service, *(entry(n, name={"en-US": name}) for n, name in enumerate(names, 1)))
    assert found(service, version, "sort=name") == [3, 4, 2, 1]


@pytest.mark.fact("catalog-273")
@pytest.mark.parametrize("sort", ["rating,random", "random,rating", "random,random"])
def test_a_random_order_stands_alone(unasked, version, sort):
    assert refused(unasked, version, f"promoted=recommended&sort={sort}") == COMBINED


@pytest.mark.fact("catalog-274")
@pytest.mark.parametrize("query", ["", "&q=x", "&promoted=recommended&q=x", "&featured=true&q=x"])
def test_a_random_order_is_for_promoted_addons(unasked, version, query):
    assert refused(unasked, version, f"sort=random{query}") == ALONE


@pytest.fixture
def set_day(service, monkeypatch):
    """Sets the day that the service believes it is."""
    make = service.registry["amo.work"]
    today = [1]

    def make_then(*args: Any) -> Any:
        work = make(*args)
        work.now = lambda: datetime(2024, 5, today[0], 12, tzinfo=timezone.utc)
        return work

    monkeypatch.setitem(service.registry, "amo.work", make_then)
    return lambda day: today.__setitem__(0, day)


@pytest.mark.fact("catalog-275")
@pytest.mark.parametrize("query", ["promoted=recommended", "featured=true"])
def test_the_random_order_is_a_days(service, version, set_day, query):
    put(service, *(promoted(number, RECOMMENDED) for number in range(1, 13)), entry(13))
    first, again = (found(service, version, f"{query}&sort=random") for _ in range(2))
    assert first == again
    assert sorted(first) == list(range(1, 13))
    set_day(2)
    others = found(service, version, f"{query}&sort=random")
    assert others != first
    assert sorted(others) == sorted(first)


@pytest.mark.fact("catalog-278", "catalog-279")
@from_v4
@pytest.mark.parametrize("sort", ["", "&sort=relevance", "&sort=recommended,relevance"])
def test_a_query_is_answered_by_relevance(service, version, sort):
    put(
        service,
        promoted(1, RECOMMENDED, summary={"en-US": "Has a tab"}, average_daily_users=10),
        entry(2, name={"en-US": "Tab"}, average_daily_users=100),
        entry(3, name={"en-US": "Another Tab"}, average_daily_users=100),
    )
    body = results(service, version, f"q=tab{sort}")
    scores = [each["_score"] for each in body]
    assert [each["id"] for each in body] == [2, 3, 1]
    assert all(isinstance(score, float) and score > 0 for score in scores)
    assert scores == sorted(scores, reverse=True)


@pytest.mark.fact("catalog-280")
@from_v4
@pytest.mark.parametrize("query", ["sort=users", "q=add&sort=users", ""])
def test_results_in_another_order_have_no_score(service, version, query):
    put(service, entry(1), entry(2))
    assert [each["_score"] for each in results(service, version, query)] == [None, None]


@from_v4
def test_results_in_random_order_have_a_number_as_score(service, version):
    put(service, promoted(1, RECOMMENDED))
    (result,) = results(service, version, "promoted=recommended&sort=random")
    assert isinstance(result["_score"], float)


@from_v4
def test_recommended_counts_beside_other_orders(service, version):
    put_five(service)
    assert found(service, version, "sort=recommended,users") == [2, 4, 1, 3, 5]
    assert found(service, version, "sort=users,recommended") == [1, 2, 3, 4, 5]
    assert found(service, version, "sort=relevance,users") == [1, 2, 3, 4, 5]


@from_v4
def test_older_clients_get_a_random_order_for_their_old_word(service, version):
    put(service, promoted(1, RECOMMENDED), entry(2))
    assert sorted(found(service, version, "recommended=true&sort=random")) == [1, 2]
    assert refused(service, version, "recommended=false&sort=random") == ALONE
