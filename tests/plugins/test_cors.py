"""The plugin for other sites, alone."""

from __future__ import annotations

import pytest
from pyramid.httpexceptions import HTTPForbidden
from pyramid.response import Response

from tests.plugins.alone import PATH, application

ORIGIN = {"Origin": "https://x.test"}
ALLOW = "Access-Control-Allow-Origin"
ASK = "Access-Control-Request-Method"


def refuse(request):
    raise HTTPForbidden


@pytest.fixture
def app():
    return application("cors", lambda request: Response("shown"))


def test_an_answer_to_another_site_may_be_read_there(app):
    response = app.get(PATH, headers=ORIGIN)
    assert response.text == "shown"
    assert response.headers[ALLOW] == "*"


def test_errors_may_be_read_too():
    app = application("cors", refuse)
    assert app.get(PATH, headers=ORIGIN, status=403).headers[ALLOW] == "*"
    assert app.get("/api/nothing/", headers=ORIGIN, status=404).headers[ALLOW] == "*"


def test_without_another_site_nothing_is_said(app):
    assert ALLOW not in app.get(PATH).headers


def test_outside_of_the_api_nothing_is_said(app):
    assert ALLOW not in app.get("/about/", headers=ORIGIN, status=404).headers


def test_a_question_in_advance_never_reaches_the_view():
    app = application("cors", refuse)
    response = app.options(PATH, headers={**ORIGIN, ASK: "PUT"})
    assert (response.status_int, response.body) == (200, b"")
    assert "PUT" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Max-Age"] == "86400"


def test_options_without_a_method_is_an_ordinary_request(app):
    assert app.options(PATH, headers=ORIGIN).text == "shown"
