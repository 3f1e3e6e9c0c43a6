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
from functools import lru_cache, partial
from secrets import SystemRandom
from typing import Any

import waitress.server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import WSGITask, hop_by_hop
from waitress.utilities import build_http_date

#: Bytes. Far more than any endpoint takes that comes along.
LARGEST_BODY = 64 * 1024 * 1024
AUTO, NONE = "auto", "none"
LENGTH = "content-length"
#: Headers that mean something to waitress.
SPECIAL = frozenset({LENGTH, "date", "server"}) | hop_by_hop
#: Where in the environ the task of a request is.
TASK = "amo_pyramid.task"
#: The name of a socket that whoever claims a core holds. No file: Linux keeps it.
CLAIM = "\0amo_pyramid core {}"


class Task(WSGITask):
    """Reads the headers of ordinary answers and writes their heads in a third of the time; waitress
    does the rest.

    An ordinary answer tells its length, or cannot have a body (304, 204) and is over with its
    head. waitress ends the connection after the latter, for want of a length; here it goes on.
    """

    complete: bool = False
    #: The head as far as the application tells it, and how many headers are in it.
    _head: tuple[str, int] | None = None

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[TASK] = self
        return environ

    def begin(
        self, begin_plainly: Any, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Any:
        """WSGI's ``start_response``; ``begin_plainly`` is that of waitress, which knows what to
        do with whatever is not ordinary, and how to complain."""
        head = None if exc_info or self.complete else _told(status, headers)
        if head is None:
            return begin_plainly(status, headers, exc_info)
        self.complete = True
        self.status = status
        self.response_headers.extend(headers)
        text, self.content_length = head
        self._head = text, len(headers)
        return self.write

    def build_response_header(self) -> bytes:
        head: bytes = self._ordinary_head() or super().build_response_header()
        return head

    def _ordinary_head(self) -> bytes | None:
        if (
            self._head is None
            or self.version != "1.1"
            or self.request.headers.get("CONNECTION", "").lower() == "close"
            or self.has_body is (self.content_length is None)
            or len(self.response_headers) != self._head[1]
        ):
            return None
        ident = self.channel.server.adj.ident
        server = f"Server: {ident}\r\n" if ident else ""
        text = f"{self._head[0]}\r\n{server}Date: {_date(int(self.start_time))}\r\n\r\n"
        return text.encode("latin-1")


def _told(status: str, headers: list[tuple[str, str]]) -> tuple[str, int | None] | None:
    """The head of an answer as far as the application tells it, and the body's length; None for
    what is not ordinary, or not allowed."""
    length = None
    try:
        lines = ["HTTP/1.1 " + status, *map(": ".join, headers)]
        for name, value in headers:
            lower = name.lower()
            if lower in SPECIAL:
                if lower != LENGTH:
                    return None
                length = int(value)
    except (TypeError, ValueError):
        return None
    text = "\r\n".join(lines)
    has_breaks = text.count("\r") > len(headers) or text.count("\n") > len(headers)
    return None if has_breaks else (text, length)


def with_tasks(application: Any) -> Any:
    """The application, answering by way of its :class:`Task`."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        return application(environ, partial(environ.pop(TASK).begin, start_response))

    return answer


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
    server = waitress.server.create_server(with_tasks(application), map=sockets, **options)
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
