"""From windows of load to one figure and a verdict."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bench.load import Order
from bench.processes import Failed, Generator, Server, Window

#: Share of a core above which the load generator itself is what was measured.
BUSY = 0.95


@dataclass(frozen=True)
class Goal:
    """A bound for the figure, in its unit (``× R``, ``MiB``)."""

    bound: float
    unit: str
    at_most: bool = False

    def met(self, figure: float) -> bool:
        return figure <= self.bound if self.at_most else figure >= self.bound

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.bound:g}"


@dataclass(frozen=True)
class Result:
    """What a job found. ``medians`` and ``samples`` are by side, in the job's own measure.

    A ``verdict`` replaces the comparison with the goal.
    """

    figure: float
    medians: Mapping[str, float] = field(default_factory=dict)
    samples: Mapping[str, Sequence[float]] = field(default_factory=dict)
    notes: Sequence[str] = ()
    verdict: str | None = None


@dataclass(frozen=True)
class Target:
    """Something to measure: where the load goes and what must come back."""

    name: str
    order: Order


def target(
    name: str,
    servers: Sequence[Server],
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Target:
    """Ask every server once and expect the same status and length from then on."""
    length = 0
    for server in servers:
        answer = server.ask(path, headers)
        if answer.status != status:
            raise Failed(
                f"{name}: status {answer.status} instead of {status}: {answer.body[:300]!r}"
            )
        length = len(answer.body)
    ports = [server.port for server in servers]
    return Target(name, Order(ports, [path], status, length, headers=dict(headers or {})))


def in_turn(
    generator: Generator, first: Target, second: Target, *, seconds: float, rounds: int
) -> Result:
    """Load both in turn (A B A B…): the median rate of the first as a multiple of the second's.

    One short window of each goes before and is not counted: caches fill, pools open.
    """
    windows: dict[str, list[Window]] = {first.name: [], second.name: []}
    for one in (first, second):
        generator.run(replace(one.order, seconds=min(1.0, seconds)))
    for _ in range(rounds):
        for one in (first, second):
            windows[one.name].append(generator.run(replace(one.order, seconds=seconds)))
    rates = {name: [window.rate for window in found] for name, found in windows.items()}
    busy = max(statistics.median(window.busy for window in found) for found in windows.values())
    return replace(
        compared(rates, first.name, second.name),
        notes=[_sizes(first, second), f"the load generator used {busy:.0%} of a core"],
        verdict="not measurable: the load generator was the limit" if busy > BUSY else None,
    )


def compared(samples: Mapping[str, Sequence[float]], first: str, second: str) -> Result:
    """The ratio of two medians."""
    medians = {name: statistics.median(values) for name, values in samples.items()}
    return Result(medians[first] / medians[second], medians, samples)


def repeated(sides: Mapping[str, Callable[[], float]], rounds: int) -> Mapping[str, list[float]]:
    """Take one sample of each side in turn, ``rounds`` times."""
    samples: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, sample in sides.items():
            samples[name].append(sample())
    return samples


def _sizes(*targets: Target) -> str:
    return ", ".join(f"{one.name} {one.order.length or 0:,} bytes" for one in targets)


def as_json(result: Result) -> dict[str, Any]:
    """For ``--json``: everything that was measured."""
    return {
        "figure": result.figure,
        "medians": dict(result.medians),
        "samples": {name: list(values) for name, values in result.samples.items()},
        "notes": list(result.notes),
    }
