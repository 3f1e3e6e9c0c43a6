"""What an operation may use, in one place, for one request, job or command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from transaction import TransactionManager

from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession
from amo_pyramid.backends.base.recommender import Recommender
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Work:
    """The backends, the viewer and the clock.

    ``manager`` is the transaction that everything joins; without one the work only reads. The
    catalogue is opened at its first use. Operations never commit.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        recommender: Recommender,
        manager: Any = None,
        viewer: Viewer = ANONYMOUS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._backend = catalogue
        self._manager = manager
        self._session: CatalogueSession | None = None
        self.recommender = recommender
        self.viewer = viewer
        self.now = now

    @property
    def catalogue(self) -> CatalogueSession:
        """The catalogue within this unit of work."""
        if self._session is None:
            if self._manager is None:
                self._session = self._backend.read()
            else:
                self._session = self._backend.join(self._manager)
        return self._session

    def close(self) -> None:
        """Release what a reading work holds; a joined one is released by its transaction."""
        if self._session is not None and self._manager is None:
            self._session.close()
            self._session = None


@contextmanager
def open_work(registry: Any, viewer: Viewer = ANONYMOUS) -> Iterator[Work]:
    """A unit of work outside a request: commits on leaving, aborts on an exception."""
    manager = TransactionManager(explicit=True)
    with manager:
        yield registry["amo.work"](manager, viewer)


@contextmanager
def open_reading(registry: Any, viewer: Viewer = ANONYMOUS) -> Iterator[Work]:
    """A unit of work outside a request that only reads."""
    work = registry["amo.work"](None, viewer)
    try:
        yield work
    finally:
        work.close()


def includeme(config: Any) -> None:
    registry = config.registry

    def make(manager: Any, viewer: Viewer) -> Work:
        backends = registry["amo.backends"]
        return Work(backends["catalogue"], backends["recommender"], manager, viewer)

    registry["amo.work"] = make
