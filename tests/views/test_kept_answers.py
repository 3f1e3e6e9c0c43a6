"""For how long answers may be kept (platform.md §9)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import put_person

DETAIL = "/addons/addon/1/"
SIX_MINUTES = {"amo.http_cache.seconds": "360"}


@pytest.fixture
def keeping(warm_sqlite):
    service = Service(warm_sqlite, **SIX_MINUTES)
    service.put(*builders.listed(builders.addon(1)))
    return service


def control(service, path=DETAIL, **options):
    return service.get(path, **options).headers.getall("Cache-Control")


def test_by_default_nothing_is_said(service, version):
    service.put(*builders.listed(builders.addon(1)))
    assert control(service, version=version) == []


def test_answers_to_everybody_can_be_kept(keeping, version):
    for path in (DETAIL, "/addons/search/", f"{DETAIL}versions/"):
        assert control(keeping, path, version=version) == ["max-age=360"]
    etag = keeping.get(DETAIL).headers["ETag"]
    again = keeping.get(DETAIL, headers={"If-None-Match": etag})
    assert (again.status_int, again.headers["Cache-Control"]) == (304, "max-age=360")


def test_an_answer_to_a_credential_is_never_to_be_stored(keeping):
    user = put_person(keeping)
    assert control(keeping, user=user) == ["private, no-store"]
    assert control(keeping, headers={"Authorization": "Basic abc"}) == ["private, no-store"]


def test_what_is_kept_for_everybody_is_not_for_those_who_are_signed_in(keeping, version):
    for path in (DETAIL, "/addons/addon/2/"):
        assert "Authorization" in keeping.get(path, version=version).headers["Vary"].split(", ")
    # Where nobody is anybody, all share what is kept.
    assert "Authorization" not in keeping.get("/addons/search/").headers["Vary"]


def test_errors_and_redirects_are_not_to_be_kept(keeping):
    assert control(keeping, "/addons/addon/2/") == []
    assert control(keeping, "/addons/addon/1") == []


def test_some_endpoints_have_a_time_of_their_own(keeping):
    assert control(keeping, "/addons/language-tools/?app=firefox") == ["max-age=86400"]
    assert control(keeping, "/addons/categories/") == ["max-age=21600"]
    assert control(keeping, "/site/") == []
