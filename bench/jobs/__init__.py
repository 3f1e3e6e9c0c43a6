"""The table of jobs. A new one is a :class:`bench.run.Job` in a module's ``JOBS``."""

from __future__ import annotations

from bench.jobs import (
    counters,
    detail,
    growth,
    kinto,
    limits,
    lists,
    memory,
    plugins,
    processes,
    search,
    series,
)

#: By name, in the order of the report.
JOBS = {
    job.name: job
    for module in (
        limits,
        detail,
        kinto,
        lists,
        search,
        growth,
        counters,
        series,
        memory,
        plugins,
        processes,
    )
    for job in module.JOBS
}
