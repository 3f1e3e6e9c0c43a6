"""Add-ons that go well with another (catalog.md §5.11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.engine import COMPANIONS, Engine, guids_of
from tests.views.helpers import from_v4, in_v3

PATH = "/addons/recommendations/"
ASKED = "guid=foo@baa&recommended=true"
KEYS = [
    "outcome",
    "fallback_reason",
    "page_size",
    "page_count",
    "count",
    "next",
    "previous",
    "results",
]
BRACED = "{12345678-1234-1234-1234-1234567890ab}"


@pytest.fixture
def service(catalogue, engine) -> Service:
    """Add-ons 1 to 8, of which the last four are the site's own list."""
    service = engine.service(
        catalogue, **{"amo.recommendations.fallback": " ".join(guids_of([5, 6, 7, 8]))}
    )
    service.put(*(each for n in range(1, 9) for each in builders.listed(builders.addon(n))))
    return service


def recommended(service: Service, version: str, query: str = ASKED) -> dict[str, Any]:
    response = service.get(f"{PATH}?{query}", version=version)
    assert response.status_int == 200, response.text
    return response.json


def ids(body: dict[str, Any]) -> list[int]:
    return [each["id"] for each in body["results"]]


def reason(body: dict[str, Any]) -> tuple[str, str | None]:
    return body["outcome"], body["fallback_reason"]


@pytest.mark.fact("catalog-331", "catalog-338")
def test_four_recommended_addons_are_shown_in_the_engines_order(service, engine, version):
    engine.recommends(*guids_of([3, 1, 4, 2]))
    body = recommended(service, version)
    assert list(body) == KEYS
    assert reason(body) == ("recommended", None)
    assert ids(body) == [3, 1, 4, 2]
    assert (body["count"], body["page_size"], body["page_count"]) == (4, 1, 1)
    assert (body["next"], body["previous"]) == (None, None)
    assert engine.requests == [f"GET {COMPANIONS}foo@baa/"]


def test_a_guid_is_quoted_for_the_engine(service, engine):
    recommended(service, "v4", f"guid={BRACED}&recommended=true")
    recommended(service, "v4", "guid=a/b%3Fc&recommended=true")
    quoted = BRACED.replace("{", "%7B").replace("}", "%7D")
    assert engine.requests == [f"GET {COMPANIONS}{quoted}/", f"GET {COMPANIONS}a%2Fb%3Fc/"]


@pytest.mark.fact("catalog-332")
@pytest.mark.parametrize("query", ["guid=foo@baa", "guid=foo@baa&recommended=False", "", "guid="])
def test_the_engine_is_not_asked_unless_the_caller_wants_it(service, engine, version, query):
    body = recommended(service, version, query)
    assert reason(body) == ("curated", None)
    assert ids(body) == [5, 6, 7, 8]
    assert engine.requests == []


@pytest.mark.fact("catalog-333", "catalog-338")
def test_an_engine_that_does_not_answer_in_time_is_given_up(catalogue, engine, version):
    settings = {"amo.recommendations.fallback": guids_of([5])[0]}
    service = engine.service(catalogue, **settings, **{"amo.recommender.timeout": "0.05"})
    service.put(*builders.listed(builders.addon(5)))
    engine.recommends(*guids_of([1, 2, 3, 4]))
    engine.falls_silent()
    body = recommended(service, version, "guid=foo@baa&recommended=True")
    assert reason(body) == ("recommended_fallback", "timeout")
    assert ids(body) == [5]


@pytest.mark.fact("catalog-338")
def test_the_engine_has_one_second_unless_the_site_says_otherwise(service):
    assert service.registry["amo.settings"]["amo.recommender.timeout"] == 1.0


GOOD = b'{"results": ["addon1@example.com"]}'
FAILURES: dict[str, Callable[[Engine], None]] = {
    "another status": lambda engine: engine.answers(GOOD, status=202),
    "no json": lambda engine: engine.answers(b"<p>Sorry"),
    "no object": lambda engine: engine.answers(b"[]"),
    "no results": lambda engine: engine.answers(b'{"other": []}'),
    "half an answer": lambda engine: engine.answers(GOOD[:-5], length=len(GOOD)),
    "endless nesting": lambda engine: engine.answers(b"[" * 100_000),
    "no http": lambda engine: engine.babbles(),
}


@pytest.mark.fact("catalog-333")
def test_an_engine_that_fails_is_as_one_that_is_silent(service, engine, version):
    engine.answers(GOOD, status=500)
    body = recommended(service, version, "guid=foo@baa&recommended=True")
    assert reason(body) == ("recommended_fallback", "timeout")
    assert ids(body) == [5, 6, 7, 8]


