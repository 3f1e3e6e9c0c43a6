"""The plugin in the whole service."""

import pytest

from amo_pyramid.testing import builders

GUIDS = {"amo.house_list.guids": "addon1@example.com addon3@example.com"}


@pytest.fixture
def service(amo_service):
    """Three add-ons: one reaches all sites, one some, one none."""
    service = amo_service("house_list", **GUIDS)
    for number, permissions in enumerate((("<all_urls>",), ("https://a.example/*",), ("tabs",)), 1):
        file = builders.file(number, permissions=permissions)
        version = builders.version(number * 10, number, files=(file,))
        service.put(*builders.listed(builders.addon(number), version))
    return service


def test_the_fields_are_in_the_detail_and_in_search(service):
    answer = service.get("/addons/addon/1/").json
    assert (answer["is_approved"], answer["host_access"]) == (True, "all")
    found = service.get("/addons/search/").json["results"]
    assert {each["id"]: each["host_access"] for each in found} == {1: "all", 2: "some", 3: "none"}
    assert {each["id"] for each in found if each["is_approved"]} == {1, 3}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("approved=true", {1, 3}),
        ("approved=false", {1, 2, 3}),
        ("approved=true&guid=addon2@example.com,addon3@example.com", {3}),
    ],
)
def test_search_finds_only_what_is_approved(service, query, ids):
    found = service.get(f"/addons/search/?{query}").json["results"]
    assert {each["id"] for each in found} == ids


def test_an_empty_list_approves_nothing(amo_service):
    service = amo_service("house_list")
    service.put(*builders.listed(builders.addon(1)))
    assert service.get("/addons/search/?approved=true").json["count"] == 0
