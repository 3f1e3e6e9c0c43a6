"""Log lines for programs, and lines that are written together."""

from __future__ import annotations

import io
import logging
import sys
from contextlib import contextmanager
from typing import Any

import orjson
import pytest

from amo_pyramid.logs import BatchedHandler, EventKind, JsonFormatter


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
    assert written("a\nb")["message"] == "a\nb"
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


KIND = EventKind(logging.getLogger("tests.events"), "thing", "%(name)s is %(size)d")
EVENTS = [(0.25, {"name": name, "size": 1}) for name in "ab"]


class Stream(io.StringIO):
    """Counts how often something is written."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0

    def write(self, text: str) -> int:
        self.writes += 1
        return super().write(text)


class Records(logging.Handler):
    """A handler that knows nothing of events."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def stream():
    """What a batched handler writes that is the logger's only one."""
    stream = Stream()
    with handling(BatchedHandler(stream)):
        yield stream


@contextmanager
def handling(handler: logging.Handler):
    logger = KIND.logger
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
        logger.setLevel(logging.NOTSET)


def test_events_that_come_together_are_written_at_once(stream):
    KIND.log(EVENTS)
    assert stream.getvalue() == "a is 1\nb is 1\n"
    assert stream.writes == 1


def test_programs_get_the_fields_of_an_event(stream):
    KIND.logger.handlers[0].setFormatter(JsonFormatter())
    KIND.log([(0.25, {"name": "a", "size": 1, "odd": {1: object}})])
    line = orjson.loads(stream.getvalue())
    assert line.pop("odd")["1"]
    assert line == {
        "time": "1970-01-01T00:00:00.250000Z",
        "level": "INFO",
        "logger": "tests.events",
        "message": "thing",
        "name": "a",
        "size": 1,
    }


def test_other_lines_are_written_as_ever(stream):
    KIND.logger.warning("something else")
    assert stream.getvalue() == "something else\n"


def test_any_handler_and_any_formatter_will_do():
    with handling(Records()) as handler:
        KIND.log(EVENTS)
    assert [record.getMessage() for record in handler.records] == ["a is 1", "b is 1"]
    assert [record.created for record in handler.records] == [0.25, 0.25]
    assert orjson.loads(JsonFormatter().format(handler.records[0]))["name"] == "a"


@pytest.mark.parametrize("filtered", ["logger", "handler"])
def test_filters_see_each_event(stream, filtered):
    owner = KIND.logger if filtered == "logger" else KIND.logger.handlers[0]

    def without_a(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("a")

    owner.addFilter(without_a)
    try:
        KIND.log(EVENTS)
    finally:
        owner.removeFilter(without_a)
    assert stream.getvalue() == "b is 1\n"


@pytest.mark.parametrize("silent", ["logger", "handler"])
def test_a_level_that_is_too_high_is_respected(stream, silent):
    owner = KIND.logger if silent == "logger" else KIND.logger.handlers[0]
    owner.setLevel(logging.WARNING)
    KIND.log(EVENTS)
    assert not stream.getvalue()


def test_a_line_that_cannot_be_written_costs_only_itself(stream, capsys):
    class Choosy(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            if "odd" in record.getMessage():
                raise ValueError("odd")
            return super().format(record)

    KIND.logger.handlers[0].setFormatter(Choosy())
    KIND.log([EVENTS[0], (0.25, {"name": "odd", "size": 1}), EVENTS[1]])
    assert stream.getvalue() == "a is 1\nb is 1\n"
    assert "Logging error" in capsys.readouterr().err


def test_a_stream_that_fails_costs_no_more_than_the_lines(capsys):
    broken = Stream()
    broken.close()
    with handling(BatchedHandler(broken)):
        KIND.log(EVENTS)
    assert "Logging error" in capsys.readouterr().err
