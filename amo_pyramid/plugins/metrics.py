"""Numbers for Prometheus, of this process, at ``amo.metrics.path``."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.response import Response

from amo_pyramid import __version__
from amo_pyramid.services import SERVICE_PHASE
from amo_pyramid.settings import Setting

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
#: Upper bounds in seconds; a warm answer takes a tenth of a millisecond.
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LABELS = ["method", "route", "status"]


class Requests:
    """How many requests there were of each kind, and how long they took.

    Of its own, because the library's objects take three times as long at each request; it gets
    the sums when it asks (docs/decisions/0014).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        #: By labels: the sum of seconds, and numbers per bucket, the last without a bound.
        self._cells: dict[tuple[str, str, str], list[float]] = {}

    def __call__(self, request: Any, response: Any, seconds: float) -> None:
        route = request.matched_route
        method = request.environ["REQUEST_METHOD"]
        labels = (
            method if method in METHODS else "other",
            "" if route is None else route.name,
            "500" if response is None else response.status[:3],
        )
        with self._lock:
            cell = self._cells.get(labels)
            if cell is None:
                cell = self._cells[labels] = [0.0] * (len(BOUNDS) + 2)
            cell[0] += seconds
            cell[1 + bisect_left(BOUNDS, seconds)] += 1

    def collect(self) -> Iterator[Any]:
        """What the library asks a collector for."""
        from prometheus_client.core import (  # nobody else needs it
            CounterMetricFamily,
            HistogramMetricFamily,
        )

        with self._lock:
            cells = {labels: tuple(cell) for labels, cell in self._cells.items()}
        total = CounterMetricFamily("amo_requests", "Requests that were answered.", labels=LABELS)
        times = HistogramMetricFamily(
            "amo_request_seconds", "How long their answers took.", labels=["route"]
        )
        for labels, cell in cells.items():
            total.add_metric(labels, sum(cell[1:]))
        for route in {labels[1] for labels in cells}:
            of_route = [cell for labels, cell in cells.items() if labels[1] == route]
            sums = [sum(each) for each in zip(*of_route, strict=True)]
            times.add_metric([route], list(_buckets(sums[1:])), sums[0])
        return iter((total, times))


def _buckets(numbers: list[float]) -> Iterator[tuple[str, float]]:
    so_far = 0.0
    for bound, number in zip((*BOUNDS, "+Inf"), numbers, strict=True):
        so_far += number
        yield str(bound), so_far


class Inside:
    """What the parts of the service know of themselves."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import (  # nobody else needs it
            CounterMetricFamily,
            GaugeMetricFamily,
            InfoMetricFamily,
        )

        registry = self._registry
        fragments = registry["amo.fragments"]
        found = CounterMetricFamily(
            "amo_fragments", "Ready answers that were looked for.", labels=["result"]
        )
        found.add_metric(["hit"], fragments.hits)
        found.add_metric(["miss"], fragments.misses)
        yield found
        yield GaugeMetricFamily("amo_fragments_bytes", "What they take.", value=fragments.used)
        lost = registry["amo.backends"]["counters"].lost
        yield CounterMetricFamily("amo_counts_lost", "Counts that were given up.", value=lost)
        throttle = registry["amo.throttle"]
        yield CounterMetricFamily(
            "amo_throttle_refused",
            "Requests that had to wait.",
            value=getattr(throttle, "refused", 0),
        )
        yield CounterMetricFamily(
            "amo_throttle_failures",
            "Requests that were let through because the throttles could not be asked.",
            value=getattr(throttle, "failures", 0),
        )
        yield InfoMetricFamily("amo", "The service.", value={"version": __version__})


def _library() -> Any:
    try:
        import prometheus_client  # nobody else needs it
    except ImportError as error:
        raise ConfigurationError(
            'amo.metrics.path: this needs a library: pip install "amo_pyramid[metrics]"'
        ) from error
    return prometheus_client


def metrics_path(value: str) -> str:
    """A path, or nothing. Raises ``ValueError``."""
    value = value.strip()
    if value and not value.startswith("/"):
        raise ValueError("it must begin with a slash")
    return value


def includeme(config: Any) -> None:
    path = config.add_amo_setting(
        Setting(
            "amo.metrics.path",
            metrics_path,
            "",
            "Where Prometheus finds this process's metrics; empty: nowhere.",
        )
    )
    if path:
        _measure(config, path)


def _measure(config: Any, path: str) -> None:
    library = _library()
    collected = library.CollectorRegistry()
    requests = Requests()
    for each in (requests, Inside(config.registry)):
        collected.register(each)
    library.ProcessCollector(registry=collected)

    def show(request: Any) -> Response:
        headers = [
            ("Content-Type", library.CONTENT_TYPE_PLAIN_0_0_4),
            ("Cache-Control", "no-store"),
        ]
        return Response(body=library.generate_latest(collected), headerlist=headers)

    def add_route() -> None:
        config.add_route("metrics", path)
        config.add_view(show, route_name="metrics", request_method="GET")

    config.add_amo_observer("metrics", requests)
    # After the routes of the services, which are asked for more often.
    config.action("amo-metrics-route", add_route, order=SERVICE_PHASE + 1)
