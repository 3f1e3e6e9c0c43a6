"""General rules as the site endpoint shows them (platform.md §2, §21)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import NOT_FOUND, answer, put_addon

STATUS = {"read_only": False, "notice": None}


@pytest.mark.fact("platform-2")
def test_an_unknown_version_is_not_found(service):
    assert answer(service.get("/site/", version="v6")) == (404, NOT_FOUND)


@pytest.mark.fact("platform-3", "community-332")
def test_v4dev_is_off_unless_switched_on(catalogue):
    service = Service(catalogue, **{"amo.api.v4dev": "false"})
    assert answer(service.get("/site/", version="v4dev")) == (404, NOT_FOUND)
    assert service.get("/site/", version="v4").status_int == 200


@pytest.mark.fact("platform-12", "platform-13")
@pytest.mark.parametrize("query", ["", "?x=1"])
def test_a_path_without_its_final_slash_is_redirected_with_its_query(service, query):
    response = service.get(f"/site{query}")
    assert response.status_int == 301
    assert response.headers["Location"].endswith(f"/api/v4/site/{query}")
    assert response.body == b""


@pytest.mark.fact("platform-15")
def test_only_json_can_be_asked_for(service):
    refusal = {"detail": "Could not satisfy the request Accept header."}
    assert answer(service.get("/site/", headers={"Accept": "text/html"})) == (406, refusal)


@pytest.mark.fact("platform-16")
def test_browsers_get_json(service):
    response = service.get("/site/", headers={"Accept": "text/html,*/*;q=0.1"})
    assert answer(response) == (200, STATUS)


@pytest.mark.fact("platform-17")
def test_json_is_the_only_format(service):
    assert answer(service.get("/site/?format=json")) == (200, STATUS)
    assert answer(service.get("/site/?format=xml")) == (404, NOT_FOUND)


@pytest.mark.fact("platform-18")
def test_methods_that_an_endpoint_lacks_are_not_allowed(service):
    response = service.request("POST", "/site/")
    assert answer(response) == (405, {"detail": 'Method "POST" not allowed.'})
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.fact("platform-19")
def test_head_is_get_without_a_body(service):
    response = service.request("HEAD", "/site/")
    assert (response.status_int, response.body) == (200, b"")
    assert response.headers["Content-Length"] == str(len(service.get("/site/").body))


@pytest.mark.fact("platform-31")
def test_a_bad_credential_is_refused_where_credentials_count_and_ignored_elsewhere(service):
    put_addon(service, builders.version(10))
    header = {"Authorization": "Bearer"}
    refused = service.get("/addons/addon/1/", headers=header)
    assert (refused.status_int, refused.json["code"]) == (401, "ERROR_INVALID_HEADER")
    assert service.get("/site/", headers=header).status_int == 200
