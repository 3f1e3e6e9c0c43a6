"""The detail answer of one add-on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bench.documents import DETAIL
from bench.measure import Goal, Result, target
from bench.processes import Application, Failed
from bench.run import Job, Run

#: R.
PLAIN = Application("bench.baselines:plain")
UNIT = "× R"


def detail(run: Run, *, database: str, settings: Mapping[str, str] | None = None) -> Result:
    """Anonymous requests for the same add-on."""
    application = run.service(run.url(database), settings)
    with run.serving(application) as ours, run.serving(PLAIN) as plain:
        return run.compare(target("service", [ours], DETAIL), target("R", [plain], DETAIL))


def not_modified(run: Run) -> Result:
    """The same with the entity tag of the first answer, against R's full answers."""
    application = run.service(run.url("sqlite"))
    with run.serving(application) as ours, run.serving(PLAIN) as plain:
        tag = ours.ask(DETAIL).headers.get("etag")
        if tag is None:
            raise Failed("the answer has no ETag")
        conditional = target("service", [ours], DETAIL, headers={"If-None-Match": tag}, status=304)
        return run.compare(conditional, target("R", [plain], DETAIL))


JOBS = [
    Job(
        "detail-sqlite",
        "detail, warm, SQLite",
        Goal(0.90, UNIT),
        partial(detail, database="sqlite"),
    ),
    Job(
        "detail-postgresql",
        "detail, warm, PostgreSQL",
        Goal(0.70, UNIT),
        partial(detail, database="postgresql"),
    ),
    Job(
        "detail-cold",
        "detail, no fragment, SQLite",
        Goal(0.10, UNIT),
        partial(detail, database="sqlite", settings={"amo.fragments.size": "0"}),
    ),
    Job("detail-304", "detail with If-None-Match, SQLite", Goal(1.0, UNIT), not_modified),
]
