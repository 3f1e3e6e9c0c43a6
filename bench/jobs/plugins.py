"""What the built-in plugins cost a request, the log of requests and metrics included."""

from __future__ import annotations

import logging
from collections.abc import Sequence
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


#: What answers of the API do not need to be those of the contract (docs/plugins/index.md).
OPTIONAL = (
    *("readonly", "throttling", "viewcounts", "requestlog", "metrics"),
    *("health", "capabilities"),
)


def plugins(run: Run) -> Result:
    """The detail with all built-in plugins against the same without those that are optional."""
    return _against(run, OPTIONAL)


def no_plugins(run: Run) -> Result:
    """The detail with all built-in plugins against the same with none: without the headers of
    every answer, entity tags, languages."""
    return _against(run, BUILT_IN)


def _against(run: Run, left_out: Sequence[str]) -> Result:
    url = run.url("sqlite")
    all_on = {
        "amo.catalogue.url": url,
        "amo.metrics.path": "/__metrics__",
        LINES: str(run.folder / "lines.log"),
    }
    ours = Application("bench.jobs.plugins:logging_service", all_on, server=run.service(url).server)
    bare = run.service(url, {"amo.plugins.disabled": " ".join(left_out)})
    with run.serving(ours) as full, run.serving(bare) as less:
        return run.compare(target("all on", [full], DETAIL), target("without", [less], DETAIL))


JOBS = [
    Job("plugins", "detail, all built-in plugins on, SQLite", Goal(0.90, "× without"), plugins),
    Job("no-plugins", "the same against none at all", Goal(0.80, "× none"), no_plugins),
]
