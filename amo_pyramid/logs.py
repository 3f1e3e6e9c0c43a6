"""Log lines for programs, and lines that are written together.

In an ini file: ``class = amo_pyramid.logs.JsonFormatter`` for a formatter, and
``class = amo_pyramid.logs.BatchedHandler`` for a handler.
"""

from __future__ import annotations

import logging
import os
import threading
import weakref
from datetime import datetime, timezone
from functools import partial
from typing import Any, TextIO

import orjson

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
#: Seconds that a line waits for others, and how many wait at most.
WAIT, MOST = 0.2, 1000


class JsonFormatter(logging.Formatter):
    """Time, level, logger and message; the ``fields`` that a record may have; a traceback.

    Of its own, because a library's takes four times as long (docs/decisions/0013).
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return orjson.dumps(line, default=str, option=OPTIONS).decode()


class BatchedHandler(logging.StreamHandler[TextIO]):
    """Writes the lines of requests together, away from the requests.

    A line waits for others for ``wait`` seconds. What is no line of a request is written at once,
    after those that wait, and all is written at the end of the process; a process that is killed
    loses what waits.
    """

    def __init__(self, stream: TextIO | None = None, wait: float = WAIT) -> None:
        super().__init__(stream)
        self._wait = wait
        self._waiting: list[logging.LogRecord] = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=partial(_forget, weakref.ref(self)))

    def emit(self, record: logging.LogRecord) -> None:
        """Called with the lock of the handler."""
        self._waiting.append(record)
        if not hasattr(record, "fields") or len(self._waiting) >= MOST:
            self.flush()
        elif len(self._waiting) == 1:
            timer = threading.Timer(self._wait, self.flush)
            timer.daemon = True
            timer.start()

    def flush(self) -> None:
        """Write what waits."""
        self.acquire()
        try:
            records, self._waiting = self._waiting, []
            lines = [self._line(record) for record in records]
            self._write("".join(lines), records)
        finally:
            self.release()

    def _write(self, text: str, records: list[logging.LogRecord]) -> None:
        if not records:
            return super().flush()
        try:
            self.stream.write(text)
            super().flush()
        except Exception:
            self.handleError(records[-1])

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record) + self.terminator
        except Exception:
            self.handleError(record)
            return ""


def _forget(reference: weakref.ref[BatchedHandler]) -> None:
    """In a forked process: what waits is written by its parent."""
    handler = reference()
    if handler is not None:
        handler._waiting = []
