"""Throttles over HTTP (platform.md §10)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import Service
from amo_pyramid.windows import BoundedMemory, Windows
from tests.plugins.clock import Clock
from tests.views.helpers import answer, put_person

PLUGIN = {"amo.plugins": "tests.plugins.uploads"}
REFUSAL = "Request was throttled. Expected available in {n} seconds."


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def uploading(catalogue, clock):
    """A service with a throttled endpoint to which nothing was sent yet."""
    service = Service(catalogue, **PLUGIN)
    service.registry["amo.throttle"]._windows = Windows(BoundedMemory(clock), clock)
    return service


def put(service, user=None, path="/test/uploads/@a/", **options):
    return service.request("PUT", path, user=user, **options)


@pytest.mark.fact("platform-68")
def test_the_seventh_upload_in_a_minute_has_to_wait(uploading, clock):
    user = put_person(uploading)
    for _ in range(6):
        assert put(uploading, user).status_int == 200
        clock.now += 7
    refused = put(uploading, user)
    assert answer(refused) == (429, {"detail": REFUSAL.format(n=18)})
    assert refused.headers["Retry-After"] == "18"
    clock.now += 18
    assert put(uploading, user).status_int == 200


@pytest.mark.fact("platform-69")
def test_whoever_may_bypass_throttling_does_not_wait(uploading):
    user = put_person(uploading, "API:BypassThrottling")
    assert {put(uploading, user).status_int for _ in range(60)} == {200}


def test_versions_of_the_api_are_throttled_together(uploading):
    user = put_person(uploading)
    for version in ("v3", "v4", "v5") * 2:
        assert put(uploading, user, version=version).status_int == 200
    assert put(uploading, user).status_int == 429


def test_who_is_not_let_in_is_not_counted(uploading):
    user = put_person(uploading)
    assert {put(uploading).status_int for _ in range(60)} == {401}
    assert put(uploading, user).status_int == 200


def test_reading_is_not_throttled_by_what_throttles_writing(uploading):
    user = put_person(uploading)
    for _ in range(7):
        put(uploading, user)
    assert uploading.get("/site/").status_int == 200


def test_the_refusal_is_in_the_language_of_the_request_and_readable_by_other_origins(uploading):
    user = put_person(uploading)
    for _ in range(7):
        refused = put(
            uploading, user, "/test/uploads/@a/?lang=fr", headers={"Origin": "https://x.test"}
        )
    assert refused.status_int == 429
    assert refused.json["detail"] != REFUSAL.format(n=60)
    assert "60" in refused.json["detail"]
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_a_service_of_another_test_has_met_nobody(catalogue):
    for _ in range(2):
        service = Service(catalogue, **PLUGIN)
        user = put_person(service)
        for _ in range(6):
            assert put(service, user).status_int == 200
