"""What the built-in plugins cost a request, the log of requests and metrics included."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import amo_pyramid
from amo_pyramid.logs import BatchedHandler, JsonFormatter
from amo_pyramid.plugins import BUILT_IN
from bench.documents import DETAIL
from bench.measure import Goal, Result, target
from bench.processes import Application
from bench.run import Job, Run

#: Where the logging service writes its lines; no option of the service itself.
LINES = "bench.lines"


def logging_service(global_config: dict[str, str], **settings: str) -> Any:
    """The service, whose log goes to a file as production.ini has it."""
    stream = Path(settings.pop(LINES)).open("a")  # noqa: SIM115 - as long as the process
    handler = BatchedHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("amo_pyramid")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return amo_pyramid.main(global_config, **settings)


def plugins(run: Run) -> Result:
    """The detail with all built-in plugins against the same with none."""
    url = run.url("sqlite")
    all_on = {
        "amo.catalogue.url": url,
        "amo.metrics.path": "/__metrics__",
        LINES: str(run.folder / "lines.log"),
    }
    ours = Application("bench.jobs.plugins:logging_service", all_on, server=run.service(url).server)
    bare = run.service(url, {"amo.plugins.disabled": " ".join(BUILT_IN)})
    with run.serving(ours) as full, run.serving(bare) as empty:
        return run.compare(target("all on", [full], DETAIL), target("all off", [empty], DETAIL))


JOBS = [
    Job("plugins", "detail with all built-in plugins, SQLite", Goal(0.90, "× without"), plugins)
]
