"""How answers travel: HEAD, entity tags, compression, other sites (platform.md §3.1, §8, §9)."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from webob import Request
from webtest import TestResponse

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import get_detail
from tests.views.platform_helpers import GUID, PATHS, PREFLIGHT, put_public


def transfer(service: Service, version: str, path: str, **headers: str) -> Any:
    """The answer as it goes over the wire: WebTest decompresses what it gets."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{SITE}/api/{version}{path}"
    return Request.blank(url, headers=named).get_response(service.application)


def test_head_is_get_without_the_body(service, version):
    put_public(service)
    for path in PATHS:
        asked = service.get(path, version=version)
        response = service.request("HEAD", path, version=version)
        assert (response.status_int, response.body) == (200, b"")
        assert response.headers["Content-Length"] == str(len(asked.body))
        assert response.headers["ETag"] == asked.headers["ETag"]


@pytest.mark.fact("platform-28")
def test_a_longer_answer_is_compressed_for_those_who_can_read_it(service, version):
    put_public(service)
    for path in PATHS[:3]:
        plain = transfer(service, version, path)
        assert len(plain.body) >= 200
        assert "Content-Encoding" not in plain.headers
        response = transfer(service, version, path, Accept_Encoding="br, gzip")
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Content-Length"] == str(len(response.body))
        assert gzip.decompress(response.body) == plain.body
        assert response.headers["ETag"] == f"W/{plain.headers['ETag']}"


@pytest.mark.parametrize("encoding", ["", "identity", "gzip;q=0", "br"])
def test_nothing_is_compressed_for_those_who_cannot_read_it(service, version, encoding):
    put_public(service)
    response = transfer(service, version, PATHS[0], Accept_Encoding=encoding)
    assert "Content-Encoding" not in response.headers
    assert response.json["id"] == 3615


def test_a_short_answer_is_not_compressed(service, version):
    put_public(service)
    path = "/addons/addon/3615/eula_policy/"
    response = transfer(service, version, path, Accept_Encoding="gzip")
    assert "Content-Encoding" not in response.headers


@pytest.mark.fact("platform-29")
def test_what_the_reader_has_already_is_not_sent_again(service, version):
    put_public(service)
    for path in PATHS:
        etag = service.get(path, version=version).headers["ETag"]
        assert re.fullmatch('"[^"]+"', etag)
        for asked in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            response = service.get(path, version=version, headers={"If-None-Match": asked})
            assert (response.status_int, response.body) == (304, b"")
            assert response.headers["ETag"] == etag
            assert "Origin" in response.headers["Vary"]


def test_what_the_reader_has_is_sent_again_when_it_changed(service, version):
    put_public(service)
    etag = get_detail(service, version, 3615).headers["ETag"]
    service.put(builders.addon(3615, slug="a3615", guid=GUID, name={"en-US": "Other"}))
    response = get_detail(service, version, 3615, headers={"If-None-Match": etag})
    assert response.status_int == 200
    assert response.json["name"] == {"en-US": "Other"}


def cors(response: TestResponse) -> dict[str, str]:
    """The headers for other sites."""
    return {
        header: value
        for header, value in response.headers.items()
        if header.lower().startswith("access-control-")
    }


@pytest.mark.fact("platform-48")
def test_every_site_may_read_answers(service, version):
    put_public(service)
    for path in (*PATHS, "/nope/", "/addons/addon/999/", "/addons/categories"):
        response = service.get(path, version=version, headers={"Origin": "https://x.test"})
        assert cors(response) == {"Access-Control-Allow-Origin": "*"}


@pytest.mark.fact("platform-49")
def test_without_a_site_that_asks_there_are_no_headers_for_it(service, version):
    put_public(service)
    for path in (*PATHS, "/nope/"):
        assert cors(service.get(path, version=version)) == {}


def test_a_site_that_asks_in_advance_is_told_what_it_may_send(service, version):
    put_public(service)
    for path in (*PATHS, "/nope/"):
        response = service.request("OPTIONS", path, version=version, headers=PREFLIGHT)
        assert (response.status_int, response.body) == (200, b"")
        assert cors(response) == {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "DELETE, GET, OPTIONS, PATCH, POST, PUT",
            "Access-Control-Max-Age": "86400",
            "Access-Control-Allow-Headers": "accept, accept-encoding, authorization, "
            "content-type, dnt, origin, user-agent, x-csrftoken, x-requested-with, "
            "x-country-code",
        }
