"""waitress as it suits this service: ``use = egg:amo_pyramid`` in an ini's ``[server:main]``.

Takes the options of waitress and ``cpu``. A threaded Python process that moves between cores loses
most of its throughput to threads that hand each other the interpreter lock, so it is kept on one.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from secrets import SystemRandom
from typing import Any

import waitress.server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import WSGITask
from waitress.utilities import build_http_date

#: Bytes. Far more than any endpoint takes that comes along.
LARGEST_BODY = 64 * 1024 * 1024
AUTO, NONE = "auto", "none"
#: Headers that waitress adds where an application does not.
OF_THE_SERVER = frozenset({"date", "server"})
#: The name of a socket that whoever claims a core holds. No file: Linux keeps it.
CLAIM = "\0amo_pyramid core {}"


class Task(WSGITask):
    """Writes the head of ordinary answers itself, in a third of the time; waitress does the rest.

    An ordinary answer tells its length, or cannot have a body (304, 204) and is over with its
    head. waitress ends the connection after the latter, for want of a length; here it goes on.
    """

    def build_response_header(self) -> bytes:
        head: bytes = self._ordinary_head() or super().build_response_header()
        return head

    def _ordinary_head(self) -> bytes | None:
        names = {name.lower() for name, _ in self.response_headers}
        if (
            self.version != "1.1"
            or self.request.headers.get("CONNECTION", "").lower() == "close"
            or self.has_body is not ("content-length" in names)
            or not names.isdisjoint(OF_THE_SERVER)
        ):
            return None
        ident = self.channel.server.adj.ident
        lines = [
            f"HTTP/1.1 {self.status}",
            *(f"{name}: {value}" for name, value in self.response_headers),
            *([f"Server: {ident}"] if ident else []),
            f"Date: {_date(int(self.start_time))}\r\n\r\n",
        ]
        return "\r\n".join(lines).encode("latin-1")


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return build_http_date(second)


class Parser(HTTPRequestParser):
    """Refuses with 400 what waitress fails to parse with an exception of Python: ``http://[``."""

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("Bad target of the request") from error


class Channel(HTTPChannel):
    """A connection whose requests are read by :class:`Parser` and answered by :class:`Task`."""

    parser_class = Parser
    task_class = Task


def create_server(application: Any, **options: Any) -> Any:
    """A waitress server, listening but not yet running; ``options`` are those of waitress.

    Bodies are refused from :data:`LARGEST_BODY` on, where no option says otherwise: waitress
    writes them to disk before anybody looks at them, and would take a gigabyte.
    """
    options.setdefault("max_request_body_size", LARGEST_BODY)
    sockets: dict[int, Any] = {}
    server = waitress.server.create_server(application, map=sockets, **options)
    for each in sockets.values():
        if isinstance(each, waitress.server.BaseWSGIServer):
            each.channel_class = Channel
    return server


def serve(application: Any, global_config: Any, *, cpu: str = AUTO, **options: Any) -> int:
    """Runs until it is stopped: what ``pserve`` calls. ``cpu`` is as for :func:`on_core`."""
    logging.basicConfig()  # nothing, where the ini has configured logging
    with on_core(cpu):
        server = create_server(application, **options)
        server.print_listen("Serving on http://{}:{}")
        server.run()
    return 0


@contextmanager
def on_core(cpu: str) -> Iterator[None]:
    """Keep this process on one core.

    ``cpu`` is the core's number, or ``auto``: one that no other process of this service has
    claimed, any other when all are, or ``none``: wherever the system puts it. Does nothing where
    a process cannot be bound. Raises ``ValueError`` for anything else, and for a core that this
    process may not use.
    """
    cpu = cpu.strip().lower()
    if cpu not in (AUTO, NONE) and not cpu.isdecimal():
        raise ValueError(f"cpu must be auto, none or the number of a core, not {cpu!r}")
    if cpu == NONE or not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    with ExitStack() as claims:
        core = _free_core(allowed, claims) if cpu == AUTO else int(cpu)
        if core not in allowed:
            raise ValueError(f"cpu = {core}: this process may use {_listed(allowed)}")
        _bind({core})
        try:
            yield
        finally:
            _bind(allowed)


def _free_core(cores: Collection[int], claims: ExitStack) -> int:
    """One of the cores, and a claim on it that ends with ``claims`` or the process.

    Containers do not see each other's claims, so the order is left to chance.
    """
    shuffled = SystemRandom().sample(sorted(cores), len(cores))
    for core in shuffled:
        claim = claims.enter_context(socket.socket(socket.AF_UNIX))
        with suppress(OSError):
            claim.bind(CLAIM.format(core))
            return core
    return shuffled[0]


def _bind(cores: Collection[int]) -> None:
    """Threads that are there already have to be bound one by one; new ones follow suit."""
    for thread in threading.enumerate():
        with suppress(OSError):  # it has just ended
            os.sched_setaffinity(thread.native_id or 0, cores)


def _listed(cores: Collection[int]) -> str:
    return ", ".join(str(core) for core in sorted(cores))
