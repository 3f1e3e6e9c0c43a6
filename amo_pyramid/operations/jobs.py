"""Jobs that one process of a site does at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from amo_pyramid.domain.errors import Conflict
from amo_pyramid.operations.storing import OpenUnit

#: How long a job is kept from others when whoever does it is gone.
LEASE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that is ours; :meth:`renew` makes it stay so for another hour."""

    renew: Callable[[], None]


@contextmanager
def alone(job: str, open_unit: OpenUnit, now: Callable[[], datetime]) -> Iterator[Lease]:
    """Within the block nobody else does the job. A job that takes longer than an hour renews
    its lease meanwhile.

    Raises ``Conflict`` when somebody else is at it, on entering or on renewing.
    """
    owner = uuid4().hex

    def take() -> None:
        start = now()
        with open_unit() as session:
            if not session.leases.take(job, owner, start, start + LEASE):
                raise Conflict(f"Somebody else is at it already: {job}.")

    take()
    try:
        yield Lease(take)
    finally:
        with open_unit() as session:
            session.leases.release(job, owner)
