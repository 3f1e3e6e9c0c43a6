"""The plugin that measures, alone."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyramid.exceptions import ConfigurationError
from pyramid.response import Response
from webob import Request
from webtest import TestApp

from amo_pyramid import __version__
from amo_pyramid.fragments import Fragment
from amo_pyramid.observing import Answered
from tests.plugins.alone import PATH, application

METRICS = "/metrics"


def inside(config: Any) -> None:
    """The parts of the service that are measured."""
    config.registry["amo.backends"] = {"counters": SimpleNamespace(lost=5)}


def measured(view: Any = None, path: str = METRICS) -> TestApp:
    return application(
        "metrics",
        view or (lambda request: Response()),
        "settings",
        "observing",
        "fragments",
        "rates",
        inside,
        settings={"amo.metrics.path": path},
    )


def sample(app: TestApp, name: str, **labels: str) -> float | None:
    """The value of a metric now; None when there is none."""
    text = app.get(METRICS).text
    found = [
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == name and labels.items() <= each.labels.items()
    ]
    assert len(found) <= 1
    return found[0] if found else None


def test_requests_are_counted_by_method_route_and_status():
    app = measured()
    for _ in range(3):
        app.get(PATH)
    app.post(PATH)
    app.get("/nowhere", status=404)
    labels = {"route": "value", "status": "200"}
    assert sample(app, "amo_requests_total", method="GET", **labels) == 3
    assert sample(app, "amo_requests_total", method="POST", **labels) == 1
    assert sample(app, "amo_requests_total", method="GET", route="", status="404") == 1


def test_made_up_methods_and_paths_make_no_metrics_of_their_own():
    app = measured()
    for number in range(3):
        asked = Request.blank(f"/{number}", method=f"MADE{number}")
        assert asked.get_response(app.app).status_int == 404
    assert sample(app, "amo_requests_total", method="other", route="", status="404") == 3


def test_a_request_that_ends_in_an_exception_is_a_500():
    def view(request: Any) -> Response:
        raise RuntimeError("unexpected")

    app = measured(view)
    with pytest.raises(RuntimeError):
        app.get(PATH)
    assert sample(app, "amo_requests_total", method="GET", route="value", status="500") == 1


def test_times_are_in_buckets():
    app = measured()
    observe = app.app.registry["amo.observers"]["metrics"]
    slow = Answered(
        *(0.0, 0.0, "200 OK", "GET", "/", "", SimpleNamespace(name="slow"), {}),
        *(None, None, None, {}),
    )
    observe([slow._replace(seconds=seconds) for seconds in (0.0001, 0.3, 70.0)])
    of_route = {"route": "slow"}
    buckets = [
        sample(app, "amo_request_seconds_bucket", le=le, **of_route)
        for le in ("0.0005", "0.25", "0.5", "10.0", "+Inf")
    ]
    assert buckets == [1, 1, 2, 2, 3]
    assert sample(app, "amo_request_seconds_sum", **of_route) == pytest.approx(70.3001)
    assert sample(app, "amo_request_seconds_count", **of_route) == 3


def test_what_the_parts_know_of_themselves_is_there():
    app = measured()
    fragments = app.app.registry["amo.fragments"]
    for _ in range(3):
        fragments.get("key", lambda: Fragment(b"{}"))
    fragments.get_many(["key", "other"], lambda missing: {})
    assert sample(app, "amo_fragments_total", result="hit") == 3
    assert sample(app, "amo_fragments_total", result="miss") == 2
    assert sample(app, "amo_fragments_bytes") > 0
    assert sample(app, "amo_counts_lost_total") == 5
    assert sample(app, "amo_throttle_failures_total") == 0
    assert sample(app, "amo_info", version=__version__) == 1
    assert sample(app, "process_resident_memory_bytes") > 0


def test_two_applications_measure_themselves():
    first, second = measured(), measured()
    first.get(PATH)
    labels = {"method": "GET", "route": "value", "status": "200"}
    assert sample(first, "amo_requests_total", **labels) == 1
    assert sample(second, "amo_requests_total", **labels) is None


def test_without_a_path_nothing_is_measured():
    app = measured(path="")
    assert app.get(METRICS, status=404)
    assert app.app.registry["amo.observers"] == {}


def test_a_path_begins_with_a_slash():
    with pytest.raises(ConfigurationError, match=r"amo\.metrics\.path"):
        measured(path="metrics")


def test_the_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(ConfigurationError, match=r"amo_pyramid\[metrics\]"):
        measured()
