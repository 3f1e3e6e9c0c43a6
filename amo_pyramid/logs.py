"""Log lines for programs, and lines that are written together.

In an ini file: ``class = amo_pyramid.logs.JsonFormatter`` for a formatter, and
``class = amo_pyramid.logs.BatchedHandler`` for a handler.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, TextIO

import orjson

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
#: When something happened, in seconds since 1970, and what there is to say of it.
Event = tuple[float, Mapping[str, Any]]


@dataclass(frozen=True)
class EventKind:
    """Events that are logged alike and many at a time, at level ``INFO``.

    People get ``message``, with fields of the event in it as ``%(name)s``; programs get ``title``
    and the fields.
    """

    logger: logging.Logger
    title: str
    message: str

    def log(self, events: Sequence[Event]) -> None:
        """Tell the handlers of the logger."""
        logger = self.logger
        if not logger.isEnabledFor(logging.INFO):
            return
        if logger.filters:
            events = [event for event in events if logger.filter(self.record(event))]
        for handler in _handlers(logger):
            if isinstance(handler, BatchedHandler) and not handler.filters:
                handler.handle_events(self, events)
            else:
                for event in events:
                    handler.handle(self.record(event))

    def record(self, event: Event) -> logging.LogRecord:
        """What Python's ``logging`` makes of an event; ``fields`` are those of the event."""
        at, fields = event
        record = logging.LogRecord(
            self.logger.name, logging.INFO, __file__, 0, self.message, (fields,), None
        )
        record.created, record.msecs = at, (at - int(at)) * 1000
        record.event, record.fields = self, fields
        return record


def _handlers(logger: logging.Logger | None) -> Iterator[logging.Handler]:
    """Those that get what is logged there."""
    while logger is not None:
        yield from (each for each in logger.handlers if each.level <= logging.INFO)
        logger = logger.parent if logger.propagate else None


class JsonFormatter(logging.Formatter):
    """Time, level, logger and message; the fields of an event; a traceback.

    Of its own, because a library's takes four times as long (docs/decisions/0013).
    """

    def format(self, record: logging.LogRecord) -> str:
        kind = getattr(record, "event", None)
        if isinstance(kind, EventKind):
            return self.format_event(kind, (record.created, record.__dict__["fields"]))
        line: dict[str, Any] = {
            "time": _utc(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return _encoded(line)

    def format_event(self, kind: EventKind, event: Event) -> str:
        """The line of an event."""
        at, fields = event
        return _encoded(
            {
                "time": _utc(at),
                "level": "INFO",
                "logger": kind.logger.name,
                "message": kind.title,
                **fields,
            }
        )


def _utc(at: float) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)


def _encoded(line: Mapping[str, Any]) -> str:
    return orjson.dumps(line, default=str, option=OPTIONS).decode()


class BatchedHandler(logging.StreamHandler):
    """Writes the lines of events that come together at once."""

    # Python 3.10 cannot say StreamHandler[TextIO].
    stream: TextIO

    def handle_events(self, kind: EventKind, events: Sequence[Event]) -> None:
        """Write a line for each. One that cannot be written costs only itself."""
        lines = [line for event in events if (line := self._line(kind, event))]
        self.acquire()
        try:
            self.stream.write("".join(lines))
            self.flush()
        except Exception:
            self.handleError(kind.record(events[-1]))
        finally:
            self.release()

    def _line(self, kind: EventKind, event: Event) -> str:
        formatter = self.formatter
        try:
            if isinstance(formatter, JsonFormatter):
                return formatter.format_event(kind, event) + self.terminator
            return self.format(kind.record(event)) + self.terminator
        except Exception:
            self.handleError(kind.record(event))
            return ""
