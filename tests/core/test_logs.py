"""Log lines for programs."""

from __future__ import annotations

import logging
import sys
from typing import Any

import orjson

from amo_pyramid.logs import JsonFormatter


def written(message: str, *arguments: Any, **fields: Any) -> dict[str, Any]:
    record = logging.LogRecord("amo_pyramid.x", logging.ERROR, "", 0, message, arguments, None)
    vars(record).update(fields)
    line: dict[str, Any] = orjson.loads(JsonFormatter().format(record))
    return line


def test_a_line_tells_when_who_and_what():
    line = written("%d of %s", 3, "them", created=0.25)
    assert line == {
        "time": "1970-01-01T00:00:00.250000Z",
        "level": "ERROR",
        "logger": "amo_pyramid.x",
        "message": "3 of them",
    }


def test_it_stays_one_line_and_one_object_whatever_is_in_it():
    line = written("a\nb", fields={"odd": {1: object}, "lone": "x"})
    assert line["message"] == "a\nb"
    assert line["lone"] == "x"
    assert "\n" not in JsonFormatter().format(
        logging.LogRecord("x", logging.INFO, "", 0, "a\nb", (), None)
    )


def test_an_exception_comes_with_its_traceback():
    try:
        raise ValueError("bad")
    except ValueError:
        line = written("it failed", exc_info=sys.exc_info(), stack_info="Stack (most recent)")
    assert "ValueError: bad" in line["traceback"]
    assert line["stack"].startswith("Stack")
