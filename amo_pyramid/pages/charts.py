"""Lines over time as SVG, drawn by pygal, which is imported with the first chart.

The library draws; the page's style sheet says how it looks, so one drawing serves light and dark.
What pygal adds for a browser with scripts is taken out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from amo_pyramid.domain.statistics import date_of, day_of_date
from amo_pyramid.pages.language import Language

WIDTH, HEIGHT = 960, 360
#: Size of the numbers along the axes, also in the style sheet.
LABEL_SIZE = 15
MOST_LABELS = 8
#: With more points than this the line alone is easier to read.
MOST_DOTS = 62
#: Colours and dashes that the style sheet has.
MOST_LINES = 8
#: Days that no month has more of.
_MONTH = 31
#: Months between two marks along an axis, where that is enough.
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Line:
    """A name, and numbers by day (see :mod:`amo_pyramid.domain.statistics`), oldest first."""

    name: str
    points: Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines in one picture, at most :data:`MOST_LINES` of them; ``title`` and ``description``
    are what is read to those who do not see it, ``key`` tells it from others on the page."""

    key: str
    title: str
    description: str
    lines: Sequence[Line]

    def svg(self, language: Language) -> str:
        """The picture as an element to be put into a page. Numbers start at zero."""
        from pygal import XY

        days = [day for line in self.lines for day, _ in line.points]
        picture = XY(
            width=WIDTH,
            height=HEIGHT,
            margin=8,
            margin_right=24,
            no_prefix=True,
            show_legend=False,
            include_x_axis=True,
            show_dots=max(len(line.points) for line in self.lines) <= MOST_DOTS,
            dots_size=3.5,
            max_scale=6,
            truncate_label=-1,
            css=[],
            js=[],
            style=_metrics(),
            x_labels=[
                {"value": day, "label": text}
                for day, text in time_labels(min(days), max(days), language)
            ],
            x_value_formatter=lambda day: language.date(date_of(day)),
            value_formatter=language.number,
        )
        picture.add_xml_filter(lambda root: self._described(root, language))
        for line in self.lines:
            picture.add(line.name, list(line.points))
        return str(picture.render(is_unicode=True, disable_xml_declaration=True))

    def _described(self, root: Any, language: Language) -> Any:
        """Without scripts, style and comments, and with a name and a description."""
        from xml.etree import ElementTree  # makes elements, reads none

        for child in list(root):
            if child.tag is ElementTree.Comment or _name(child) in ("defs", "title"):
                root.remove(child)
        _remove_tooltips(root)
        for dots in root.iter():
            if dots.get("class") == "dots":
                _tell_values(dots, ElementTree, language)
        names = {"title": self.title, "desc": self.description}
        for place, (tag, text) in enumerate(names.items()):
            element = ElementTree.Element(tag, {"id": f"{self.key}-{tag}"})
            element.text = text
            root.insert(place, element)
        del root.attrib["id"]
        root.attrib.update(
            {
                "role": "img",
                "class": "chart",
                "aria-labelledby": f"{self.key}-title",
                "aria-describedby": f"{self.key}-desc",
            }
        )
        return root


def _metrics() -> Any:
    """What pygal must know to leave room for texts; the colours are the style sheet's."""
    from pygal.style import Style

    return Style(label_font_size=LABEL_SIZE, major_label_font_size=LABEL_SIZE)


def _name(element: Any) -> str:
    return str(element.tag).removeprefix(_SVG)


def _remove_tooltips(root: Any) -> None:
    """They need a script, and bring attributes of style along."""
    for parent in list(root.iter()):
        for child in list(parent):
            if "tooltip" in child.get("class", "").split("-"):
                parent.remove(child)


def _tell_values(dots: Any, tree: Any, language: Language) -> None:
    """A title that browsers show over the dot, in the place of notes to pygal's script."""
    texts = [child.text for child in dots if _name(child) == "desc"]
    for child in [child for child in dots if _name(child) == "desc"]:
        dots.remove(child)
    title = tree.Element("title")
    title.text = texts[0]
    dots.insert(0, title)


def time_labels(first: int, last: int, language: Language) -> Iterator[tuple[int, str]]:
    """Days to be named along an axis from ``first`` to ``last``, with their names: of single
    days, or of months where there are more than a few."""
    if last - first < 3 * _MONTH:
        step = max(1, -(-(last - first + 1) // MOST_LABELS))
        for day in range(first, last + 1, step):
            yield day, language.day(date_of(day))
        return
    months = list(_months(date_of(first), date_of(last)))
    steps = (*_STEPS, -(-len(months) // MOST_LABELS))
    step = next(each for each in steps if len(months) <= each * MOST_LABELS)
    for month in months[::step]:
        yield day_of_date(month), language.month(month)


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months that begin between two days."""
    number = first.year * 12 + first.month - 1 + (first.day > 1)
    while (month := date(number // 12, number % 12 + 1, 1)) <= last:
        yield month
        number += 1
