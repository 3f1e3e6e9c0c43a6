"""The plugin that writes a line per request, alone."""

from __future__ import annotations

import logging
from typing import Any

import orjson
import pytest
from pyramid.request import Request
from pyramid.response import Response
from webtest import TestApp

from amo_pyramid.domain.viewer import Viewer
from amo_pyramid.logs import JsonFormatter
from amo_pyramid.observing import KEY_ID
from amo_pyramid.testing import builders
from tests.plugins.alone import PATH, application

LOGGER = "amo_pyramid.requests"


class Asked(Request):
    client_address = "203.0.113.9"


def logged(view: Any = None, **settings: str) -> TestApp:
    return application(
        "requestlog",
        view or (lambda request: Response()),
        "settings",
        "observing",
        request_factory=Asked,
        settings={f"amo.log.{name}": value for name, value in settings.items()},
    )


@pytest.fixture
def lines(caplog):
    """The fields of the lines so far."""
    caplog.set_level(logging.INFO, LOGGER)
    return lambda: [record.fields for record in caplog.records if record.name == LOGGER]


def test_a_request_is_one_line(lines, caplog):
    app = logged()
    app.get(PATH, extra_environ={"amo.request_id": "f" * 32})
    app.get("/nowhere", status=404)
    first, second = lines()
    assert first["ms"] >= 0
    assert first == {
        "id": "f" * 32,
        "method": "GET",
        "route": "value",
        "version": None,
        "status": 200,
        "ms": first["ms"],
        "user": None,
        "key": None,
    }
    assert (second["route"], second["status"]) == (None, 404)
    assert "GET value None 200" in caplog.messages[0]


def test_it_says_who_was_signed_in_and_with_which_key(lines):
    def view(request: Any) -> Response:
        request.viewer = Viewer(builders.user(7))
        request.environ[KEY_ID] = "user:7:12"
        return Response()

    logged(view).get(PATH)
    assert [(line["user"], line["key"]) for line in lines()] == [(7, "user:7:12")]


def test_a_request_that_ends_in_an_exception_is_one_too(lines):
    def view(request: Any) -> Response:
        raise RuntimeError("unexpected")

    with pytest.raises(RuntimeError):
        logged(view).get(PATH)
    assert [line["status"] for line in lines()] == [500]


def test_paths_and_addresses_are_there_when_they_are_wanted(lines):
    logged(paths="true", addresses="true").get(f"{PATH}?q=x")
    assert [(line["path"], line["address"]) for line in lines()] == [(f"{PATH}?q=x", "203.0.113.9")]


@pytest.mark.parametrize(
    "path", ["/api/v4/accounts/login/?code=secret", "/api/auth/authenticate-callback/?code=secret"]
)
def test_the_query_string_of_signing_in_is_never_there(lines, path, caplog):
    logged(paths="true").get(path, status=404)
    assert lines()[0]["path"] == path.partition("?")[0]
    assert "secret" not in caplog.text


def test_credentials_are_never_there(lines, caplog):
    logged(paths="true", addresses="true").get(PATH, headers={"Authorization": "Bearer hunter2"})
    assert lines()
    assert "hunter2" not in caplog.text


def test_nothing_is_written_when_the_logger_is_silent(caplog):
    caplog.set_level(logging.WARNING, LOGGER)
    logged().get(PATH)
    assert not caplog.records


@pytest.mark.parametrize("formatter", [logging.Formatter("%(asctime)s %(message)s"), None])
def test_a_line_can_be_written_for_people_and_for_programs(formatter, caplog):
    caplog.set_level(logging.INFO, LOGGER)
    logged().get(PATH)
    (record,) = caplog.records
    text = (formatter or JsonFormatter()).format(record)
    assert "GET value" in text
    if formatter is None:
        line = orjson.loads(text)
        assert (line["logger"], line["level"], line["route"]) == (LOGGER, "INFO", "value")
        assert line["time"].endswith("Z")
