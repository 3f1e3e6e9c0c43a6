"""The list of an add-on's versions."""

from __future__ import annotations

from bench.documents import DETAIL, VERSIONS
from bench.measure import Goal, Result, target
from bench.processes import Application
from bench.run import Job, Run


def listed(run: Run) -> Result:
    """25 versions on one page, warm, against R′: R with this very answer as its document."""
    with run.serving(run.service(run.url("sqlite"))) as ours:
        document = run.folder / "versions.json"
        document.write_bytes(ours.ask(VERSIONS).body)
        same = Application("bench.baselines:plain", {"bench.document": str(document)})
        with run.serving(same) as plain:
            return run.compare(
                target("service", [ours], VERSIONS),
                target("R′", [plain], DETAIL),
            )


JOBS = [Job("versions", "versions list, 25 versions, warm, SQLite", Goal(0.70, "× R′"), listed)]
