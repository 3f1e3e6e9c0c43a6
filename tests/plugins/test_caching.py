"""The plugin for entity tags and compression, alone."""

from __future__ import annotations

import gzip

import pytest
from pyramid.response import Response
from webob import Request

from amo_pyramid.plugins.caching import accepts_gzip, matches
from tests.plugins.alone import PATH, application

BODY = b"something " * 30


def body(request):
    return Response(BODY)


def transfer(view, **headers):
    """The answer as it goes over the wire."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request.blank(PATH, headers=named).get_response(application("caching", view).app)


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
    response = application("caching", body).post(PATH)
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
