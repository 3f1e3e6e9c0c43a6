"""The state of the site as this process knows it: a setting, and what commands have stored.

The stored state is read again every :data:`FRESH` seconds, so a switch is seen by every process
without a restart. Only writing requests and the site endpoint look at it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.domain.maintenance import NORMAL, Maintenance
from amo_pyramid.settings import Setting, flag

log = logging.getLogger(__name__)

#: Seconds for which the stored state is believed; platform.md §5 allows 5.
FRESH = 2.0


class SiteState:
    """Gives the current :class:`Maintenance`; safe for threads.

    ``read`` gives the stored state. While it raises ``Unavailable`` the last one stands.
    """

    def __init__(
        self,
        read: Callable[[], Maintenance],
        *,
        always_read_only: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._always_read_only = always_read_only
        self._clock = clock
        self._lock = threading.Lock()
        self._stored = NORMAL
        self._read_at: float | None = None

    def current(self) -> Maintenance:
        """The state now, at most :data:`FRESH` seconds old."""
        with self._lock:
            now = self._clock()
            if self._read_at is None or now - self._read_at >= FRESH:
                self._refresh(now)
            stored = self._stored
        return replace(stored, is_read_only=True) if self._always_read_only else stored

    def _refresh(self, now: float) -> None:
        try:
            self._stored = self._read()
        except Unavailable as error:
            log.warning("the state of the site cannot be read: %s", error)
        self._read_at = now


def includeme(config: Any) -> None:
    registry = config.registry
    always = config.add_amo_setting(
        Setting(
            "amo.read_only",
            flag,
            False,
            "Refuse everything that would change something, whatever commands have said.",
        )
    )

    def read() -> Maintenance:
        with registry["amo.reading"]() as work:
            return work.catalogue.site.maintenance()

    registry["amo.site_state"] = SiteState(read, always_read_only=always)
