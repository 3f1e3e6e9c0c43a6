"""What large catalogues cost in memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench import catalogue
from bench.documents import DETAIL
from bench.jobs.detail import PLAIN
from bench.load import Order
from bench.machine import peak_memory
from bench.measure import Goal, Result, compared
from bench.processes import ROOT, Failed, Server, environment
from bench.run import Job, Run

SMALL, LARGE = 6_000, 60_000
#: Different add-ons asked for before memory is read: more than the fragments' store can hold.
ASKED = 12_000
MIB = 1024 * 1024

INI = """\
[app:main]
use = call:amo_pyramid:main
amo.catalogue.url = {url}

[server:main]
use = egg:waitress#main
"""
COMMAND = "from amo_pyramid.cli import main; main()"


def load(run: Run, count: int) -> tuple[str, float]:
    """Load a generated dump into a new database, once in a run: its URL and the peak in MiB."""
    if count not in run.loaded:
        folder = run.folder / f"load-{count}"
        folder.mkdir()
        url, ini, dump = f"sqlite:///{folder / 'catalogue.db'}", folder / "a.ini", folder / "dump"
        ini.write_text(INI.format(url=url), encoding="utf-8")
        catalogue.make_tables(url)
        catalogue.write_dump(dump, count)
        peak = _peak_of([sys.executable, "-c", COMMAND, "--ini", str(ini), "load", str(dump)])
        run.loaded[count] = (url, peak / MIB)
    return run.loaded[count]


def _peak_of(command: list[str]) -> int:
    """Run a command; the most memory it held, read while it runs.

    (What the kernel reports of a finished child may be its parent's peak instead.)
    """
    output = Path(command[-1]).with_suffix(".log")
    with output.open("wb") as stream:
        child = subprocess.Popen(command, stdout=stream, stderr=stream, cwd=ROOT, env=environment())
        peak = 0
        try:
            while child.poll() is None:
                peak = max(peak, _peak_now(child.pid))
                time.sleep(0.02)
        finally:
            child.kill()
            child.wait()
    if child.returncode:
        raise Failed(f"load: {output.read_text(errors='replace')[-500:]}")
    return peak


def _peak_now(pid: int) -> int:
    try:
        return peak_memory(pid)
    except OSError:
        return 0


def loading(run: Run) -> Result:
    """The peak of the process that loads 60,000 add-ons, as a multiple of that for 6,000."""
    samples = {str(count): [load(run, count)[1]] for count in (LARGE, SMALL)}
    return compared(samples, str(LARGE), str(SMALL))


def warm(run: Run) -> Result:
    """Memory of a process that has answered for thousands of add-ons, over a plain one."""
    url, _ = load(run, LARGE)
    with run.serving(run.service(url)) as ours, run.serving(PLAIN) as plain:
        step = LARGE // ASKED
        paths = [
            f"/api/v4/addons/addon/{catalogue.FIRST_FILLER + number * step}/"
            for number in range(ASKED)
        ]
        held = {
            "service": _held(run, ours, [*paths, DETAIL]),
            "plain": _held(run, plain, [DETAIL] * 1000),
        }
    difference = held["service"] - held["plain"]
    return Result(difference, held, notes=[f"{ASKED:,} of {LARGE:,} add-ons asked for"])


def _held(run: Run, server: Server, paths: list[str]) -> float:
    run.generator.run(Order([server.port], paths))
    return server.memory() / MIB


JOBS = [
    Job(
        "load-memory",
        "load 60,000 add-ons: peak memory against 6,000",
        Goal(1.2, "× 6,000", at_most=True),
        loading,
    ),
    Job(
        "warm-memory",
        "memory of a warm process, 60,000 add-ons",
        Goal(120, "MiB", at_most=True),
        warm,
    ),
]
