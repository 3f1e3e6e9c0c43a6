"""Rungs that have no part of this project in them: they say whether the machine, the server and
the load generator are fit to measure the others."""

from __future__ import annotations

from bench.documents import DETAIL
from bench.jobs.detail import PLAIN
from bench.measure import Goal, Result, target
from bench.processes import Application
from bench.run import Job, Run

BARE = Application("bench.baselines:bare")


def bare(run: Run) -> Result:
    """A WSGI function that returns ready bytes: what waitress and the load generator can do."""
    with run.serving(BARE) as fastest, run.serving(PLAIN) as plain:
        return run.compare(target("bare", [fastest], DETAIL), target("R", [plain], DETAIL))


JOBS = [Job("bare-wsgi", "bare WSGI function returning bytes", Goal(1.5, "× R"), bare)]
