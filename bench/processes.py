"""The children of a run: servers and the load generator."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from bench import machine
from bench.load import HOST, Order

ROOT = Path(__file__).resolve().parent.parent
#: waitress threads of every measured server: one for each connection of the load generator.
THREADS = 8
#: Seconds a server may take to start.
PATIENCE = 120


ChildType = TypeVar("ChildType", bound="Child")


class Failed(Exception):
    """A job cannot be finished; the message says why."""


class Skipped(Exception):
    """A job needs something this machine does not have; the message says what."""


def environment() -> dict[str, str]:
    """The environment of every child, without what would change the figures: settings of this
    project, and the wish that every start compiles the source anew."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AMO_") and name != "PYTHONDONTWRITEBYTECODE"
    }


class Child:
    """A child process that answers in lines; stopped when the ``with`` block ends."""

    def __init__(self, command: Sequence[str], *, isolated: bool = False) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=None if isolated else ROOT,
            env=environment(),
            text=True,
        )
        assert self.process.stdin and self.process.stdout  # both were asked for
        self.input, self.output = self.process.stdin, self.process.stdout

    def line(self) -> str:
        """The next line it prints. Raises ``Failed`` with its last words when there is none."""
        text = self.output.readline()
        if not text:
            self.process.wait(timeout=PATIENCE)
            self.errors.seek(0)
            words = self.errors.read().decode(errors="replace").strip().splitlines()[-12:]
            raise Failed("the process ended: " + "\n".join(words))
        return text

    def stop(self) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.process.kill()
        self.process.wait()
        self.input.close()
        self.output.close()
        self.errors.close()

    def __enter__(self: ChildType) -> ChildType:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


@dataclass(frozen=True)
class Answer:
    """One answer, read whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Application:
    """A WSGI application to serve: a factory ``(global_config, **settings)``, its settings, and
    what creates its server."""

    factory: str
    settings: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable
    server: str = "waitress:create_server"


class Server(Child):
    """A waitress process on the given cores, listening when the constructor returns."""

    def __init__(self, application: Application, cores: Sequence[int] = ()) -> None:
        started = time.perf_counter()
        spec = {
            "factory": application.factory,
            "settings": dict(application.settings),
            "server": application.server,
            "cores": list(cores),
            "threads": THREADS,
        }
        foreign = application.python != sys.executable
        program = ["-I", str(ROOT / "bench" / "serve.py")] if foreign else ["-m", "bench.serve"]
        super().__init__(
            [application.python, "-W", "ignore", *program, json.dumps(spec)], isolated=foreign
        )
        #: When the process was started, on ``time.perf_counter``.
        self.started: float = started
        try:
            self.port = int(self.line())
        except BaseException:
            self.stop()
            raise

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Answer:
        """One request outside the measurement."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers={"Host": HOST, **(headers or {})})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def memory(self) -> int:
        """Bytes of real memory held now."""
        return machine.memory(self.process.pid)


@dataclass(frozen=True)
class Window:
    """What one stretch of load gave. ``busy`` is the share of a core the generator used."""

    requests: int
    seconds: float
    busy: float

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds


class Generator(Child):
    """The load generator's process."""

    def __init__(self, cores: Sequence[int] = ()) -> None:
        super().__init__([sys.executable, "-m", "bench.load", json.dumps(list(cores))])

    def run(self, order: Order) -> Window:
        """Raises ``Failed`` when any answer differed from the order."""
        self.input.write(json.dumps(asdict(order)) + "\n")
        self.input.flush()
        answer = json.loads(self.line())
        if "error" in answer:
            raise Failed(answer["error"])
        return Window(**answer)
