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
    """The fields of an application's lines so far."""
    caplog.set_level(logging.INFO, LOGGER)

    def fields(app: TestApp) -> list[dict[str, Any]]:
        app.app.registry["amo.observations"].flush()
        return [record.fields for record in caplog.records if record.name == LOGGER]

    return fields


def test_a_request_is_one_line(lines, caplog):
    app = logged()
    app.get(PATH, extra_environ={"amo.request_id": "f" * 32})
    app.get("/nowhere", status=404)
    first, second = lines(app)
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

    app = logged(view)
    app.get(PATH)
    assert [(line["user"], line["key"]) for line in lines(app)] == [(7, "user:7:12")]


def test_a_request_that_ends_in_an_exception_is_one_too(lines):
    def view(request: Any) -> Response:
        raise RuntimeError("unexpected")

    app = logged(view)
    with pytest.raises(RuntimeError):
        app.get(PATH)
    assert [line["status"] for line in lines(app)] == [500]


def test_paths_and_addresses_are_there_when_they_are_wanted(lines):
    app = logged(paths="true", addresses="true")
    app.get(f"{PATH}?q=x")
    (line,) = lines(app)
    assert (line["path"], line["address"]) == (f"{PATH}?q=x", "203.0.113.9")


@pytest.mark.parametrize(
    "path", ["/api/v4/accounts/login/?code=secret", "/api/auth/authenticate-callback/?code=secret"]
)
def test_the_query_string_of_signing_in_is_never_there(lines, path, caplog):
    app = logged(paths="true")
    app.get(path, status=404)
    assert lines(app)[0]["path"] == path.partition("?")[0]
    assert "secret" not in caplog.text


def test_credentials_are_never_there(lines, caplog):
    app = logged(paths="true", addresses="true")
    app.get(PATH, headers={"Authorization": "Bearer hunter2"})
    assert lines(app)
    assert "hunter2" not in caplog.text


def test_nothing_is_written_when_the_logger_is_silent(lines, caplog):
    caplog.set_level(logging.WARNING, LOGGER)
    app = logged()
    app.get(PATH)
    assert not lines(app)


def test_a_line_can_be_written_for_people_and_for_programs(lines, caplog):
    app = logged()
    app.get(PATH)
    lines(app)
    (record,) = caplog.records
    assert "GET value" in logging.Formatter("%(asctime)s %(message)s").format(record)
    line = orjson.loads(JsonFormatter().format(record))
    assert (line["logger"], line["level"], line["message"]) == (LOGGER, "INFO", "request")
    assert line["route"] == "value"
    assert line["time"].endswith("Z")
