"""Totals in a file of JSON lines, one for each batch of counts and each reset.

A line is the whole batch, so it is there or it is not. A line without its end, left by a crash, is
cut off by the next writer; readers do not look at it. Writers exclude each other with a lock on
the file, readers wait for nobody.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from amo_pyramid.backends.base.counters import Count, CounterKind, Reset
from amo_pyramid.backends.base.halves import Batch, Snapshot, Totals
from amo_pyramid.backends.memory import MemoryTotals
from amo_pyramid.domain.errors import Unavailable


class JournalTotals(Totals):
    """``path`` is the file; it and the folders above are made. What it holds is kept in memory
    too and read on from where the last reading ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._known = MemoryTotals()
        self._read_to = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            raise Unavailable(f"The counts cannot be kept in {path}.") from error

    def add(self, batch: Batch, *, now: datetime, forget: Collection[str] = ()) -> bool:
        with self._writing() as file:
            probe = self._known.snapshot(CounterKind.VIEWS, 0, 0, 0, batches=[batch.id])
            if probe.applied:
                return False
            self._append(file, _line(batch, now, forget))
            return True

    def snapshot(
        self,
        kind: CounterKind,
        addon_id: int,
        first: int,
        last: int,
        *,
        origin: str = "",
        batches: Collection[str] = (),
    ) -> Snapshot:
        with self._reading():
            return self._known.snapshot(kind, addon_id, first, last, origin=origin, batches=batches)

    def first_day(self, kind: CounterKind, addon_id: int) -> int | None:
        with self._reading():
            return self._known.first_day(kind, addon_id)

    def generation(self, origin: str) -> int:
        with self._reading():
            return self._known.generation(origin)

    def reset_views(self, reset: Reset) -> int:
        first, last = (-(2**31), 2**31 - 1) if reset.day is None else (reset.day, reset.day)
        with self._writing() as file:
            found = self._known.snapshot(CounterKind.VIEWS, reset.addon_id, first, last).series
            line = {"reset": reset.addon_id, "day": reset.day, "at": reset.at.isoformat()}
            self._append(file, json.dumps(line).encode() + b"\n")
        return sum(sum(details.values()) for details in found.values())

    def prune(self, before: datetime, keep: Collection[str]) -> None:
        with self._writing() as file:
            line = {"before": before.isoformat(), "keep": sorted(keep)}
            self._append(file, json.dumps(line).encode() + b"\n")

    def check(self) -> None:
        if not os.access(self._path, os.R_OK | os.W_OK):
            raise Unavailable(f"{self._path} cannot be written.")

    def close(self) -> None:
        """Nothing is held."""

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, _errors(self._path):
            with self._path.open("rb") as file:
                self._catch_up(file)
            yield

    @contextmanager
    def _writing(self) -> Iterator[BinaryIO]:
        with self._lock, _errors(self._path), self._path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._catch_up(file)
            # What a crash has left is half a line.
            file.truncate(self._read_to)
            yield file

    def _append(self, file: BinaryIO, line: bytes) -> None:
        file.seek(self._read_to)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
        self._catch_up(file)

    def _catch_up(self, file: BinaryIO) -> None:
        file.seek(self._read_to)
        new = file.read()
        whole = new[: new.rfind(b"\n") + 1]
        for line in whole.splitlines():
            self._apply(json.loads(line))
        self._read_to += len(whole)

    def _apply(self, line: dict[str, Any]) -> None:
        if "before" in line:
            self._known.prune(datetime.fromisoformat(line["before"]), line["keep"])
            return
        if "reset" in line:
            at = datetime.fromisoformat(line["at"])
            self._known.reset_views(Reset(line["reset"], line["day"], at))
            return
        counts = {
            Count(CounterKind(kind), day, addon_id, detail): number
            for kind, day, addon_id, detail, number in line["counts"]
        }
        began = datetime.fromisoformat(line["began"]) if line["began"] else None
        batch = Batch(line["batch"], line["origin"], line["generation"], counts, began)
        now = datetime.fromisoformat(line["at"])
        self._known.add(batch, now=now, forget=line["forget"])


def _line(batch: Batch, now: datetime, forget: Collection[str]) -> bytes:
    counts = [
        (count.kind.value, count.day, count.addon_id, count.detail, number)
        for count, number in batch.counts.items()
    ]
    line = {
        "batch": batch.id,
        "origin": batch.origin,
        "generation": batch.generation,
        "at": now.isoformat(),
        "began": None if batch.began is None else batch.began.isoformat(),
        "forget": sorted(forget),
        "counts": counts,
    }
    return json.dumps(line).encode() + b"\n"


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"The counts in {path} cannot be used now.") from error
