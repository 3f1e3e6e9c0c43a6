"""What an operation may use, in one place, for one request, job or command."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from transaction import TransactionManager

from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession
from amo_pyramid.backends.base.counters import Counters
from amo_pyramid.backends.base.recommender import Recommender
from amo_pyramid.backends.base.search import Search, SearchSession
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.events import AddonsChanged, AddonsCreated, notifier


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Work:
    """The backends, the viewer and the clock.

    ``manager`` is the transaction that everything joins; without one the work only reads. The
    catalogue and the search are opened at their first use; what is put into the catalogue is
    searchable as soon as the transaction ends. Operations never commit. ``notify`` tells plugins
    of an event (:mod:`amo_pyramid.events`). Counters are apart from any transaction.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        search: Search,
        recommender: Recommender,
        counters: Counters,
        manager: Any = None,
        *,
        viewer: Viewer = ANONYMOUS,
        now: Callable[[], datetime] = utc_now,
        notify: Callable[[Any], None] = lambda event: None,
    ) -> None:
        self._catalogue_backend = catalogue
        self._search_backend = search
        self._manager = manager
        self._catalogue: CatalogueSession | None = None
        self._search: SearchSession | None = None
        self.recommender = recommender
        self.counters = counters
        self.viewer = viewer
        self.now = now
        self.notify = notify

    @property
    def catalogue(self) -> CatalogueSession:
        """The catalogue within this unit of work."""
        if self._catalogue is None:
            if self._manager is None:
                self._catalogue = self._catalogue_backend.read()
            else:
                self._catalogue = self._catalogue_backend.join(self._manager)
                self._catalogue.on_change = self._changed
        return self._catalogue

    @property
    def search(self) -> SearchSession:
        """The search index within this unit of work."""
        if self._search is None:
            if self._manager is None:
                self._search = self._search_backend.read()
            else:
                self._search = self._search_backend.join(self._manager)
        return self._search

    def _changed(self, ids: Collection[int], new: Collection[int]) -> None:
        self.search.index(ids)
        created = frozenset(new)
        changed = frozenset(ids) - created
        if created:
            self.notify(AddonsCreated(self, created))
        if changed:
            self.notify(AddonsChanged(self, changed))

    def close(self) -> None:
        """Release what a reading work holds; a joined one is released by its transaction."""
        if self._manager is not None:
            return
        for session in (self._catalogue, self._search):
            if session is not None:
                session.close()
        self._catalogue = self._search = None


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
    #: The clock of all work; tests set another one.
    registry["amo.clock"] = utc_now
    notify = notifier(registry["amo.subscribers"])

    def make(manager: Any, viewer: Viewer) -> Work:
        backends = registry["amo.backends"]
        return Work(
            backends["catalogue"],
            backends["search"],
            backends["recommender"],
            backends["counters"],
            manager,
            viewer=viewer,
            now=registry["amo.clock"],
            notify=notify,
        )

    registry["amo.work"] = make
