"""Leases: what only one process of a site may do at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime


class Leases(ABC):
    """Leases by the name of a job. They end by themselves, so a holder that dies blocks nobody
    for longer."""

    @abstractmethod
    def take(self, job: str, owner: str, now: datetime, until: datetime) -> bool:
        """Whether ``owner`` has the job until then: nobody else had it, or only until before
        ``now``. Taking it again makes it last longer. Raises ``Conflict`` when somebody else
        takes it at this moment."""

    @abstractmethod
    def release(self, job: str, owner: str) -> None:
        """Let others take the job, if it is still the owner's."""
