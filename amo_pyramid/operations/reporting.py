"""How long-running operations tell what they do, whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from amo_pyramid.backends.base.catalogue import Outcome


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out: where it stands in the input, and why it cannot be used."""

    position: str
    reason: str

    def __str__(self) -> str:
        return f"{self.position}: {self.reason}"


def _ignore(_: object) -> None:
    """For who does not want to know."""


@dataclass(slots=True)
class Report:
    """What was done so far. ``outcome`` counts records, ``read`` counts what the input held
    (lines of a dump, add-ons or versions of an import), ``refused`` those left out of it."""

    on_problem: Callable[[Problem], None] = _ignore
    on_skip: Callable[[Problem], None] = _ignore
    on_read: Callable[[int], None] = _ignore
    outcome: Outcome = field(default_factory=Outcome)
    read: int = 0
    refused: int = 0

    def problem(self, position: str, reason: str) -> None:
        """Something of the input could not be used."""
        self.refused += 1
        self.on_problem(Problem(position, reason))

    def skip(self, position: str, reason: str) -> None:
        """Something of the input was never meant to be used."""
        self.on_skip(Problem(position, reason))

    def has_read(self, count: int) -> None:
        """``count`` more of the input are done with, used or refused."""
        self.read += count
        self.on_read(count)
