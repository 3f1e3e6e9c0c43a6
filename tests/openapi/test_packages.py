"""The API of packages describes itself like AMO's, and answers as it says."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import Service
from tests.openapi.describing import Description

STATS, PACKAGE = "/stats", "/packages/{publisher}/{packageName}"


@pytest.fixture
def packages(service):
    return Description(service, "v2")


def problems(service, packages, template, path):
    answer = service.get(path, version="v2")
    return answer.status_int, packages.problems(template, answer)


def test_it_tells_of_its_own_endpoints_and_of_nothing_else(packages):
    assert packages.paths.keys() == {STATS, PACKAGE, "/openapi.json"}
    assert packages.document["servers"] == [{"url": "/v2"}]
    assert packages.components["parameters"] == packages.components["securitySchemes"] == {}


def test_it_is_found_under_both_prefixes(service, packages):
    assert service.get_page("/v2/openapi.json").json == packages.document


def test_its_parameters_are_those_that_are_read(packages):
    found = packages.parameters(STATS)
    assert list(found) == ["packageId", "resolution", "after", "before"]
    needed = [name for name, each in found.items() if each.get("required")]
    assert needed == ["packageId", "resolution"]
    assert set(found["resolution"]["schema"]["enum"]) == {"day", "isoWeek", "month"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("packageId=marie.sidebar-tabs&resolution=day", 200),
        ("packageId=marie.sidebar-tabs&resolution=isoWeek&after=2020-01-01", 200),
        ("packageId=&resolution=month", 200),
        ("", 400),
        ("packageId=a.b&resolution=year", 400),
        ("packageId=a.b&resolution=day&after=soon", 400),
    ],
)
def test_statistics_are_as_described(service, packages, query, status):
    service.get("/packages/marie/sidebar-tabs", version="v2")  # a view
    assert problems(service, packages, STATS, f"/stats?{query}") == (status, [])


@pytest.mark.parametrize(("name", "status"), [("sidebar-tabs", 200), ("no-such", 404)])
def test_a_package_is_as_described(service, packages, name, status):
    found = problems(service, packages, PACKAGE, f"/packages/marie/{name}")
    assert found == (status, [])


def test_packages_of_the_demonstration_are_as_described(service, packages):
    with service.work() as work:
        ids = [work.catalogue.packages.id_of(number) for number in range(1, 3000)]
    there = [each.partition(".") for each in ids if each]
    assert len(there) > 20
    for publisher, _, name in there[::10]:
        _, found = problems(service, packages, PACKAGE, f"/packages/{publisher}/{name}")
        assert found == []


def test_a_refusal_to_who_asks_too_often_is_as_described(filled):
    service = Service(filled, **{"amo.pkgstats.query_rate": "1/day"})
    query, packages = "/stats?packageId=a.b&resolution=day", Description(service, "v2")
    assert problems(service, packages, STATS, query) == (200, [])
    assert problems(service, packages, STATS, query) == (429, [])
    assert packages.response(STATS, 429)["headers"].keys() == {"Retry-After"}
