"""The table of jobs. A new one is a :class:`bench.run.Job` in a module's ``JOBS``."""

from __future__ import annotations

from bench.jobs import counters, detail, kinto, limits, memory, processes, versions

#: By name, in the order of the report.
JOBS = {
    job.name: job
    for module in (limits, detail, kinto, versions, counters, memory, processes)
    for job in module.JOBS
}
