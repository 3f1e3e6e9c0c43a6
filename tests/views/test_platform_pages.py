"""Paged lists: ``L100`` holds 100 versions of an add-on, ``L0`` none (platform.md §4)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from webtest import TestResponse

from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import EMPTY_PAGE, answer, put_addon
from tests.views.version_helpers import get_versions, numbered

VERSIONS = ("v3", "v4", "v4dev", "v5")
INVALID_PAGE = (404, {"detail": "Invalid page."})
KEYS = ["page_size", "page_count", "count", "next", "previous", "results"]


@pytest.fixture
def l100(service) -> Service:
    put_addon(service, *(numbered(number) for number in range(1, 101)))
    return service


@pytest.fixture
def l0(service) -> Service:
    put_addon(service, numbered(1, is_deleted=True))
    return service


def asked(service: Service, *queries: str) -> list[tuple[str, TestResponse]]:
    """The answers to each query in each API version."""
    return [
        (version, get_versions(service, version, query))
        for version in VERSIONS
        for query in queries
    ]


def page(response: TestResponse) -> dict[str, Any]:
    """A page's own facts, without its results."""
    assert response.status_int == 200, response.text
    assert list(response.json) == KEYS
    return {key: value for key, value in response.json.items() if key != "results"}


def address(version: str, query: str) -> str:
    return f"{SITE}/api/{version}/addons/addon/1/versions/{query}"


@pytest.mark.fact("platform-58")
def test_the_first_page_holds_25_of_100(l100):
    for version, response in asked(l100, "", "page=1"):
        assert page(response) == {
            "page_size": 25,
            "page_count": 4,
            "count": 100,
            "next": address(version, "?page=2"),
            "previous": None,
        }
        assert len(response.json["results"]) == 25


@pytest.mark.fact("platform-59")
def test_a_page_leads_to_its_neighbours(l100):
    for version, response in asked(l100, "page_size=10&page=2"):
        assert page(response) == {
            "page_size": 10,
            "page_count": 10,
            "count": 100,
            "next": address(version, "?page=3&page_size=10"),
            "previous": address(version, "?page_size=10"),
        }


@pytest.mark.fact("platform-60")
def test_a_size_that_is_none_is_25(l100):
    for _, response in asked(l100, "page_size=0", "page_size=-3", "page_size=abc", "page_size="):
        assert page(response)["page_size"] == 25
        assert len(response.json["results"]) == 25


@pytest.mark.fact("platform-61")
def test_a_page_holds_50_at_most(l100):
    for _, response in asked(l100, "page_size=51", "page_size=100", "page_size=9" + "9" * 30):
        # A number that is no number any more is the default.
        size = 25 if "9" * 30 in response.request.url else 50
        assert page(response)["page_size"] == size
        assert len(response.json["results"]) == size


@pytest.mark.fact("platform-62")
def test_a_page_may_hold_a_single_item(l100):
    for _, response in asked(l100, "page_size=1"):
        assert (response.json["page_size"], response.json["page_count"]) == (1, 100)
        assert [each["version"] for each in response.json["results"]] == ["100.0"]


@pytest.mark.fact("platform-63")
def test_a_page_that_cannot_be_is_not_found(l100):
    bad = ("0", "-1", "abc", "1.5", "9999", "", "9" * 30, "%C2%B2")
    for _, response in asked(l100, *(f"page={number}" for number in bad)):
        assert answer(response) == INVALID_PAGE


@pytest.mark.fact("platform-64")
def test_the_last_page_has_a_name(l100):
    for version, response in asked(l100, "page=last", "page=4"):
        facts = page(response)
        assert facts["next"] is None
        assert facts["previous"] == address(version, "?page=3")
        assert [each["version"] for each in response.json["results"]][-1] == "1.0"


@pytest.mark.fact("platform-65")
def test_behind_the_last_page_there_is_none(l100):
    for _, response in asked(l100, "page=5"):
        assert answer(response) == INVALID_PAGE


@pytest.mark.fact("platform-66")
def test_an_empty_list_has_one_page(l0):
    for _, response in asked(l0, "", "page=1", "page=last"):
        assert response.json == EMPTY_PAGE


@pytest.mark.fact("platform-67")
def test_an_empty_list_has_no_second_page(l0):
    for _, response in asked(l0, "page=2"):
        assert answer(response) == INVALID_PAGE


def test_links_keep_all_parameters_sorted_even_those_that_mean_nothing(l100):
    for version, response in asked(l100, "zeta=%C3%A9+1&page_size=abc&lang=fr&page=2&alpha="):
        query = "alpha=&lang=fr&page=3&page_size=abc&zeta=%C3%A9+1"
        assert response.json["next"] == address(version, f"?{query}")
        kept = parse_qsl(urlsplit(response.json["previous"]).query, keep_blank_values=True)
        assert kept == [("alpha", ""), ("lang", "fr"), ("page_size", "abc"), ("zeta", "é 1")]


def test_all_pages_together_hold_every_item_once(l100):
    for version in VERSIONS:
        found: list[str] = []
        query = "page_size=40"
        while query:
            body = get_versions(l100, version, query).json
            found += [each["version"] for each in body["results"]]
            query = urlsplit(body["next"] or "").query
        assert found == [f"{number}.0" for number in range(100, 0, -1)]
