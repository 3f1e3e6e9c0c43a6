"""``python -m bench``: run the jobs and print one line for each."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import machine
from bench.jobs import JOBS
from bench.measure import as_json
from bench.processes import THREADS, Failed, Skipped
from bench.run import Job, Run, opened


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures the service against plain servers on this machine, in turn, and "
        "prints a line for each job: name, figure, goal, verdict. See docs/benchmarks.md.",
    )
    parser.add_argument(
        "--only", action="append", metavar="NAME", choices=JOBS, help="this job (repeatable)"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a window (3)")
    parser.add_argument("--rounds", type=int, default=5, help="windows of each side (5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all samples there")
    parser.add_argument("--list", action="store_true", help="print the jobs and their goals")
    return parser.parse_args(given)


def conditions() -> dict[str, Any]:
    """What must be known to compare two reports."""
    cores = machine.cores()
    return {
        "python": platform.python_version(),
        "waitress": version("waitress"),
        "threads": THREADS,
        "cores": len(cores),
        "binding": "server and load generator on a core each" if len(cores) > 1 else "none",
    }


def measured(job: Job, run: Run) -> dict[str, Any]:
    """Do one job; what the report says about it."""
    report: dict[str, Any] = {"name": job.name, "title": job.title, "unit": job.goal.unit}
    report["goal"] = str(job.goal)
    try:
        result = job.measure(run)
    except Skipped as error:
        return report | {"verdict": f"skipped: {error}"}
    except Exception as error:  # one broken job must not hide the others
        reason = str(error) if isinstance(error, Failed) else repr(error)
        print(reason, file=sys.stderr)
        return report | {"verdict": f"failed: {reason.splitlines()[-1]}"}
    verdict = result.verdict or ("ok" if job.goal.met(result.figure) else "below")
    return report | as_json(result) | {"verdict": verdict}


def line(report: dict[str, Any]) -> str:
    figure = f"{report['figure']:.2f}" if "figure" in report else "-"
    return (
        f"{report['name']:<18} {figure:>7} {report['unit']:<10} "
        f"goal {report['goal']:<8} {report['verdict']}"
    )


def main() -> int:
    """Exit code 1 when a job failed; a figure below its goal is reported, not an error."""
    options = arguments()
    jobs = [JOBS[name] for name in options.only or JOBS]
    if options.list:
        for job in jobs:
            print(f"{job.name:<18} goal {job.goal!s:<8} {job.goal.unit:<10} {job.title}")
        return 0
    facts = conditions()
    print("# " + ", ".join(f"{name} {value}" for name, value in facts.items()), flush=True)
    reports = []
    with opened(options.seconds, options.rounds) as run:
        for job in jobs:
            reports.append(measured(job, run))
            print(line(reports[-1]), flush=True)
    if options.json:
        document = {"conditions": facts, "jobs": reports}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return int(any(report["verdict"].startswith("failed") for report in reports))


if __name__ == "__main__":
    sys.exit(main())
