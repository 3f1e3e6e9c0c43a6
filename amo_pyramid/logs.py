"""Log lines for programs: one JSON object each (``class = amo_pyramid.logs.JsonFormatter``)."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from typing import Any

import orjson

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class JsonFormatter(logging.Formatter):
    """Time, level, logger and message; the ``fields`` that a record may have; a traceback.

    Of its own, because a library's takes as long for a line as the service for a request.
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
