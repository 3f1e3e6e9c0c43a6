"""Whole lists from one ready answer: an add-on's versions, and the language tools."""

from __future__ import annotations

from functools import partial

from bench.catalogue import PACKS
from bench.documents import VERSIONS
from bench.measure import Goal, Result, target
from bench.processes import Failed
from bench.run import Job, Run

LANGUAGE_TOOLS = "/api/v4/addons/language-tools/?app=firefox"


def listed(run: Run, *, path: str, key: bytes, count: int) -> Result:
    """A list of ``count`` objects, warm, against R′: R with this very answer as its document."""
    with run.serving(run.service(run.url("sqlite"))) as ours:
        body = ours.ask(path).body
        if body.count(key) != count:
            raise Failed("the list is not complete")
        return run.compare_with_same(target("service", [ours], path), body)


JOBS = [
    Job(
        "versions",
        "versions list, 25 versions, warm, SQLite",
        Goal(0.70, "× R′"),
        partial(listed, path=VERSIONS, key=b'"release_notes":', count=25),
    ),
    Job(
        "language-tools",
        f"language tools, {PACKS} entries, warm",
        Goal(0.80, "× R′"),
        partial(listed, path=LANGUAGE_TOOLS, key=b'"target_locale":', count=PACKS),
    ),
]
