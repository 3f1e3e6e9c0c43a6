"""Telling observers of requests that were answered."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.response import Response
from webtest import TestApp

from amo_pyramid import observing
from amo_pyramid.observing import Answered

#: Longer than any test.
LONG = 3600.0


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Nothing is told by itself."""
    monkeypatch.setattr(observing, "WAIT", LONG)


def observed(*observers: Callable[[Sequence[Answered]], None], **options: Any) -> TestApp:
    """An application with these observers; ``options`` are for the directive."""
    config = Configurator()
    config.include("amo_pyramid.observing")
    for number, observer in enumerate(observers):
        config.add_amo_observer(f"observer {number}", observer, **options)
    config.add_route("value", "/{thing}/")
    config.add_view(lambda request: Response("fine"), route_name="value")
    return TestApp(config.make_wsgi_app())


def flush(app: TestApp) -> None:
    app.app.registry["amo.observations"].flush()


def test_an_observer_is_told_of_many_requests_in_their_order():
    told: list[list[str]] = []
    app = observed(lambda seen: told.append([each.path for each in seen]))
    app.get("/one/")
    app.get("/two/")
    assert not told
    flush(app)
    flush(app)
    assert told == [["/one/", "/two/"]]


def test_it_is_told_what_was_asked_and_answered():
    told: list[Answered] = []
    app = observed(told.extend)
    app.post("/one/?a=b", extra_environ={"amo.request_id": "f" * 32})
    app.get("/elsewhere", status=404)
    flush(app)
    first, second = told
    assert (first.method, first.path, first.query) == ("POST", "/one/", "a=b")
    assert (first.status, first.route.name, first.matchdict) == (
        "200 OK",
        "value",
        {"thing": "one"},
    )
    assert (first.request_id, first.key_id, first.viewer) == ("f" * 32, None, None)
    assert first.seconds > 0
    assert second.at >= first.at
    assert (second.status, second.route) == ("404 Not Found", None)


def test_an_observer_can_note_what_else_it_wants_to_know():
    told: list[Answered] = []
    app = observed(told.extend, note=lambda request: request.headers["X-Thing"])
    app.get("/one/", headers={"X-Thing": "new"})
    flush(app)
    assert told[0].notes == {"observer 0": "new"}


def test_a_note_that_fails_costs_only_itself(caplog):
    told: list[Answered] = []
    app = observed(told.extend, note=lambda request: request.headers["X-Thing"])
    app.get("/one/")
    flush(app)
    assert told[0].notes == {}
    assert "observer 0, an observer of requests, failed" in caplog.text


def test_an_observer_that_fails_costs_the_others_nothing(caplog):
    def failing(seen: Sequence[Answered]) -> None:
        raise RuntimeError("unexpected")

    told: list[Answered] = []
    app = observed(failing, told.extend)
    app.get("/one/")
    flush(app)
    assert len(told) == 1
    assert "observer 0, an observer of requests, failed" in caplog.text


def test_nobody_waits_for_long(monkeypatch):
    monkeypatch.setattr(observing, "WAIT", 0.01)
    is_told = threading.Event()
    app = observed(lambda seen: is_told.set())
    for _ in range(3):
        is_told.clear()
        app.get("/one/")
        assert is_told.wait(10)


def test_not_too_many_requests_wait(monkeypatch):
    monkeypatch.setattr(observing, "MOST", 3)
    told: list[Answered] = []
    app = observed(told.extend)
    for _ in range(4):
        app.get("/one/")
    assert len(told) == 3


END = """
import os, sys
from types import SimpleNamespace
from amo_pyramid import observing
observing.WAIT = 3600
tell = lambda seen: print(*(each.path for each in seen), flush=True)
observations = observing.Observations({"x": tell}, {})
def add(path):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path}
    request = SimpleNamespace(environ=environ, matched_route=None, matchdict=None)
    observations.add(request, "200 OK", 0.1)
add("parent")
if os.fork() == 0:
    add("child")
    sys.exit()
os.wait()
"""


def test_who_waits_at_the_end_is_told_once_and_by_the_process_that_answered():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", END], capture_output=True, text=True, check=True
    )
    assert sorted(done.stdout.split()) == ["child", "parent"]
