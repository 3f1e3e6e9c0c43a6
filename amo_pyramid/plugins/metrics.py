"""Numbers for Prometheus, of this process, at ``amo.metrics.path``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.response import Response

from amo_pyramid import __version__
from amo_pyramid.observing import Answered
from amo_pyramid.services import SERVICE_PHASE
from amo_pyramid.settings import Setting

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
#: Upper bounds in seconds; a warm answer takes a tenth of a millisecond.
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LABELS = ["method", "route", "status"]


class Requests:
    """How many requests there were of each kind, and how long they took."""

    def __init__(self, library: Any, collected: Any) -> None:
        self._total = library.Counter(
            "amo_requests", "Requests that were answered.", LABELS, registry=collected
        )
        self._times = library.Histogram(
            "amo_request_seconds",
            "How long their answers took.",
            ["route"],
            buckets=BOUNDS,
            registry=collected,
        )

    def __call__(self, seen: Sequence[Answered]) -> None:
        # The library takes its time for each label and each number.
        kinds: Counter[tuple[str, str, str]] = Counter()
        times = defaultdict(list)
        for each in seen:
            route = "" if each.route is None else each.route.name
            method = each.method if each.method in METHODS else "other"
            kinds[method, route, each.status[:3]] += 1
            times[route].append(each.seconds)
        for kind, number in kinds.items():
            self._total.labels(*kind).inc(number)
        for route, seconds in times.items():
            observe = self._times.labels(route).observe
            for each_took in seconds:
                observe(each_took)


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
    collected.register(Inside(config.registry))
    library.ProcessCollector(registry=collected)

    def show(request: Any) -> Response:
        request.registry["amo.observations"].flush()
        headers = [
            ("Content-Type", library.CONTENT_TYPE_PLAIN_0_0_4),
            ("Cache-Control", "no-store"),
        ]
        return Response(body=library.generate_latest(collected), headerlist=headers)

    def add_route() -> None:
        config.add_route("metrics", path)
        config.add_view(show, route_name="metrics", request_method="GET")

    config.add_amo_observer("metrics", Requests(library, collected))
    # After the routes of the services, which are asked for more often.
    config.action("amo-metrics-route", add_route, order=SERVICE_PHASE + 1)
