"""An application to test against, without a server: for this package's tests and for plugins'."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import Any

import orjson
from webtest import TestApp, TestResponse

import amo_pyramid
from amo_pyramid.backends import use_catalogue
from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession, Outcome, Record
from amo_pyramid.domain.user import User
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.operations.dumping import dump, load
from amo_pyramid.operations.reporting import Report
from amo_pyramid.plugins.throttling import Throttling
from amo_pyramid.work import Work, open_reading, open_work

SITE = "https://addons.example"
#: Settings that tests start from: every version on, addresses that a test can write down.
SETTINGS = {
    "amo.site_url": SITE,
    "amo.api.v4dev": "true",
    "amo.secret_keys": "only-for-tests-only-for-tests-only-for-tests",
    "amo.outgoing.base": "https://out.example/v1/",
    "amo.outgoing.secret": "sekrit",
    # Each service gets its catalogue from its test.
    "amo.catalogue.url": "sqlite:///var/never-opened.db",
    "amo.check_database": "false",
    # And its counts end with it.
    "amo.counters.backend": "memory",
}


@lru_cache(maxsize=16)
def _application(settings: tuple[tuple[str, str], ...]) -> Any:
    return amo_pyramid.main({}, **dict(settings))


class Service:
    """The whole service on a catalogue of the test's own.

    Applications are built once for equal settings and pointed at the catalogue, so only one
    service of the same settings may be in use at a time.
    """

    def __init__(self, catalogue: Catalogue, **settings: str) -> None:
        self.settings = {**SETTINGS, **settings}
        application = _application(tuple(sorted(self.settings.items())))
        use_catalogue(application.registry, catalogue)
        self._use(application)
        throttle = self.registry["amo.throttle"]
        if isinstance(throttle, Throttling):
            throttle.forget()

    @classmethod
    def at(cls, url: str, **settings: str) -> Service:
        """A service of its own on the database of that URL, which gets the tables of the service
        and of its plugins first. Any number of them may be in use; ``close`` it."""
        service = cls.__new__(cls)
        service.settings = {**SETTINGS, "amo.catalogue.url": url, **settings}
        application = amo_pyramid.main({}, **service.settings)
        application.registry["amo.backends"]["catalogue"].upgrade()
        service._use(application)
        return service

    def _use(self, application: Any) -> None:
        self.application = application
        self.registry = application.registry
        self.catalogue: Catalogue = self.registry["amo.backends"]["catalogue"]
        self._app = TestApp(application)

    def close(self) -> None:
        """Release the connections of a service of its own."""
        for kind in ("counters", "search", "catalogue"):
            self.registry["amo.backends"][kind].close()

    @contextmanager
    def work(self, user: User | None = None) -> Iterator[Work]:
        """A unit of work as a writing request of that user has one: committed on leaving, given
        up on an exception."""
        viewer = ANONYMOUS
        if user is not None:
            with open_work(self.registry) as work:
                viewer = Viewer(user, work.catalogue.users.rules_of(user.id))
        with open_work(self.registry, viewer) as work:
            yield work

    def put(self, *records: Record) -> Outcome:
        """Store records in a transaction of their own; the search index follows."""
        with open_work(self.registry) as work:
            return work.catalogue.put(records)

    def dump(self) -> bytes:
        """All that ``amo-pyramid dump`` writes."""
        stream = BytesIO()
        dump(self._reading, stream)
        return stream.getvalue()

    def load(self, content: bytes) -> list[str]:
        """Store a dump as ``amo-pyramid load`` does; what it tells of lines that are left out."""
        problems: list[str] = []
        report = Report(on_problem=lambda problem: problems.append(str(problem)))
        load(content.splitlines(keepends=True), self._unit, report)
        return problems

    @contextmanager
    def _reading(self) -> Iterator[CatalogueSession]:
        with open_reading(self.registry) as work:
            yield work.catalogue

    @contextmanager
    def _unit(self) -> Iterator[CatalogueSession]:
        with open_work(self.registry) as work:
            yield work.catalogue

    def token(self, user: User, lifetime: int | None = None) -> str:
        """A Bearer token of the user."""
        return self.registry["amo.tokens"].issue(user, lifetime)

    def request(self, method: str, path: str, **options: Any) -> TestResponse:
        """Any request; see :meth:`get` for the options."""
        version = options.pop("version", "v4")
        user = options.pop("user", None)
        headers = {str(key): str(value) for key, value in options.pop("headers", {}).items()}
        if user is not None:
            headers["Authorization"] = f"Bearer {self.token(user)}"
        if "json" in options:
            options["body"] = orjson.dumps(options.pop("json"))
            options["content_type"] = "application/json"
        url = path if path.startswith("/api/") else f"/api/{version}{path}"
        return self._app.request(url, method=method, headers=headers, status="*", **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        """GET ``/api/{version}{path}``, whatever the status. Options: ``version`` (v4), ``user``
        (signed in with a token), ``headers``, ``json`` (a body); others go to WebTest."""
        return self.request("GET", path, **options)

    def request_page(self, method: str, path: str) -> TestResponse:
        """Any request outside the API, whatever the status."""
        return self._app.request(path, method=method, status="*")

    def get_page(self, path: str) -> TestResponse:
        """GET anything outside the API."""
        return self.request_page("GET", path)
