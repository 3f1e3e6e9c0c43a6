"""The plugin for headers of every answer, alone."""

from __future__ import annotations

import re

import pytest
from pyramid.response import Response

from tests.plugins.alone import PATH, application


@pytest.fixture
def app():
    return application("headers", lambda request: Response(request.environ["amo.request_id"]))


def test_every_answer_has_the_id_of_its_request(app):
    first, second = app.get(PATH), app.get(PATH)
    assert re.fullmatch("[0-9a-f]{32}", first.text)
    assert first.headers["X-AMO-Request-ID"] == first.text
    assert second.text != first.text


def test_an_unknown_path_has_the_headers_too(app):
    response = app.get("/nothing/", status=404)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Vary"] == "Origin, Accept-Language, Accept-Encoding"
    assert re.fullmatch("[0-9a-f]{32}", response.headers["X-AMO-Request-ID"])


def test_only_over_https_browsers_are_told_to_stay_there(app):
    assert "Strict-Transport-Security" not in app.get(PATH).headers
    response = app.get(PATH, extra_environ={"wsgi.url_scheme": "https"})
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_route_of_somebody_else_has_no_list_of_methods(app):
    response = app.get(PATH, headers={"Authorization": "Bearer x"})
    assert "Allow" not in response.headers
    assert "Cache-Control" not in response.headers
