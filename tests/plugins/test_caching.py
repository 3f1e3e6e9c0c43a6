"""The plugin for entity tags and compression, alone."""

from __future__ import annotations

import gzip

import pytest
from pyramid.exceptions import ConfigurationError
from pyramid.request import Request as PyramidRequest
from pyramid.response import Response
from webob import Request

from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.plugins.caching import accepts_gzip, matches
from amo_pyramid.services import NEVER
from amo_pyramid.testing import builders
from tests.plugins.alone import PATH, application

BODY = b"something " * 30


def body(request):
    return Response(BODY)


def transfer(view, **headers):
    """The answer as it goes over the wire."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request.blank(PATH, headers=named).get_response(
        application("caching", view, "settings").app
    )


def test_an_answer_is_marked_by_its_body():
    first, second = transfer(body), transfer(body)
    assert first.headers["ETag"] == second.headers["ETag"]
    other = transfer(lambda request: Response(b"other"))
    assert other.headers["ETag"] != first.headers["ETag"]


def test_a_mark_that_is_there_is_kept():
    response = transfer(lambda request: Response(BODY, etag="mine"))
    assert response.headers["ETag"] == '"mine"'


def test_what_the_reader_has_is_not_sent_again():
    etag = transfer(body).headers["ETag"]
    response = transfer(body, If_None_Match=etag)
    assert (response.status_int, response.body) == (304, b"")
    assert response.headers["ETag"] == etag
    assert "Content-Type" not in response.headers


@pytest.mark.parametrize("status", [201, 404, 500])
def test_only_a_successful_answer_is_marked(status):
    response = transfer(lambda request: Response(BODY, status=status), Accept_Encoding="gzip")
    assert "ETag" not in response.headers
    assert response.body == BODY


def test_an_answer_to_a_change_is_not_marked():
    response = application("caching", body, "settings").post(PATH)
    assert "ETag" not in response.headers


def test_a_compressed_answer_says_so_and_its_mark_is_weak():
    response = transfer(body, Accept_Encoding="gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.body) == BODY
    assert response.headers["Content-Length"] == str(len(response.body))
    assert response.headers["ETag"] == f"W/{transfer(body).headers['ETag']}"


def test_a_short_answer_is_not_compressed():
    response = transfer(lambda request: Response(b"x" * 199), Accept_Encoding="gzip")
    assert response.body == b"x" * 199


def test_what_is_compressed_is_not_compressed_again():
    def compressed(request):
        return Response(BODY, headerlist=[("Content-Encoding", "br")])

    response = transfer(compressed, Accept_Encoding="gzip")
    assert response.headers["Content-Encoding"] == "br"
    assert response.body == BODY


@pytest.mark.parametrize("header", ['"a"', 'W/"a"', '"x", "a"', '"x",W/"a"', "*", " * "])
def test_marks_are_compared_weakly(header):
    assert matches(header, '"a"')
    assert matches(header, 'W/"a"')


@pytest.mark.parametrize("header", ['"b"', "a", "", '"a b"', '"A"'])
def test_another_mark_does_not_match(header):
    assert not matches(header, '"a"')


@pytest.mark.parametrize("header", ["gzip", "br, gzip", "GZIP", "gzip;q=0.5", "*", "deflate,*;q=1"])
def test_these_readers_understand_gzip(header):
    assert accepts_gzip(header)


@pytest.mark.parametrize("header", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br", "x-gzip"])
def test_these_readers_do_not(header):
    assert not accepts_gzip(header)


class Asked(PyramidRequest):
    route_facts = None

    @property
    def viewer(self):
        return Viewer(builders.user(1)) if "X-User" in self.headers else ANONYMOUS


def kept(view=body, method="GET", headers=None, **options):
    """What an answer says about being kept, from a view with these options."""
    app = application("caching", view, "settings", request_factory=Asked, **options)
    response = app.request(PATH, method=method, headers=headers or {}, status="*")
    return response.headers.get("Cache-Control")


def test_a_view_says_for_how_long_its_answers_can_be_kept():
    assert kept() is None
    assert kept(cache=60) == kept(cache=60, method="HEAD") == "max-age=60"
    assert kept(cache=NEVER) == "no-store"
    assert kept(cache=0) is None


def test_what_is_not_for_everybody_is_not_to_be_kept():
    assert kept(cache=60, headers={"X-User": "1"}) is None
    assert kept(cache=60, headers={"Authorization": "Basic x"}) is None
    assert kept(cache=60, method="POST") is None
    assert kept(lambda request: Response(status=404), cache=60) is None


def test_a_view_that_says_it_itself_is_believed():
    def view(request):
        return Response(BODY, cache_control="no-cache")

    assert kept(view, cache=60) == "no-cache"


def test_the_setting_is_for_services_only():
    assert kept(settings={"amo.http_cache.seconds": "60"}) is None


def test_what_is_known_already_can_be_kept_on():
    app = application("caching", body, "settings", request_factory=Asked, cache=60)
    etag = app.get(PATH).headers["ETag"]
    response = app.get(PATH, headers={"If-None-Match": etag})
    assert (response.status_int, response.headers["Cache-Control"]) == (304, "max-age=60")


@pytest.mark.parametrize("bad", ["-1", "long"])
def test_an_option_that_makes_no_sense_stops_the_start(bad):
    with pytest.raises(ConfigurationError, match="http_cache"):
        kept(settings={"amo.http_cache.seconds": bad})
