"""The plugin for read-only mode, alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pyramid.request import Request
from pyramid.response import Response
from transaction import TransactionManager
from webtest import TestApp

from amo_pyramid.domain.maintenance import NORMAL, Maintenance
from tests.plugins.alone import PATH, application

READ_ONLY = Maintenance(is_read_only=True, message="Moving <house>.")


class Asked(Request):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.__dict__["tm"] = TransactionManager(explicit=True)

    def tr(self, message: str) -> str:
        return message


def switched(state: Maintenance, view: Any = None) -> TestApp:
    def site(config: Any) -> None:
        config.registry["amo.site_state"] = SimpleNamespace(current=lambda: state)

    return application(
        "readonly", view or (lambda request: Response("done")), site, request_factory=Asked
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_could_change_something_is_refused_and_the_rest_answered(method):
    app = switched(READ_ONLY)
    refused = app.request(PATH, method=method, status=503)
    assert refused.json == {"error": "Moving <house>."}
    assert app.get(PATH).text == app.options(PATH).text == "done"
    assert switched(NORMAL).request(PATH, method=method).text == "done"


def test_outside_the_api_it_is_a_page():
    refused = switched(READ_ONLY).post("/elsewhere", status=503)
    assert refused.content_type == "text/html"
    assert "<p>Moving &lt;house&gt;.</p>" in refused.text
    assert "Retry-After" not in refused.headers


def test_a_transaction_that_began_before_the_switch_is_not_committed():
    def view(request: Any) -> Response:
        manager = request.tm
        manager.begin()
        manager.commit()
        return Response("done")

    def switching(request: Any) -> Response:
        request.tm.begin()
        state.current = lambda: READ_ONLY
        request.tm.commit()
        return Response("stored")

    assert switched(NORMAL, view).post(PATH).text == "done"
    app = switched(NORMAL, switching)
    state = app.app.registry["amo.site_state"]
    assert app.post(PATH, status=503).json == {"error": "Moving <house>."}
