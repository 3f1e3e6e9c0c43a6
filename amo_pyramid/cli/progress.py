"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from amo_pyramid.operations.reporting import Problem, Report

#: How many records are between two lines where there is no bar; fewer where there are not that
#: many, so that there are about ten lines.
LINE_EVERY, LINES = 10_000, 10
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Shows what its ``report`` counts. Everything goes to stderr."""

    def __init__(
        self, label: str, bar: Any, place: Callable[[], int] | None, length: int = 0
    ) -> None:
        self.report = Report(on_problem=self._tell, on_skip=self._tell, on_read=self._on_read)
        self._label = label
        self._bar = bar
        self._place = place
        self._line_every = min(length // LINES or LINE_EVERY, LINE_EVERY)
        self._started = time.monotonic()

    def finish(self, noun: str) -> None:
        """Say how many there were and how fast it went."""
        seconds = max(time.monotonic() - self._started, 0.001)
        count = self.report.read
        click.echo(
            f"{count:,} {noun} in {seconds:.1f} s, {count / seconds:,.0f} per second.", err=True
        )

    def _on_read(self, count: int) -> None:
        total = self.report.read
        if self._bar is not None:
            self._bar.update(count if self._place is None else self._place() - self._bar.pos)
        elif total // self._line_every > (total - count) // self._line_every:
            click.echo(f"{self._label}: {total:,}", err=True)

    def _tell(self, problem: Problem) -> None:
        click.echo(f"{_CLEAR_LINE if self._bar is not None else ''}{problem}", err=True)


@contextmanager
def progress(
    label: str, length: int = 0, place: Callable[[], int] | None = None
) -> Iterator[Progress]:
    """Show the progress of a command towards ``length`` (0: unknown), by what the report reads,
    or by ``place``, which tells how far it is, where that is another unit."""
    if not (length and sys.stderr.isatty()):
        yield Progress(label, None, place, 0 if place else length)
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield Progress(label, bar, place)
