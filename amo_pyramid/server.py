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
from secrets import SystemRandom
from typing import Any

import waitress.server
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

AUTO, NONE = "auto", "none"
#: The name of a socket that whoever claims a core holds. No file: Linux keeps it.
CLAIM = "\0amo_pyramid core {}"


class Task(WSGITask):
    """Ends a connection only where it must.

    waitress also ends it after an answer that cannot have a body (304, 204), for want of a
    length; but such an answer is over with its head, and the client may go on.
    """

    def set_close_on_finish(self) -> None:
        if self.has_body or self.version == "1.0" or self._is_asked_to_close():
            super().set_close_on_finish()

    def _is_asked_to_close(self) -> bool:
        return self.request.headers.get("CONNECTION", "").lower() == "close"


class Channel(HTTPChannel):
    """A connection whose requests are answered by :class:`Task`."""

    task_class = Task


def create_server(application: Any, **options: Any) -> Any:
    """A waitress server, listening but not yet running; ``options`` are those of waitress."""
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
