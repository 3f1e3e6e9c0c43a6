"""The repository of leases."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from amo_pyramid.backends.base.leases import Leases
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.statistics import job_lease

_MINE = (job_lease.c.job == sa.bindparam("name"), job_lease.c.owner == sa.bindparam("mine"))
_END = (
    job_lease.delete()
    .where(
        job_lease.c.job == sa.bindparam("name"),
        sa.or_(
            job_lease.c.owner == sa.bindparam("mine"),
            job_lease.c.until < sa.bindparam("now", type_=job_lease.c.until.type),
        ),
    )
    .returning(job_lease.c.job)
)
_HELD = sa.select(job_lease.c.owner).where(job_lease.c.job == sa.bindparam("name"))
_TAKE = job_lease.insert().returning(job_lease.c.job)
_RELEASE = job_lease.delete().where(*_MINE).returning(job_lease.c.job)


class SqlLeases(Leases):
    """See the contract."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def take(self, job: str, owner: str, now: datetime, until: datetime) -> bool:
        self._run(_END, {"name": job, "mine": owner, "now": now})
        if self._run(_HELD, {"name": job}):
            return False
        self._run(_TAKE, {"job": job, "owner": owner, "until": until})
        return True

    def release(self, job: str, owner: str) -> None:
        self._run(_RELEASE, {"name": job, "mine": owner})
