"""Log lines for programs, and lines that are written together."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
from typing import Any

import orjson

from amo_pyramid.logs import BatchedHandler, JsonFormatter


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


class Stream(io.StringIO):
    """Tells when something is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def write(self, text: str) -> int:
        size = super().write(text)
        self.written.set()
        return size


#: Longer than any test.
LONG = 3600.0


def request_line(message: str, *arguments: Any) -> logging.LogRecord:
    record = logging.LogRecord(
        "amo_pyramid.requests", logging.INFO, "", 0, message, arguments, None
    )
    record.fields = {"status": 200}
    return record


def other_line(message: str) -> logging.LogRecord:
    return logging.LogRecord("amo_pyramid.x", logging.WARNING, "", 0, message, (), None)


def test_a_line_of_a_request_waits_only_for_a_moment():
    stream = Stream()
    BatchedHandler(stream, wait=0.01).handle(request_line("one"))
    assert stream.written.wait(10)
    assert stream.getvalue() == "one\n"


def test_other_lines_are_written_at_once_after_those_that_wait():
    stream = Stream()
    handler = BatchedHandler(stream, wait=LONG)
    handler.handle(request_line("one"))
    assert not stream.getvalue()
    handler.handle(other_line("two"))
    assert stream.getvalue() == "one\ntwo\n"


def test_not_too_many_lines_wait(monkeypatch):
    monkeypatch.setattr("amo_pyramid.logs.MOST", 3)
    stream = Stream()
    handler = BatchedHandler(stream, wait=LONG)
    for message in "abcd":
        handler.handle(request_line(message))
    assert stream.getvalue() == "a\nb\nc\n"


def test_a_line_that_cannot_be_written_costs_only_itself(capsys):
    stream = Stream()
    handler = BatchedHandler(stream, wait=LONG)
    for record in (request_line("one"), request_line("%d", "x"), request_line("three")):
        handler.handle(record)
    handler.flush()
    assert stream.getvalue() == "one\nthree\n"
    assert "Logging error" in capsys.readouterr().err


END = """
import logging, os, sys
from amo_pyramid.logs import BatchedHandler
handler = BatchedHandler(sys.stdout, wait=3600)
log = logging.getLogger("x")
log.addHandler(handler)
log.warning("before")
log.warning("waits", extra={"fields": {}})
if os.fork() == 0:
    log.warning("child", extra={"fields": {}})
    sys.exit()
os.wait()
"""


def test_what_waits_is_written_once_at_the_end_by_the_process_that_it_belongs_to():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", END], capture_output=True, text=True, check=True
    )
    assert sorted(done.stdout.split()) == ["before", "child", "waits"]