@pytest.mark.parametrize("what", FAILURES)
def test_an_engine_that_answers_nonsense_is_as_one_that_is_silent(service, engine, what):
    FAILURES[what](engine)
    body = recommended(service, "v4")
    assert reason(body) == ("recommended_fallback", "timeout")
    assert ids(body) == [5, 6, 7, 8]


def test_an_engine_that_is_not_there_is_as_one_that_is_silent(catalogue):
    # Nobody listens on the port of the discard service.
    url = "http://127.0.0.1:9/"
    settings = {"amo.recommender.backend": "http", "amo.recommender.companions_url": url}
    body = recommended(Service(catalogue, **settings), "v4")
    assert reason(body) == ("recommended_fallback", "timeout")


@pytest.mark.fact("catalog-334")
def test_an_engine_that_knows_nothing_is_replaced_by_the_sites_own_list(service, engine, version):
    engine.recommends()
    body = recommended(service, version)
    assert reason(body) == ("recommended_fallback", "no_results")
    assert ids(body) == [5, 6, 7, 8]


def test_a_site_without_an_engine_has_no_results(catalogue, version):
    body = recommended(Service(catalogue), version)
    assert reason(body) == ("recommended_fallback", "no_results")
    assert body["results"] == []


@pytest.mark.fact("catalog-335")
@pytest.mark.parametrize(
    "state", [{"status": Status.DELETED, "slug": None}, {"is_disabled_by_developer": True}]
)
def test_recommended_addons_must_all_be_public(service, engine, version, state):
    service.put(builders.addon(4, **state))
    engine.recommends(*guids_of([1, 2, 3, 4]))
    body = recommended(service, version)
    assert reason(body) == ("recommended_fallback", "invalid_results")
    assert ids(body) == [5, 6, 7, 8]


@pytest.mark.parametrize("guids", [[1, 2, 3], [1, 2, 3, 99]])
def test_fewer_than_four_known_addons_are_no_recommendation(service, engine, version, guids):
    engine.recommends(*guids_of(guids))
    assert reason(recommended(service, version)) == ("recommended_fallback", "invalid_results")


def test_unknown_guids_beside_four_known_ones_do_not_matter(service, engine, version):
    engine.recommends(*guids_of([1, 99, 2, 3, 4]))
    body = recommended(service, version)
    assert reason(body) == ("recommended", None)
    assert ids(body) == [1, 2, 3, 4]


@pytest.mark.fact("catalog-336")
def test_a_list_of_unknown_addons_is_empty(catalogue, engine, version):
    service = engine.service(catalogue, **{"amo.recommendations.fallback": "gone@example.com"})
    body = recommended(service, version, "guid=foo@baa")
    assert reason(body) == ("curated", None)
    assert (body["count"], body["results"]) == (0, [])


def test_addons_of_the_sites_list_that_are_not_public_are_left_out(service, version):
    service.put(builders.addon(6, status=Status.NOMINATED))
    body = recommended(service, version, "guid=foo@baa")
    assert (body["count"], ids(body)) == (3, [5, 7, 8])


@pytest.mark.fact("catalog-337")
def test_recommended_addons_say_less_than_a_detail(service, version):
    author = builders.user(1)
    licensed = builders.version(50, 5, license=builders.license(), release_notes={"en-US": "New"})
    service.put(*builders.listed(builders.addon(5, authors=(builders.author(author),)), licensed))
    first = recommended(service, version, "guid=foo@baa")["results"][0]
    assert sorted(first["authors"][0]) == ["id", "name", "url", "username"]
    assert first["current_version"]["version"] == "1.0"
    assert first["current_version"].keys().isdisjoint({"license", "release_notes"})
    assert "latest_unlisted_version" not in first


@from_v4
def test_recommended_addons_have_no_score(service, version):
    assert {each["_score"] for each in recommended(service, version)["results"]} == {None}


@in_v3
def test_recommended_addons_of_v3_lack_the_key(service, version):
    assert all("_score" not in each for each in recommended(service, version)["results"])


def test_everybody_gets_the_same_recommendations(service, engine, version):
    engine.recommends(*guids_of([3, 1, 4, 2]))
    path = f"{PATH}?{ASKED}"
    garbage = service.get(path, version=version, headers={"Authorization": "Bearer garbage"})
    assert garbage.json == recommended(service, version)
