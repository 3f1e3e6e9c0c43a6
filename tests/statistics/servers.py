"""Real processes that tests kill: Redis servers and servers of the service."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import redis

#: Seconds after which something that has to happen counts as failed.
PATIENCE = 30

SERVE = """
import json, sys
from waitress import create_server
import amo_pyramid
server = create_server(amo_pyramid.main({}, **json.loads(sys.argv[1])), host="127.0.0.1", port=0)
print(server.effective_port, flush=True)
server.run()
"""


def until(condition: Any) -> None:
    """Ask until it is so."""
    end = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end, "it did not happen"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def require_redis_server() -> str:
    """The program. Skips the test where there is none, unless ``CI`` is ``true``."""
    program = shutil.which("redis-server")
    if program is None:
        reason = "there is no program redis-server"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return program


class RedisServer:
    """A Redis of the test's own, which can be killed and started again on the same port."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/"
        folder.mkdir(exist_ok=True)
        self._options = ["--save", "", "--appendonly", "no", *options]
        self._process: Any = None

    def start(self) -> None:
        command = [require_redis_server(), "--port", str(self.port), "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--dir", str(self.folder), *self._options], stdout=subprocess.DEVNULL
        )
        until(self._answers)

    def client(self) -> Any:
        return redis.Redis.from_url(self.url, decode_responses=True)

    def kill(self) -> None:
        """As a power cut would end it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@contextmanager
def redis_server(folder: Path, *options: str) -> Iterator[RedisServer]:
    """A running Redis that is gone afterwards."""
    server = RedisServer(folder, *options)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def redis_cluster(folder: Path) -> Iterator[str]:
    """The address of a node of a cluster of three."""
    with ExitStack() as stack:
        nodes = [
            stack.enter_context(
                redis_server(
                    folder / str(number),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-port",
                    str(free_port()),
                )
            )
            for number in range(3)
        ]
        clients = [stack.enter_context(node.client()) for node in nodes]
        for client, (first, last) in zip(
            clients, ((0, 5460), (5461, 10922), (10923, 16383)), strict=True
        ):
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        for node in nodes[1:]:
            bus = node._options[-1]
            clients[0].execute_command("CLUSTER", "MEET", "127.0.0.1", node.port, bus)
        until(
            lambda: all(
                "cluster_state:ok" in client.execute_command("CLUSTER", "INFO")
                for client in clients
            )
        )
        yield nodes[0].url


class AmoServer:
    """The service in a process of its own."""

    def __init__(self, **settings: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SERVE, json.dumps(settings)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())

    def get(self, path: str, method: str = "GET") -> Any:
        """The body of an answer 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            assert response.status == 200
            return json.loads(response.read())
        finally:
            connection.close()

    def use(self, times: int) -> None:
        """View the package, download it and check for updates."""
        for _ in range(times):
            self.get("/v2/packages/a/b")
            self.get("/pings", "POST")

    def numbers(self) -> list[int]:
        """How often each of that was counted."""
        data = self.get("/v2/stats?packageId=a.b&resolution=month")["Data"]
        return [sum(each["Value"] for each in data), *self.get("/pings").values()]

    def counted(self) -> set[int]:
        """The different ones of these numbers."""
        return set(self.numbers())

    def end(self, how: int = signal.SIGTERM) -> None:
        """Send a signal and wait for the end."""
        self._process.send_signal(how)
        self._process.wait(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextmanager
def servers(count: int, **settings: str) -> Iterator[list[AmoServer]]:
    """Servers with equal settings; those that still run are killed afterwards."""
    started = [AmoServer(**settings) for _ in range(count)]
    try:
        yield started
    finally:
        for server in started:
            server.end(signal.SIGKILL)
