"""Processes that stand still at one of their steps, to be killed there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def stand_still(step: str) -> None:
    """In such a process: say that the step is reached, and wait until the input ends."""
    sys.stdout.write(f"{step}\n")
    sys.stdout.flush()
    sys.stdin.read()


@contextmanager
def standing(module: ModuleType, *arguments: str, at: str) -> Iterator[subprocess.Popen[bytes]]:
    """The module run with these arguments, once it stands still at that step."""
    command = [sys.executable, "-m", module.__name__, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().decode().strip() == at
        yield process
