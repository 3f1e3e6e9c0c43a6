"""A series as people read it: a chart, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from amo_pyramid.domain.statistics import Resolution, date_of
from amo_pyramid.domain.webseries import Row, Value, WebSeries, name_of, values_by_size
from amo_pyramid.messages import _
from amo_pyramid.pages.charts import MOST_LINES, Chart, Line
from amo_pyramid.pages.language import Language

Translate = Callable[[str], str]

TITLES: Mapping[WebSeries, str] = {
    WebSeries.OVERVIEW: _("Overview"),
    WebSeries.USAGE: _("Daily users"),
    WebSeries.DOWNLOADS: _("Downloads"),
    WebSeries.VERSIONS: _("Versions"),
    WebSeries.APPS: _("Applications"),
    WebSeries.OS: _("Operating systems"),
    WebSeries.LOCALES: _("Languages"),
    WebSeries.STATUSES: _("Status"),
    WebSeries.SOURCES: _("Sources of downloads"),
}
TOTAL = _("Total")
OTHERS = _("Others")
SUMMARY = _("{first} to {last}: lowest {lowest}, highest {highest}, latest {latest}.")

PERIOD_NAMES: Mapping[Resolution, str] = {
    Resolution.DAY: _("Day"),
    Resolution.WEEK: _("Week"),
    Resolution.MONTH: _("Month"),
}


@dataclass(frozen=True)
class Table:
    """Texts; the first column is the period."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """A series of :attr:`WebSeries.parts` with its rows, newest first."""

    series: WebSeries
    rows: Sequence[Row]
    resolution: Resolution
    language: Language
    translate: Translate

    @property
    def key(self) -> str:
        return self.series.value

    @property
    def title(self) -> str:
        return self.translate(TITLES[self.series])

    @cached_property
    def _lines(self) -> list[tuple[str, list[int]]]:
        """Names, and numbers in the order of the rows: of the most frequent values, and of all
        others together; or the whole where there is no breakdown. None where nothing is known."""
        if not self.rows:
            return []
        if all(row.data is None for row in self.rows):
            return [(self.title, [row.count for row in self.rows])]
        values = values_by_size(self.rows)
        shown = values if len(values) <= MOST_LINES else values[: MOST_LINES - 1]
        lines = [(name_of(value), self._numbers([value])) for value in shown]
        if len(shown) < len(values):
            lines.append((self.translate(OTHERS), self._numbers(values[len(shown) :])))
        return lines

    def _numbers(self, values: Sequence[Value]) -> list[int]:
        return [sum((row.data or {}).get(value, 0) for value in values) for row in self.rows]

    @property
    def legend(self) -> list[str]:
        return [name for name, _numbers in self._lines]

    @property
    def summary(self) -> str:
        counts = [row.count for row in self.rows]
        number, date = self.language.number, self.language.date
        return self.translate(SUMMARY).format(
            first=date(date_of(self.rows[-1].first)),
            last=date(date_of(self.rows[0].last)),
            lowest=number(min(counts)),
            highest=number(max(counts)),
            latest=number(counts[0]),
        )

    @property
    def svg(self) -> Any:
        """The chart, as markup."""
        from markupsafe import Markup  # comes with the template engine

        days = [row.first for row in self.rows]
        lines = [
            Line(name, sorted(zip(days, numbers, strict=True))) for name, numbers in self._lines
        ]
        chart = Chart(f"{self.key}-chart", self.title, self.summary, lines)
        return Markup(chart.svg(self.language))  # noqa: S704 - written by an XML library

    @cached_property
    def table(self) -> Table:
        number = self.language.number
        columns = [self.translate(PERIOD_NAMES[self.resolution]), self.translate(TOTAL)]
        numbers = [[row.count for row in self.rows]]
        if any(row.data is not None for row in self.rows):
            columns += self.legend
            numbers += [line for _name, line in self._lines]
        return Table(
            columns,
            [
                (self._period(row), *(number(line[place]) for line in numbers))
                for place, row in enumerate(self.rows)
            ],
        )

    def _period(self, row: Row) -> str:
        if self.resolution is Resolution.MONTH:
            return self.language.month(date_of(row.first))
        first = self.language.date(date_of(row.first))
        if self.resolution is Resolution.DAY:
            return first
        return f"{first} – {self.language.date(date_of(row.last))}"
