"""What the measured machine has, and what a process of it holds. Standard library only."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path


def cores() -> tuple[int, ...]:
    """The cores this process may use; empty where the platform cannot bind a process."""
    if not hasattr(os, "sched_getaffinity"):
        return ()
    return tuple(sorted(os.sched_getaffinity(0)))


def bind(wanted: Collection[int]) -> None:
    """Keep the calling process on the ``wanted`` cores; no cores mean: leave it free."""
    if wanted:
        os.sched_setaffinity(0, wanted)


def memory(pid: int) -> int:
    """Bytes of real memory the process holds now. Raises ``OSError`` when it is gone."""
    return _status(pid, "VmRSS")


def peak_memory(pid: int) -> int:
    """The most real memory the process has held since its program started, in bytes."""
    return _status(pid, "VmHWM")


def _status(pid: int, key: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == key:
            return int(value.split()[0]) * 1024
    raise ProcessLookupError(f"process {pid} has ended")
