"""Doing something again and again in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Ticker:
    """Calls ``action`` every ``interval()`` seconds and whenever it is woken.

    ``action`` does not raise. The thread does not keep the process alive.
    """

    def __init__(self, name: str, interval: Callable[[], float], action: Callable[[], None]):
        self._name = name
        self._interval = interval
        self._action = action
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    def start(self) -> None:
        """Begin; in a forked process, where threads do not go along, begin again."""
        self._woken = threading.Event()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Call the action soon."""
        self._woken.set()

    def stop(self) -> None:
        """End, after the action that is running. Without effect when there is no thread."""
        self._is_stopping = True
        self._woken.set()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join()
        self._thread = None

    def _run(self) -> None:
        while True:
            self._woken.wait(self._interval())
            self._woken.clear()
            if self._is_stopping:
                return
            self._action()
