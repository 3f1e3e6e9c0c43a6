"""The whole catalogue as JSON Lines and back: backup, move to another database, test states.

The format is documented in ``docs/dump-format.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import IO, Any, NamedTuple, TypeAlias, cast

import orjson

from amo_pyramid.backends.base.catalogue import CatalogueSession, Outcome, Record, RecordKind
from amo_pyramid.backends.base.ledger import Entry, LedgerKind
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.operations.records import decode_line, encode_entry, encode_record
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.storing import OpenUnit, batches, store_batch

#: Grows when a reader of the old format could not read the new one.
FORMAT = 1
#: Records written at once, and stored in a unit of work.
BATCH = 500
_MARK = "amo_pyramid"

#: Opens a session that only reads and closes it on leaving.
OpenSession: TypeAlias = Callable[[], AbstractContextManager[CatalogueSession]]


class _Line(NamedTuple):
    number: int
    kind: RecordKind | LedgerKind
    found: Record | Entry


def dump(open_session: OpenSession, stream: IO[bytes], report: Report | None = None) -> None:
    """Write every record and entry, in an order in which they can be loaded, in bounded memory.

    The first line tells the format and how many records of each kind follow; ``report.read``
    counts the records written.
    """
    report = report or Report()
    with open_session() as session:
        counts = {kind.value: number for kind, number in stored_counts(session).items()}
        stream.write(_line({_MARK: "dump", "format": FORMAT, "counts": counts}))
        for kind in RecordKind:
            for records in batches(session.every(kind), BATCH):
                stream.write(b"".join(_line(encode_record(record)) for record in records))
                report.has_read(len(records))
        for ledger in LedgerKind:
            for entries in _portions(session, ledger):
                stream.write(b"".join(_line(encode_entry(ledger, each)) for each in entries))
                report.has_read(len(entries))


def stored_counts(session: CatalogueSession) -> dict[RecordKind | LedgerKind, int]:
    """How much there is to dump, by kind, in the order of the file."""
    return {
        **{kind: session.count(kind) for kind in RecordKind},
        **{kind: session.count_entries(kind) for kind in LedgerKind},
    }


def _portions(session: CatalogueSession, kind: LedgerKind) -> Iterator[Sequence[Entry]]:
    after: Entry | None = None
    while entries := session.entries(kind, after=after, limit=BATCH):
        yield entries
        after = entries[-1]


def load(lines: Iterable[bytes], open_unit: OpenUnit, report: Report) -> None:
    """Store the records of a dump, each batch in a unit of work of its own.

    A line that cannot be read or stored is reported with its number and reason and left out;
    everything else is kept. Records that are stored already are overwritten, whole. Raises
    ``Invalid`` when the first line is not the header of a dump that this code can read.
    """
    numbered = enumerate(lines, start=1)
    expected = _read_header(next(numbered, (1, b""))[1])
    for batch in batches(_records(numbered, report), BATCH):
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


def _store(session: CatalogueSession, lines: Sequence[_Line]) -> Outcome:
    records = [line.found for line in lines if isinstance(line.kind, RecordKind)]
    outcome = session.put(cast(Sequence[Record], records)) if records else Outcome()
    for kind in LedgerKind:
        entries = [cast(Entry, line.found) for line in lines if line.kind is kind]
        if entries:
            outcome += session.put_entries(kind, entries)
    return outcome


def _position(line: _Line) -> str:
    return f"line {line.number}"
