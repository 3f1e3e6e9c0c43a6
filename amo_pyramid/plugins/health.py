"""Whether the service and what it stands on work: for load balancers, monitoring and people
(platform.md §15)."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from pyramid.response import Response

from amo_pyramid import __version__
from amo_pyramid.domain.errors import DomainError
from amo_pyramid.observing import Check
from amo_pyramid.services import SERVICE_PHASE
from amo_pyramid.settings import Setting

log = logging.getLogger(__name__)

#: Seconds for which an outcome is believed, however often it is asked for.
FRESH = 1.0
Outcome = dict[str, Any]


class Asking:
    """One check that is under way, in a thread that does not keep the process alive."""

    def __init__(self, name: str, ask: Callable[[], Mapping[str, Any] | None]) -> None:
        self._name = name
        self._ask = ask
        self._done = threading.Event()
        self._outcome: Outcome = {}
        threading.Thread(target=self._run, name=f"check {name}", daemon=True).start()

    def outcome(self, seconds: float) -> Outcome | None:
        """What came out, if it does within so many seconds."""
        return self._outcome if self._done.wait(max(seconds, 0)) else None

    def _run(self) -> None:
        try:
            self._outcome = {"ok": True, **(self._ask() or {})}
        except DomainError as error:
            self._outcome = {"ok": False, "error": str(error)}
        except Exception as error:
            # Its text may hold an address or worse; the log has it all.
            log.exception("the check of %s failed", self._name)
            self._outcome = {"ok": False, "error": type(error).__name__}
        self._done.set()


class Health:
    """Asks all checks at once; who has not answered after ``timeout`` seconds has failed.

    One that hangs is not asked a second time before it has answered.
    """

    def __init__(
        self, registry: Any, timeout: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._registry = registry
        self._timeout = timeout
        self._clock = clock
        self._lock = threading.Lock()
        self._asking: dict[str, Asking] = {}
        self._known: dict[str, Outcome] = {}
        self._known_at = -FRESH

    def outcomes(self) -> dict[str, Outcome]:
        """By name of the check, at most :data:`FRESH` seconds old."""
        with self._lock:
            if self._clock() - self._known_at >= FRESH:
                self._known = self._ask_all()
                self._known_at = self._clock()
            return {name: {**each, **self._told(name)} for name, each in self._known.items()}

    def _ask_all(self) -> dict[str, Outcome]:
        checks: Mapping[str, Check] = self._registry["amo.checks"]
        for name, check in checks.items():
            if check.ask is not None and name not in self._asking:
                self._asking[name] = Asking(name, partial(check.ask, self._registry))
        end = self._clock() + self._timeout
        return {name: self._outcome(name, end) for name in checks}

    def _outcome(self, name: str, end: float) -> Outcome:
        asking = self._asking.get(name)
        if asking is None:
            return {"ok": True}
        found = asking.outcome(end - self._clock())
        if found is None:
            return {"ok": False, "error": f"no answer within {self._timeout:g} seconds"}
        del self._asking[name]
        return found

    def _told(self, name: str) -> Mapping[str, Any]:
        tell = self._registry["amo.checks"][name].tell
        return (tell(self._registry) if tell is not None else None) or {}


def _answer(body: Any, status: int = 200) -> Response:
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    return Response(body=orjson.dumps(body), status=status, headerlist=headers)


def heartbeat(request: Any) -> Response:
    """Whether everything works: 200, or 500 with what does not."""
    checks = request.registry["amo.health"].outcomes()
    is_well = all(each["ok"] for each in checks.values())
    body = {"status": "ok" if is_well else "error", "checks": checks}
    return _answer(body, 200 if is_well else 500)


def load_balancer_heartbeat(request: Any) -> Response:
    """That this process answers; touches nothing."""
    return _answer({"status": "ok"})


def version_file(value: str) -> Mapping[str, Any]:
    """What a JSON file tells of the build. Raises ``ValueError``."""
    if not value.strip():
        return {}
    try:
        facts = json.loads(Path(value.strip()).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(error.strerror) from error
    if not isinstance(facts, dict):
        raise ValueError("it must hold a JSON object")
    return facts


def positive(value: str) -> float:
    """Seconds above zero. Raises ``ValueError``."""
    seconds = float(value)
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise ValueError("it must be above zero")
    return seconds


VIEWS = {
    "__heartbeat__": heartbeat,
    "__lbheartbeat__": load_balancer_heartbeat,
    "__version__": lambda request: _answer(request.registry["amo.build"]),
}


def includeme(config: Any) -> None:
    timeout = config.add_amo_setting(
        Setting("amo.health.timeout", positive, 3.0, "Seconds that each check of health has.")
    )
    build = config.add_amo_setting(
        Setting(
            "amo.health.version_file",
            version_file,
            {},
            "A JSON file whose content /__version__ shows beside the version.",
        )
    )
    registry = config.registry
    registry["amo.build"] = {"name": "amo_pyramid", "version": __version__, **build}
    registry["amo.health"] = Health(registry, timeout)
    config.add_amo_capability(
        "health",
        "Monitoring may ask whether the service works.",
        paths=[f"/{name}" for name in VIEWS],
    )

    def add_routes() -> None:
        for name, view in VIEWS.items():
            config.add_route(name, f"/{name}")
            config.add_view(view, route_name=name, request_method="GET")

    # After the routes of the services, which are asked for more often.
    config.action("amo-health-routes", add_routes, order=SERVICE_PHASE + 1)
