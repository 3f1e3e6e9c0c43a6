"""The load generator: eight keep-alive connections, each sending its next request as soon as the
last one is answered.

Runs in a process of its own, so that it never shares an interpreter with what it measures, and
talks in lines of JSON: an order comes in on standard input, a count goes out. Plain sockets and
``poll`` keep its cost per request far below any server's; it reports the processor time it used,
which shows when it was the limit after all.
"""

from __future__ import annotations

import itertools
import json
import re
import select
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.machine import bind

#: The host every request names, so that answers with links in them are alike on every port.
HOST = "addons.example.com"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSE = b"\r\nConnection: close"
#: Seconds without any answer after which a server counts as hung.
PATIENCE = 30.0


class Wrong(Exception):
    """An answer that is not the expected one; the measurement is worth nothing."""


@dataclass(frozen=True)
class Order:
    """What to send and what must come back.

    ``length`` None accepts bodies of any length. With ``seconds`` None each path is asked once.
    """

    ports: list[int]
    paths: list[str]
    status: int = 200
    length: int | None = None
    seconds: float | None = None
    headers: dict[str, str] = field(default_factory=dict)
    connections: int = 8


class Connection:
    """One socket at a time, and the part of an answer that has arrived on it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.arrived = b""
        self.is_closing = False

    def answered(self, order: Order) -> bool:
        """Read what is there; True when that completes the awaited answer."""
        data = self.socket.recv(1 << 18)
        if not data:
            raise Wrong("the server closed the connection")
        if self.arrived:
            data = self.arrived + data
        head = data.find(b"\r\n\r\n")
        if head < 0 or len(data) - head - 4 < body_length(data, head, order):
            self.arrived = data
            return False
        self.arrived = b""
        self.is_closing = data.find(CLOSE, 0, head) > 0
        return True


def body_length(data: bytes, head: int, order: Order) -> int:
    """Length of the announced body. Raises ``Wrong`` unless it is what the order expects."""
    status = int(data[9:12])
    if status != order.status:
        raise Wrong(f"status {status} instead of {order.status}: {data[: head + 300]!r}")
    if status == 304:
        return 0
    match = LENGTH.search(data, 0, head)
    if match is None:
        raise Wrong("an answer without Content-Length")
    length = int(match[1])
    if order.length is not None and length != order.length:
        raise Wrong(f"a body of {length} bytes instead of {order.length}")
    return length


def requests(order: Order) -> Iterator[bytes]:
    lines = "".join(f"{name}: {value}\r\n" for name, value in order.headers.items())
    texts = [f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{lines}\r\n".encode() for path in order.paths]
    return iter(texts) if order.seconds is None else itertools.cycle(texts)


def run(order: Order) -> dict[str, float]:
    """Carry an order out: answered requests, seconds, and the share of them spent computing."""
    ports = itertools.islice(itertools.cycle(order.ports), order.connections)
    connections = [Connection(port) for port in ports]
    try:
        started, busy = time.perf_counter(), time.process_time()
        count = drive(connections, order, started)
        seconds = time.perf_counter() - started
        return {
            "requests": count,
            "seconds": seconds,
            "busy": (time.process_time() - busy) / seconds,
        }
    finally:
        for connection in connections:
            connection.socket.close()


class Crowd:
    """The connections, watched together; one that its server ends is opened again.

    (Plain waitress ends a connection after every answer without a body.)
    """

    def __init__(self, connections: list[Connection]) -> None:
        self._poll = select.poll()
        self._by_number: dict[int, Connection] = {}
        for connection in connections:
            self._watch(connection)

    def send(self, connection: Connection, request: bytes) -> None:
        if connection.is_closing:
            self.leave(connection)
            connection.socket.close()
            connection.open()
            self._watch(connection)
        connection.socket.sendall(request)

    def readable(self) -> list[Connection]:
        """Wait for data. Raises ``Wrong`` when none comes."""
        ready = self._poll.poll(PATIENCE * 1000)
        if not ready:
            raise Wrong(f"no answer within {PATIENCE:.0f} seconds")
        return [self._by_number[number] for number, _ in ready]

    def leave(self, connection: Connection) -> None:
        self._poll.unregister(connection.socket)
        del self._by_number[connection.socket.fileno()]

    def _watch(self, connection: Connection) -> None:
        self._poll.register(connection.socket, select.POLLIN)
        self._by_number[connection.socket.fileno()] = connection


def drive(connections: list[Connection], order: Order, started: float) -> int:
    """Ask until the time or the requests are over; the number of verified answers."""
    crowd, todo = Crowd(connections), requests(order)
    waiting = count = 0
    for connection, request in zip(connections, todo, strict=False):  # there may be fewer requests
        crowd.send(connection, request)
        waiting += 1
    end = float("inf") if order.seconds is None else started + order.seconds
    while waiting and time.perf_counter() < end:
        for connection in crowd.readable():
            if not connection.answered(order):
                continue
            count += 1
            following = next(todo, None)
            if following is None:
                crowd.leave(connection)
                waiting -= 1
            else:
                crowd.send(connection, following)
    return count


def obey(order: dict[str, Any]) -> dict[str, Any]:
    try:
        return run(Order(**order))
    except (Wrong, OSError) as error:
        return {"error": str(error)}


def main() -> None:
    bind(json.loads(sys.argv[1]))
    for line in sys.stdin:
        print(json.dumps(obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
