"""A process that archives and stands still at one step of its second batch, to be killed there.

Arguments: URL of the database, name of the step, first day that stays live. It says when it is
there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from transaction import TransactionManager

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.archive import Archive
from amo_pyramid.backends.sql.statistics import SqlStatistics
from amo_pyramid.domain.series import DataPoint
from amo_pyramid.operations import archiving
from amo_pyramid.work import utc_now
from tests.statistics.standing import stand_still

#: In the order in which a batch takes them.
STEPS = ("read", "stored", "verified", "removed", "committed")
#: The batch of a run in which it stands still.
BATCH = 2


class Steps:
    """Counts how often each step is taken."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._taken = 0

    def __call__(self, step: str) -> None:
        if step != self._wanted:
            return
        self._taken += 1
        if self._taken == BATCH:
            stand_still(step)


def main(url: str, step: str, before: int) -> None:
    reached = Steps(step)

    class SlowArchive(Archive):
        def store(self, points: Sequence[DataPoint]) -> int:
            reached("read")
            replaced = super().store(points)
            reached("stored")
            return replaced

        def found(self, keys: Any) -> Any:
            found = super().found(keys)
            reached("verified")
            return found

    class SlowStatistics(SqlStatistics):
        def archive(self, points: Sequence[DataPoint]) -> Any:
            self._archive = SlowArchive(self._run)
            done = super().archive(points)
            reached("removed")
            return done

    catalogue = SqlCatalogue(url)

    @contextmanager
    def unit() -> Iterator[Any]:
        manager = TransactionManager(explicit=True)
        with manager:
            session = catalogue.join(manager)
            session.statistics = SlowStatistics(session._run)
            yield session

    report = archiving.ArchiveReport(lambda count: reached("committed"))
    archiving.Archiver(unit, report, before, size=2).run(utc_now)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
