"""The search endpoint itself: who may ask, and pages of results (catalog.md §1.1-§1.4)."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.query import Page
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import EMPTY_PAGE, answer
from tests.views.search_helpers import (
    INVALID_PAGE,
    PATH,
    entry,
    found,
    get,
    put,
    results,
    search,
)

SITE = "https://addons.example"


@pytest.mark.fact("catalog-3")
def test_v4dev_answers_like_v4_where_it_is_switched_on(service):
    put(service, entry(1))
    v4, dev = (search(service, version) for version in ("v4", "v4dev"))
    assert dev.keys() == v4.keys()
    assert dev["results"][0].keys() == v4["results"][0].keys()


@pytest.mark.fact("catalog-5")
def test_search_cannot_be_posted_to(service, version):
    user = builders.user()
    service.put(user)
    response = service.request("POST", PATH, version=version, user=user)
    assert answer(response) == (405, {"detail": 'Method "POST" not allowed.'})


@pytest.mark.fact("catalog-6")
def test_pages_of_other_sites_may_read_search(service, version):
    response = service.get(PATH, version=version, headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.fact("catalog-11", "catalog-12")
@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer garbage"},
        {"Authorization": "Bearer"},
        {"Cookie": "sessionid=0123456789abcdef; frontend_auth_token=abc:def:ghi"},
    ],
)
def test_search_answers_everybody_alike(service, version, headers):
    put(service, entry(1))
    response = service.get(PATH, version=version, headers=headers)
    assert answer(response) == (200, search(service, version))


@pytest.mark.fact("catalog-12")
def test_search_answers_a_signed_in_author_like_anybody(service, version):
    author = builders.user(5)
    put(service, entry(1, authors=(builders.author(author),)))
    assert service.get(PATH, version=version, user=author).json == search(service, version)


@pytest.mark.fact("catalog-19")
@pytest.mark.parametrize("page", ["0", "-1", "abc", "", "1.5"])
def test_a_page_is_a_positive_number(service, version, page):
    put(service, entry(1))
    assert answer(get(service, version, f"page={page}")) == (404, INVALID_PAGE)


@pytest.mark.fact("catalog-20")
def test_an_empty_catalogue_has_one_empty_page(service, version):
    assert answer(get(service, version)) == (200, EMPTY_PAGE)


@pytest.mark.fact("catalog-21")
def test_an_empty_catalogue_has_no_second_page(service, version):
    assert answer(get(service, version, "page=2")) == (404, INVALID_PAGE)


@pytest.mark.fact("catalog-22")
def test_next_leads_through_all_results_in_order(service, version):
    put(service, *(entry(number) for number in (1, 2, 3)))
    expected = [each["id"] for each in results(service, version)]
    followed, url = [], f"{SITE}/api/{version}{PATH}?page_size=1"
    while url is not None:
        body = service.get(url.removeprefix(SITE)).json
        assert (body["count"], len(body["results"])) == (3, 1)
        followed.append(body["results"][0]["id"])
        url = body["next"]
    assert followed == expected


@pytest.fixture
def narrow(catalogue) -> Service:
    """The service with a window of 25 results, and 30 add-ons."""
    service = Service(catalogue, **{"amo.search.window": "25"})
    put(service, *(entry(number) for number in range(1, 31)))
    return service


@pytest.mark.fact("catalog-23")
def test_pages_are_counted_within_the_window(narrow, version):
    """The fact's arithmetic with 30 results, a window of 25 and page 4 of 5 in place of 30,000,
    25,000 and page 4999."""
    body = search(narrow, version, "page_size=5&page=4")
    assert (body["page_count"], body["count"], len(body["results"])) == (5, 30, 5)
    assert body["next"] == f"{SITE}/api/{version}{PATH}?page=5&page_size=5"


@pytest.mark.fact("catalog-24")
def test_the_last_page_within_the_window_has_no_next(narrow, version):
    """The fact's arithmetic with page 5 of 5 in place of page 5000."""
    body = search(narrow, version, "page_size=5&page=5")
    assert (body["next"], body["count"], len(body["results"])) == (None, 30, 5)
    assert body["previous"] == f"{SITE}/api/{version}{PATH}?page=4&page_size=5"


@pytest.mark.fact("catalog-25")
def test_there_is_no_page_beyond_the_window(narrow, version):
    """The fact's arithmetic with page 6 in place of page 5001."""
    assert answer(get(narrow, version, "page_size=5&page=6")) == (404, INVALID_PAGE)


def test_a_page_that_reaches_over_the_window_does_not_exist(narrow):
    assert search(narrow, "v4", "page_size=10&page=2")["next"] is None
    assert answer(get(narrow, "v4", "page_size=10&page=3")) == (404, INVALID_PAGE)


@pytest.mark.fact("catalog-23", "catalog-24")
def test_pages_of_thirty_thousand_results_are_counted_like_those_of_thirty():
    def page(number: int) -> Page[int]:
        return Page([1] * 5, total=30_000, number=number, size=5, window=25_000)

    assert (page(4999).count, page(4999).total, page(4999).has_next) == (5000, 30_000, True)
    assert (page(5000).count, page(5000).total, page(5000).has_next) == (5000, 30_000, False)


@pytest.mark.fact("catalog-26")
def test_links_between_pages_keep_the_query(service, version):
    put(service, *(entry(number, name={"en-US": f"Tab {number}"}) for number in (1, 2, 3)))
    first = search(service, version, "q=tab&sort=name&page_size=1")
    base = f"{SITE}/api/{version}{PATH}"
    assert first["count"] == 3
    assert first["next"] == f"{base}?page=2&page_size=1&q=tab&sort=name"
    second = service.get(first["next"].removeprefix(SITE)).json
    assert second["previous"] == f"{base}?page_size=1&q=tab&sort=name"


def test_the_last_page_can_be_asked_for(service, version):
    put(service, *(entry(number) for number in (1, 2, 3)))
    body = search(service, version, "page=last&page_size=2")
    assert len(body["results"]) == 1
    assert body["next"] is None


def test_a_stored_addon_is_found_changed_and_gone_at_once(service):
    put(service, entry(1, name={"en-US": "Old"}))
    assert found(service, "v4", "q=old") == [1]
    service.put(builders.addon(1, name={"en-US": "Young"}))
    assert found(service, "v4", "q=old") == []
    (addon,) = results(service, "v4", "q=young&lang=en-US")
    assert addon["name"] == "Young"
    service.put(builders.addon(1, name={"en-US": "Young"}, is_disabled_by_developer=True))
    assert found(service, "v4", "q=young") == []
