"""A real server process whose log and memory a test looks at."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Seconds after which something that has to happen counts as failed: on a machine that is busy with
#: other things, a server that hangs and one whose turn has not come look alike for a long time.
PATIENCE = 300

SERVE = """
import json, logging, sys
logging.basicConfig(level=logging.WARNING)
import amo_pyramid
from amo_pyramid.server import create_server
application = amo_pyramid.main({}, **json.loads(sys.argv[1]))
server = create_server(application, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
"""


class ServerProcess:
    """The service on a database, in a process of its own."""

    def __init__(self, database: Path, log: Path, **settings: str) -> None:
        self.log_path = log
        settings = {
            "amo.catalogue.url": f"sqlite:///{database}",
            "amo.api.v4dev": "true",
            "amo.secret_keys": "only-for-tests-only-for-tests-only-for-tests",
            **settings,
        }
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", SERVE, json.dumps(settings)],
                stdout=subprocess.PIPE,
                stderr=stream,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log
        self.port = int(line)
        self.base = f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it has written to its log."""
        return self.log_path.read_text(encoding="utf-8", errors="backslashreplace")

    @property
    def memory(self) -> int:
        """KiB that it has in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1])

    def get(self, path: str) -> Any:
        """The JSON of an answer 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            assert response.status == 200, (path, response.status)
            return json.loads(response.read())
        finally:
            connection.close()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def server_process(database: Path, log: Path, **settings: str) -> Iterator[ServerProcess]:
    """A server that is gone afterwards."""
    server = ServerProcess(database, log, **settings)
    try:
        yield server
    finally:
        server.end()
