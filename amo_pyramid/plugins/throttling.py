"""Who asks too often waits: the option ``throttle`` of services (platform.md §10)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from amo_pyramid.addresses import ClientAddress, Networks, is_within, networks
from amo_pyramid.errors import Throttled
from amo_pyramid.rates import USER, Throttle, named
from amo_pyramid.settings import Setting, Settings, flag

if TYPE_CHECKING:
    from amo_pyramid.windows import Windows

log = logging.getLogger(__name__)

MEMORY = "memory://"
#: Where the library can keep windows that move.
STORAGES = (MEMORY, "redis://", "rediss://", "redis+", "valkey://", "valkeys://", "valkey+")
#: Seconds for which a storage that failed is not asked again.
REST = 5.0


def storage_url(value: str) -> str:
    """Where hits are kept. Raises ``ValueError``."""
    value = value.strip()
    if not value.startswith(STORAGES):
        raise ValueError("it must be memory:// or begin with redis://")
    return value


class Throttling:
    """Refuses requests that come too often. When it cannot tell, it lets them through.

    ``failures`` is how many were let through untold, ``refused`` how many had to wait.
    """

    def __init__(
        self,
        open_windows: Callable[[], Windows],
        client_address: ClientAddress,
        exempt: Networks = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open = open_windows
        self._client_address = client_address
        self._exempt = exempt
        self._clock = clock
        self._lock = threading.Lock()
        self._rests_until = -REST
        self.failures = 0
        self.refused = 0

    @cached_property
    def _windows(self) -> Windows:
        return self._open()

    def forget(self) -> None:
        """Begin anew, for tests that share an application; what Redis knows stays."""
        self.__dict__.pop("_windows", None)
        self._rests_until = -REST

    def __call__(self, request: Any, throttles: Sequence[Throttle]) -> None:
        """Count the request. Raises ``Throttled``."""
        address = self._client_address(request.environ)
        viewer = request.viewer
        if is_within(address, self._exempt) or viewer.bypasses_throttling:
            return
        who = address if viewer.is_anonymous else f"user {viewer.id}"
        wait = self._hit(throttles, {USER: who}, address)
        if wait:
            self._count(refused=1)
            raise Throttled(wait)

    def _hit(self, throttles: Sequence[Throttle], who: dict[str, str], address: str) -> int:
        wanted = [
            (rate, f"{throttle.name}/{who.get(throttle.by, address)}")
            for throttle in throttles
            for rate in throttle.rates
        ]
        if not wanted:
            return 0
        if self._clock() < self._rests_until:
            self._count(failures=1)
            return 0
        try:
            return self._windows.hit(wanted)
        except Exception as error:
            # Not the message: it may name an address with its password.
            log.error("throttles cannot be used, nobody is refused: %s", type(error).__name__)
            self._rests_until = self._clock() + REST
            self._count(failures=1)
            return 0

    def _count(self, *, refused: int = 0, failures: int = 0) -> None:
        with self._lock:
            self.refused += refused
            self.failures += failures


class ThrottlingDeriver:
    """After the permission and before anything is read of the body (platform.md §2.2)."""

    options = ("throttle",)

    def __call__(self, view: Any, info: Any) -> Any:
        names = info.options.get("throttle")
        if info.exception_only or not names:
            return view
        throttles = named(info.registry["amo.throttles"], names)
        enforce = info.registry["amo.throttle"]

        def throttled(context: Any, request: Any) -> Any:
            enforce(request, throttles)
            return view(context, request)

        return throttled


def _settings(config: Any) -> Settings:
    for key, cast, default, help_text in (
        ("amo.api.throttling", flag, True, "Whether anybody ever has to wait."),
        (
            "amo.throttle.exempt_networks",
            networks,
            (),
            "Networks from which everybody may ask as often as they like.",
        ),
        ("amo.throttle.prefix", str, "amo-throttle", "What this site's keys in Redis begin with."),
        ("amo.throttle.timeout", float, 0.5, "Seconds that Redis has for an answer."),
    ):
        config.add_amo_setting(Setting(key, cast, default, help_text))
    config.add_amo_setting(
        Setting(
            "amo.throttle.url",
            storage_url,
            MEMORY,
            "Where it is kept who asked when: memory:// of each process, or redis://….",
            secret=True,
        )
    )
    settings: Settings = config.registry["amo.settings"]
    return settings


def includeme(config: Any) -> None:
    settings = _settings(config)
    registry = config.registry

    def open_windows() -> Windows:
        # With the first request that could be refused: the library makes a start longer.
        from amo_pyramid.windows import open_windows

        return open_windows(
            settings["amo.throttle.url"],
            prefix=settings["amo.throttle.prefix"],
            timeout=settings["amo.throttle.timeout"],
        )

    if settings["amo.api.throttling"]:
        exempt = settings["amo.throttle.exempt_networks"]
        throttling = Throttling(open_windows, registry["amo.client_address"], exempt)
        registry["amo.throttle"] = throttling
        config.add_amo_capability("throttling", "Who asks too often is told when to ask again.")
        config.add_amo_check(
            "throttling",
            tell=lambda _: {"refused": throttling.refused, "failures": throttling.failures},
        )
    config.add_view_deriver(ThrottlingDeriver(), "throttling")
