"""Which paths exist, bad credentials, and pages (catalog.md §1.1-§1.4)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import NOT_FOUND, answer, get_detail, put_addon, release

CATEGORIES = "/addons/categories/"
SEARCH = "/addons/search/"
VERSIONS = "/addons/addon/1/versions/"


@pytest.mark.fact("catalog-1")
@pytest.mark.parametrize("path", [SEARCH, CATEGORIES])
def test_an_api_version_that_never_was_is_not_found(service, path):
    assert answer(service.get(path, version="v2")) == (404, NOT_FOUND)


@pytest.mark.fact("catalog-2")
@pytest.mark.parametrize("path", [SEARCH, CATEGORIES])
def test_v4dev_is_not_found_when_it_is_switched_off(catalogue, path):
    service = Service(catalogue, **{"amo.api.v4dev": "false"})
    assert answer(service.get(path, version="v4dev")) == (404, NOT_FOUND)


def test_v4dev_is_there_when_it_is_switched_on(service):
    assert service.get(CATEGORIES, version="v4dev").status_int == 200


@pytest.mark.fact("catalog-4")
def test_an_unknown_endpoint_is_not_found_in_json(service, version):
    response = service.get("/addons/no-such-endpoint/", version=version)
    assert answer(response) == (404, NOT_FOUND)
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("header", "code", "message"),
    [
        pytest.param(
            "Bearer",
            "ERROR_INVALID_HEADER",
            "Invalid Authorization header. No credentials provided.",
            marks=pytest.mark.fact("catalog-8"),
        ),
        pytest.param(
            "Bearer a b",
            "ERROR_INVALID_HEADER",
            "Invalid Authorization header. Credentials string should not contain spaces.",
            marks=pytest.mark.fact("catalog-9"),
        ),
        pytest.param(
            "Bearer garbage",
            "ERROR_DECODING_SIGNATURE",
            "Error decoding signature.",
            marks=pytest.mark.fact("catalog-10"),
        ),
    ],
)
def test_a_bad_token_is_refused_even_where_nobody_needs_one(
    service, version, header, code, message
):
    put_addon(service)
    response = get_detail(service, version, headers={"Authorization": header})
    assert answer(response) == (401, {"detail": message, "code": code})


@pytest.mark.fact("catalog-13")
def test_a_refusal_names_the_kind_of_credential_that_is_missing(service, version):
    put_addon(service, is_disabled_by_developer=True)
    response = get_detail(service, version)
    assert response.status_int == 401
    assert response.headers["WWW-Authenticate"] == 'bearer realm="api"'


def put_100_versions(service: Service) -> None:
    put_addon(service, *map(release, range(1, 101)))


@pytest.mark.fact("catalog-14")
def test_a_page_in_the_middle_links_to_both_neighbours(service, version):
    put_100_versions(service)
    body = service.get(f"{VERSIONS}?page_size=10&page=2", version=version).json
    path = f"{SITE}/api/{version}{VERSIONS}"
    assert (body["page_size"], body["page_count"], body["count"]) == (10, 10, 100)
    assert body["previous"] == f"{path}?page_size=10"
    assert body["next"] == f"{path}?page=3&page_size=10"
    assert [each["id"] for each in body["results"]] == list(range(90, 80, -1))


@pytest.mark.fact("catalog-15")
def test_the_first_page_has_25_items_and_nothing_before_it(service, version):
    put_100_versions(service)
    body = service.get(VERSIONS, version=version).json
    assert (body["page_size"], body["page_count"]) == (25, 4)
    assert body["previous"] is None
    assert body["next"] == f"{SITE}/api/{version}{VERSIONS}?page=2"
    assert len(body["results"]) == 25


@pytest.mark.fact("catalog-16")
def test_a_page_has_50_items_at_most(service, version):
    put_100_versions(service)
    body = service.get(f"{VERSIONS}?page_size=500", version=version).json
    assert (body["page_size"], len(body["results"])) == (50, 50)


@pytest.mark.fact("catalog-17")
def test_a_page_size_that_is_none_means_the_usual_one(service, version):
    put_100_versions(service)
    for size in ("0", "-1", "abc"):
        response = service.get(f"{VERSIONS}?page_size={size}", version=version)
        assert response.status_int == 200
        assert (response.json["page_size"], len(response.json["results"])) == (25, 25)


@pytest.mark.fact("catalog-18")
def test_a_page_after_the_last_is_not_found(service, version):
    put_100_versions(service)
    assert service.get(f"{VERSIONS}?page=4", version=version).json["next"] is None
    response = service.get(f"{VERSIONS}?page=5", version=version)
    assert answer(response) == (404, {"detail": "Invalid page."})
