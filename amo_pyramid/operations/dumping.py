"""The whole catalogue as JSON Lines and back: backup, move to another database, test states.

The format is documented in ``docs/dump-format.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import IO, Any, NamedTuple, TypeAlias, cast

import orjson

from amo_pyramid.backends.base.catalogue import CatalogueSession, Outcome, Record, RecordKind
from amo_pyramid.backends.base.ledger import Entry, LedgerKind
from amo_pyramid.backends.base.tables import Row
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.operations.records import (
    TABLE,
    LineKind,
    TableName,
    decode_line,
    encode_entry,
    encode_record,
    encode_row,
)
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.storing import OpenUnit, batches, store_batch

#: Grows when a reader of the old format could not read the new one.
FORMAT = 1
#: Records written at once, and stored in a unit of work.
BATCH = 500
_MARK = "amo_pyramid"
#: The column of a plugin's table that says which add-on a row is of.
ADDON = "addon_id"

#: Opens a session that only reads and closes it on leaving.
OpenSession: TypeAlias = Callable[[], AbstractContextManager[CatalogueSession]]


class _Line(NamedTuple):
    number: int
    kind: LineKind
    found: Record | Entry | Row


def dump(open_session: OpenSession, stream: IO[bytes], report: Report | None = None) -> None:
    """Write every record, entry and row, in an order in which they can be loaded, in bounded
    memory.

    The first line tells the format and how many of each kind follow; ``report.read`` counts what
    is written.
    """
    report = report or Report()
    with open_session() as session:
        counts = stored_counts(session)
        stream.write(_line({_MARK: "dump", "format": FORMAT, "counts": counts}))
        for batch in _written(session):
            stream.write(b"".join(map(_line, batch)))
            report.has_read(len(batch))


def stored_counts(session: CatalogueSession) -> dict[str, int]:
    """How much there is to dump, by kind, in the order of the file."""
    tables = session.tables
    return {
        **{kind.value: session.count(kind) for kind in RecordKind},
        **{kind.value: session.count_entries(kind) for kind in LedgerKind},
        **{f"{TABLE}{name}": tables.count(name) for name in tables.names},
    }


def _written(session: CatalogueSession) -> Iterator[list[dict[str, Any]]]:
    for kind in RecordKind:
        for records in batches(session.every(kind), BATCH):
            yield [encode_record(each) for each in records]
    for ledger in LedgerKind:
        for entries in _portions(session, ledger):
            yield [encode_entry(ledger, each) for each in entries]
    for name in session.tables.names:
        for rows in session.tables.portions(name, BATCH):
            yield [encode_row(name, each) for each in rows]


def _portions(session: CatalogueSession, kind: LedgerKind) -> Iterator[Sequence[Entry]]:
    after: Entry | None = None
    while entries := session.entries(kind, after=after, limit=BATCH):
        yield entries
        after = entries[-1]


def load(lines: Iterable[bytes], open_unit: OpenUnit, report: Report) -> None:
    """Store what a dump holds, each batch in a unit of work of its own.

    A line that cannot be read or stored is reported with its number and reason and left out;
    everything else is kept. What is stored already is overwritten, whole. Raises ``Invalid`` when
    the first line is not the header of a dump that this code can read.
    """
    numbered = enumerate(lines, start=1)
    expected = _read_header(next(numbered, (1, b""))[1])
    with open_unit() as session:
        tables = session.tables.names
    found = _of_tables(tables, _records(numbered, report), report)
    for batch in batches(found, BATCH):
        store_batch(batch, _store, _position, open_unit, report)
        report.has_read(len(batch))
    if report.read != expected:
        text = f"the header announces {expected} records, but {report.read} lines follow"
        report.problem("end", f"{text}: the dump is not complete")


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _read_header(line: bytes) -> int:
    """How many records the header announces."""
    try:
        header = orjson.loads(line)
        counts = list(header["counts"].values())
        is_dump = header[_MARK] == "dump" and all(type(count) is int for count in counts)
    except (ValueError, KeyError, TypeError, AttributeError):
        is_dump = False
    if not is_dump:
        raise Invalid("line 1: this is not a dump of amo_pyramid")
    if header.get("format") != FORMAT:
        raise Invalid(f"line 1: format {header.get('format')} cannot be read, only {FORMAT}")
    return sum(counts)


def _records(numbered: Iterator[tuple[int, bytes]], report: Report) -> Iterator[_Line]:
    for number, line in numbered:
        try:
            kind, found = decode_line(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            report.problem(f"line {number}", f"not JSON at column {error.colno}: {error.msg}")
            report.has_read(1)
        except Invalid as refusal:
            report.problem(f"line {number}", refusal.message)
            report.has_read(1)
        else:
            yield _Line(number, kind, found)


def _of_tables(known: Collection[str], lines: Iterable[_Line], report: Report) -> Iterator[_Line]:
    """Without the rows of tables that nobody knows; each of these is told of once."""
    told = set()
    for line in lines:
        if not isinstance(line.kind, TableName) or line.kind in known:
            yield line
            continue
        report.has_read(1)
        if line.kind not in told:
            told.add(line.kind)
            text = f"no plugin in use has a table {line.kind}: its rows are left out"
            report.problem(_position(line), text)


def _store(session: CatalogueSession, lines: Sequence[_Line]) -> Outcome:
    records = [line.found for line in lines if isinstance(line.kind, RecordKind)]
    outcome = session.put(cast(Sequence[Record], records)) if records else Outcome()
    for kind in LedgerKind:
        entries = [cast(Entry, line.found) for line in lines if line.kind is kind]
        if entries:
            outcome += session.put_entries(kind, entries)
    rows_of: dict[TableName, list[Row]] = {}
    for line in lines:
        if isinstance(line.kind, TableName):
            rows_of.setdefault(line.kind, []).append(cast(Row, line.found))
    for name, rows in rows_of.items():
        stored = session.tables.put(name, rows)
        if stored.added or stored.changed:
            # What their add-ons show may be made of them.
            session.touch({row[ADDON] for row in rows if type(row.get(ADDON)) is int})
        outcome += stored
    return outcome


def _position(line: _Line) -> str:
    return f"line {line.number}"
