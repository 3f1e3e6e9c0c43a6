"""Counts the facts of the contract that tests prove.

The contract numbers its facts per file (``catalog-27``); a test that proves one carries the
marker ``fact``. This command collects the tests without running them and prints one line per
file, ``catalog 201/354``. A test that is skipped, expected to fail or deselected proves nothing.
A marker with a number that the contract does not have is an error.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOTALS = ROOT / "tests" / "contract_totals.json"
#: The contract's own text, kept outside of this repository; the totals do without it.
CONTRACT = ROOT.parent / "shared" / "contract"

TABLE_HEADING = re.compile(r"^(#+) .*behaviour table", re.IGNORECASE)
HEADING = re.compile(r"^(#+) +(.+)$")
SECTION_ROW = re.compile(r"^(?:\|\s*\|\s*)?\*\*(.+?)\*\*")
FACT_ROW = re.compile(r"^\| *(\d+[a-z]?) *\|")

Sections = dict[str, list[str]]


@dataclass
class Collected:
    """What the markers of the collected tests say: fact → names of the tests."""

    proved: dict[str, list[str]] = field(default_factory=dict)
    skipped: dict[str, list[str]] = field(default_factory=dict)


class Collector:
    """A pytest plugin that reads the markers of every test that would run."""

    def __init__(self) -> None:
        self.collected = Collected()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            facts = self.collected.skipped if proves_nothing(item) else self.collected.proved
            for name in fact_names(item):
                facts.setdefault(name, []).append(item.nodeid)


def fact_names(item: pytest.Item) -> Iterator[str]:
    """The facts a test is marked with, its class's and module's included."""
    for marker in item.iter_markers("fact"):
        yield from (str(name) for name in marker.args)


def proves_nothing(item: pytest.Item) -> bool:
    """Whether the test is known before it runs to be skipped, or is expected to fail."""
    if any(True for _ in item.iter_markers("skip")) or any(
        True for _ in item.iter_markers("xfail")
    ):
        return True
    return any(any(marker.args) for marker in item.iter_markers("skipif"))


def collect(tests: Path, arguments: Sequence[str] = ()) -> Collected:
    """Collect the tests below a folder; raise ``SystemExit`` with pytest's words on an error."""
    collector = Collector()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pytest.main(["--collect-only", "-q", str(tests), *arguments], plugins=[collector])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"{output.getvalue()}The tests cannot be collected.")
    return collector.collected


def known_facts(totals: Path = TOTALS) -> dict[str, list[str]]:
    """The numbers of all facts per file of the contract, in order."""
    entries = json.loads(totals.read_text(encoding="utf-8"))
    return {
        name: [str(number) for number in range(1, entry["last"] + 1)] + entry.get("extra", [])
        for name, entry in entries.items()
    }


def read_sections(text: str) -> Sections:
    """The numbers of the facts under each heading of a file's behaviour table."""
    sections: Sections = {}
    level, title = 0, ""
    for line in text.splitlines():
        if start := TABLE_HEADING.match(line):
            level = len(start[1])
        elif level and (heading := HEADING.match(line)):
            level = level if len(heading[1]) > level else 0
            title = heading[2]
        elif level and (row := SECTION_ROW.match(line)):
            title = row[1]
        elif level and (fact := FACT_ROW.match(line)):
            sections.setdefault(title, []).append(fact[1])
    return sections


def unknown_facts(collected: Collected, known: Mapping[str, Iterable[str]]) -> list[str]:
    """One line for each marker whose fact the contract does not have."""
    names = {f"{file}-{number}" for file, numbers in known.items() for number in numbers}
    marked = collected.proved | collected.skipped
    return [f"{name}: {marked[name][0]}" for name in sorted(set(marked) - names)]


def as_ranges(numbers: Sequence[str], order: Sequence[str]) -> str:
    """``1-3, 7``: numbers as ranges of what stands next to each other in ``order``."""
    places = {number: place for place, number in enumerate(order)}
    runs: list[list[str]] = []
    for number in sorted(numbers, key=places.__getitem__):
        if runs and places[number] == places[runs[-1][-1]] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def uncovered_lines(name: str, numbers: Sequence[str], proved: Iterable[str]) -> Iterator[str]:
    """The facts of a file that no test proves: a line per section, where the sections are known."""
    path = CONTRACT / f"{name}.md"
    sections = read_sections(path.read_text(encoding="utf-8")) if path.exists() else {"": numbers}
    for title, all_facts in sections.items():
        missing = [number for number in all_facts if f"{name}-{number}" not in proved]
        if missing:
            yield f"  {title}: {as_ranges(missing, all_facts)}".replace("  : ", "  ")


def report(
    collected: Collected, known: Mapping[str, Sequence[str]], verbose: bool
) -> Iterator[str]:
    """The lines to print."""
    for name, numbers in known.items():
        covered = sum(f"{name}-{number}" in collected.proved for number in numbers)
        yield f"{name} {covered}/{len(numbers)}"
        if verbose:
            yield from uncovered_lines(name, numbers, collected.proved)
    only_skipped = sorted(set(collected.skipped) - set(collected.proved))
    if only_skipped:
        yield "Not counted, because all their tests are skipped or expected to fail:"
        yield from (f"  {name}: {collected.skipped[name][0]}" for name in only_skipped)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 1 when a marker names a fact that the contract does not have."""
    parser = argparse.ArgumentParser(description="Count the facts of the contract that tests prove")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="list the facts without a test"
    )
    parser.add_argument(
        "tests", nargs="?", type=Path, default=ROOT / "tests", help="folder of tests"
    )
    options = parser.parse_args(arguments)
    known = known_facts()
    collected = collect(options.tests)
    print(*report(collected, known, options.verbose), sep="\n")
    unknown = unknown_facts(collected, known)
    if unknown:
        print("The contract has no such facts:", *unknown, sep="\n  ", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    raise SystemExit(main())
