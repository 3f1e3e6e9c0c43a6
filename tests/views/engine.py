"""A recommendation service on this machine that answers what a test tells it to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.testing.app import Service
from tests.http_server import SilentHandler, http_server

COMPANIONS = "/taarlite/api/v1/addon_recommendations/"
PERSONAL = "/v1/api/recommendations/"


class Engine:
    """Answers every request alike, and remembers the requests as ``METHOD path?query``."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.requests: list[str] = []
        self._status = 200
        self._body = b""
        self._length: int | None = None
        self._speaks_http = True
        self._may_answer = Event()
        self._may_answer.set()

    def recommends(self, *guids: str) -> None:
        """Answer this list."""
        self.answers(json.dumps({"results": guids}).encode())

    def answers(self, body: bytes, status: int = 200, length: int | None = None) -> None:
        """Answer anything; ``length`` is what the header says, whatever the body has."""
        self._status, self._body, self._length = status, body, length
        self._speaks_http = True

    def babbles(self) -> None:
        """Answer what is no HTTP."""
        self._speaks_http = False

    def falls_silent(self) -> None:
        """Take requests, and answer none before :meth:`wakes`."""
        self._may_answer.clear()

    def wakes(self) -> None:
        """Answer, also those who wait."""
        self._may_answer.set()

    def service(self, catalogue: Catalogue, **settings: str) -> Service:
        """The service with this engine for its recommendations."""
        return Service(
            catalogue,
            **{
                "amo.recommender.backend": "http",
                "amo.recommender.companions_url": self.base + COMPANIONS,
                "amo.recommender.personal_url": self.base + PERSONAL,
                **settings,
            },
        )

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.requests.append(f"{handler.command} {handler.path}")
        self._may_answer.wait()
        # Whoever asked may have left.
        with suppress(ConnectionError):
            if self._speaks_http:
                self._write_head(handler)
            handler.wfile.write(self._body)

    def _write_head(self, handler: BaseHTTPRequestHandler) -> None:
        length = len(self._body) if self._length is None else self._length
        handler.send_response(self._status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(length))
        handler.end_headers()


class _Handler(SilentHandler):
    engine: Engine

    def do_GET(self) -> None:
        self.engine.handle(self)


@pytest.fixture(scope="session")
def engine_port() -> Iterator[int]:
    """One server for all tests: its address is a setting, and applications are built once for
    equal settings."""
    with http_server(_Handler) as port:
        yield port


@pytest.fixture
def engine(engine_port: int) -> Iterator[Engine]:
    """An engine that recommends nothing yet."""
    found = Engine(engine_port)
    found.recommends()
    _Handler.engine = found
    yield found
    found.wakes()


def guids_of(addon_ids: Sequence[int]) -> list[str]:
    """The guids that the builders give to these add-ons."""
    return [f"addon{each}@example.com" for each in addon_ids]
