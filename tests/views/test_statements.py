"""The number of SQL statements is part of the interface."""

from __future__ import annotations

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.testing.queries import count_statements

VERSIONS = 25


@pytest.fixture
def cold(catalogue) -> Service:
    """A service that keeps no fragments."""
    return Service(catalogue, **{"amo.fragments.size": "0"})


def put_addon(service: Service, addon_id: int, versions: int) -> None:
    versions_ = [
        builders.version(
            id=addon_id * 100 + number,
            addon_id=addon_id,
            version=f"{number}.0",
            files=(builders.file(id=addon_id * 1000 + number),),
        )
        for number in range(versions)
    ]
    service.put(builders.addon(id=addon_id), *versions_)


def statements(service: Service, path: str) -> int:
    with count_statements(service.catalogue) as sent:
        assert service.get(path).status_int == 200
    return len(sent)


def test_a_warm_detail_costs_the_one_narrow_statement(service):
    put_addon(service, 1, 1)
    service.get("/addons/addon/1/")
    assert statements(service, "/addons/addon/1/") == 1
    assert statements(service, "/addons/addon/addon-1/") == 1


def test_a_cold_detail_costs_eight_statements(cold):
    put_addon(cold, 1, 1)
    assert statements(cold, "/addons/addon/1/") == 8


def test_an_unchanged_detail_is_confirmed_with_the_one_narrow_statement(service):
    put_addon(service, 1, 1)
    etag = service.get("/addons/addon/1/").headers["ETag"]
    with count_statements(service.catalogue) as sent:
        answer = service.get("/addons/addon/1/", headers={"If-None-Match": etag})
    assert answer.status_int == 304
    assert len(sent) == 1


def test_a_page_of_25_versions_costs_what_a_page_of_1_costs(cold):
    put_addon(cold, 1, VERSIONS)
    path = "/addons/addon/1/versions/"
    assert statements(cold, path) == statements(cold, f"{path}?page_size=1")


def test_a_warm_list_of_versions_costs_the_one_narrow_statement(service):
    put_addon(service, 1, VERSIONS)
    service.get("/addons/addon/1/versions/")
    assert statements(service, "/addons/addon/1/versions/") == 1


def test_categories_cost_none(service):
    assert statements(service, "/addons/categories/") == 0


def test_a_changed_addon_is_shown_changed_at_once(service):
    put_addon(service, 1, 1)
    before = service.get("/addons/addon/1/?lang=en-US").json
    service.put(builders.addon(id=1, name=builders.addon(id=2).name))
    after = service.get("/addons/addon/1/?lang=en-US").json
    assert (before["name"], after["name"]) == ("Add-on 1", "Add-on 2")
