"""Starting a process, and starting two."""

from __future__ import annotations

import time
from dataclasses import replace

from bench.documents import DETAIL
from bench.jobs.detail import PLAIN
from bench.measure import Goal, Result, compared, in_turn, repeated, target
from bench.processes import Application, Failed, Generator, Server
from bench.run import Job, Run


def start(run: Run) -> Result:
    """From the start of the process until its first answer, on an existing database."""
    service = run.service(run.url("sqlite"))
    first_answer(run, service)
    sides = {
        "service": lambda: first_answer(run, service),
        "plain": lambda: first_answer(run, PLAIN),
    }
    return compared(repeated(sides, run.rounds), "service", "plain")


def first_answer(run: Run, application: Application) -> float:
    """Seconds until the first answer."""
    with run.serving(application) as server:
        answer = server.ask(DETAIL)
        if answer.status != 200:
            raise Failed(f"status {answer.status}: {answer.body[:300]!r}")
        return time.perf_counter() - server.started


def two(run: Run) -> Result:
    """Two processes on a core each against one, with the load spread over both.

    Needs a third core for the load generator. Without it the generator runs free and takes
    from the two what it needs, so the figure is printed but not judged.
    """
    enough = len(run.cores) > 2
    first, second = ([core] for core in run.cores[-2:]) if len(run.cores) > 1 else ([], [])
    service = run.service(run.url("sqlite"))
    with (
        Server(service, first) as one,
        Server(service, second) as other,
        Generator(run.cores[:1] if enough else ()) as generator,
    ):
        result = in_turn(
            generator,
            target("two", [one, other], DETAIL),
            target("one", [one], DETAIL),
            seconds=run.seconds,
            rounds=run.rounds,
        )
    return result if enough else replace(result, verdict="not measurable: needs 3 cores")


JOBS = [
    Job(
        "start",
        "start until the first answer, existing database",
        Goal(4, "× plain", at_most=True),
        start,
    ),
    Job("two-processes", "two processes against one", Goal(1.8, "× one"), two),
]
