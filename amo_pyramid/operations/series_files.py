"""Series of numbers from CSV files: a row for an add-on and a day (docs/statistics.md)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from amo_pyramid.backends.base.catalogue import CatalogueSession, Outcome
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import EPOCH, day_of
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.storing import OpenUnit, batches, store_batch

#: Rows that are stored in one unit of work.
BATCH = 500
DATE = "date"
#: Columns that name the add-on, the surest first: the first one that a file has is used.
NAMES = ("guid", "slug", "id", "addon_id")
#: Columns with a number, and what it is of.
NUMBERS: Mapping[str, StatModel] = {
    **{model.value: model for model in StatModel},
    "average_daily_users": StatModel.UPDATES,
    "users": StatModel.UPDATES,
    "downloads": StatModel.DOWNLOADS,
}
#: A number whose model another column, or whoever imports, tells.
COUNT, MODEL = "count", "model_name"

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(slots=True)
class SeriesImport:
    """An import of any number of files. ``model`` is what columns ``count`` are of, where the
    file does not say so itself.

    What it has done: data points stored, how many of them straight into the archive, the first
    day that any of them is of, and rows left out because their add-on is not in the catalogue.
    """

    model: StatModel | None = None
    points: int = 0
    archived: int = 0
    strangers: int = 0
    first: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """``points`` are those of no add-on yet (0)."""

    line: int
    addon: str
    points: tuple[DataPoint, ...]


@dataclass(slots=True)
class _Columns:
    """Which columns a file has, by their places."""

    date: int
    addon: int
    name: str
    numbers: Mapping[int, StatModel]
    count: int | None = None
    model: int | None = None

    @classmethod
    def of(cls, header: Sequence[str], model: StatModel | None) -> _Columns:
        """Raises ``Invalid`` when something is missing."""
        places = {name.strip().lower(): place for place, name in enumerate(header)}
        name = next((name for name in NAMES if name in places), None)
        if DATE not in places or name is None:
            raise Invalid(f"line 1: there must be a column {DATE} and one of {', '.join(NAMES)}")
        numbers = {places[each]: of for each, of in NUMBERS.items() if each in places}
        count = places.get(COUNT)
        if count is not None and model is not None:
            numbers[count], count = model, None
        if count is not None and MODEL not in places:
            raise Invalid(f"line 1: of what {COUNT} is must be told by a column {MODEL} or --model")
        if not numbers and count is None:
            told = ", ".join((*NUMBERS, COUNT))
            raise Invalid(f"line 1: there is no column with a number: one of {told}")
        return cls(places[DATE], places[name], name, numbers, count, places.get(MODEL))


def import_series(
    lines: Iterable[str],
    open_unit: OpenUnit,
    report: Report,
    now: Callable[[], datetime],
    done: SeriesImport,
) -> None:
    """Store the numbers of a CSV file as live data points, in place of those that there are;
    of days that have been archived, in the archive.

    Importing a file again changes nothing. Rows that cannot be used are reported and left out.
    Raises ``Invalid`` when the header is not one of such a file, ``Unavailable``.
    """
    rows = csv.reader(lines)
    columns = _Columns.of(_next(rows) or (), done.model)
    run = _Run(open_unit, report, columns.name, done)
    today = day_of(now())
    for batch in batches(_rows(rows, columns, today, report), BATCH):
        run.store(batch)
        report.has_read(len(batch))


def _next(rows: Iterator[list[str]]) -> list[str] | None:
    """The next row. Raises ``Invalid`` for what is no text in UTF-8 or no CSV."""
    try:
        return next(rows, None)
    except UnicodeDecodeError as error:
        raise Invalid(f"the file is not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise Invalid(f"the file is not CSV: {error}") from error


def _rows(
    rows: Iterator[list[str]], columns: _Columns, today: int, report: Report
) -> Iterator[_Row]:
    number = 1
    while (cells := _next(rows)) is not None:
        number += 1
        if not any(cells):
            continue
        try:
            row = _row(number, cells, columns, today)
        except Invalid as refusal:
            report.problem(f"row {number}", refusal.message)
            report.has_read(1)
            continue
        if not row.points:
            report.skip(f"row {number}", "there is no number")
        yield row


def _row(number: int, cells: Sequence[str], columns: _Columns, today: int) -> _Row:
    def cell(place: int) -> str:
        return cells[place].strip() if place < len(cells) else ""

    day = _day(cell(columns.date), today)
    numbers = dict(columns.numbers)
    if columns.count is not None and columns.model is not None:
        told = cell(columns.model)
        model = StatModel.named(told)
        if model is None:
            raise Invalid(f"{told!r} is not what data points are of")
        numbers[columns.count] = model
    points = tuple(
        DataPoint(addon_id=0, model=model, day=day, count=_number(cell(place)))
        for place, model in numbers.items()
        if cell(place)
    )
    return _Row(number, cell(columns.addon), points)


def _day(text: str, today: int) -> int:
    try:
        day = (date.fromisoformat(text) - EPOCH).days if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid(f"{text!r} is not a date like 2021-01-31")
    if day > today:
        raise Invalid(f"{text} is in the future")
    return day


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Invalid(f"{text!r} is not a whole number")
    return int(text)


@dataclass(slots=True)
class _Run:
    """Stores rows whose add-ons are named by ``name``."""

    open_unit: OpenUnit
    report: Report
    name: str
    done: SeriesImport
    _ids: dict[str, int | None] = field(default_factory=dict)
    _is_archived: dict[tuple[StatModel, int], bool] = field(default_factory=dict)

    def store(self, rows: Sequence[_Row]) -> None:
        with self.open_unit() as session:
            self._look_up(session, {row.addon for row in rows} - self._ids.keys())
        known = [row for row in rows if self._ids[row.addon] is not None]
        self.done.strangers += len(rows) - len(known)
        store_batch(known, self._put, lambda row: f"row {row.line}", self.open_unit, self.report)

    def _look_up(self, session: CatalogueSession, names: set[str]) -> None:
        found: Mapping[str, int]
        if self.name == "guid":
            found = session.addons.ids_of(guids=names)
        elif self.name == "slug":
            found = session.addons.ids_of(slugs=names)
        else:
            numbers = [int(name) for name in names if _NUMBER.fullmatch(name)]
            found = {str(each.id): each.id for each in session.addons.by_ids(numbers, frozenset())}
        for name in sorted(names):
            self._ids[name] = found.get(name)
            if name not in found:
                self.report.skip(self.name, f"{name!r} is not in the catalogue")

    def _put(self, session: CatalogueSession, rows: Sequence[_Row]) -> Outcome:
        points = [
            DataPoint(
                addon_id=self._ids[row.addon] or 0,
                model=point.model,
                day=point.day,
                count=point.count,
            )
            for row in rows
            for point in row.points
        ]
        archived = [point for point in points if self._goes_into_archive(session, point)]
        live = [point for point in points if not self._goes_into_archive(session, point)]
        session.statistics.put(live)
        session.statistics.put_archived(archived)
        self.done.points += len(points)
        self.done.archived += len(archived)
        known = () if self.done.first is None else (self.done.first,)
        self.done.first = min((*known, *(point.day for point in points)), default=None)
        return Outcome()

    def _goes_into_archive(self, session: CatalogueSession, point: DataPoint) -> bool:
        day = (point.model, point.day)
        if day not in self._is_archived:
            self._is_archived[day] = session.statistics.is_archived(*day)
        return self._is_archived[day]
