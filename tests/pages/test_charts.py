"""Charts: what is drawn, and what is left out of the drawing."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from amo_pyramid.domain.statistics import date_of, parse_day
from amo_pyramid.pages.charts import MOST_DOTS, Chart, Line, time_labels
from amo_pyramid.pages.language import Language

SVG = "{http://www.w3.org/2000/svg}"
START = parse_day("2025-01-01")


@pytest.fixture
def english():
    return Language("en-US", str)


def drawn(language, *lines, title="Users", description="More than before."):
    chart = Chart("users", title, description, lines)
    return ElementTree.fromstring(chart.svg(language))


def line(days=10, name="Users", height=1000):
    return Line(name, [(START + day, height + day) for day in range(days)])


def test_a_chart_has_a_name_and_a_description_for_who_does_not_see_it(english):
    root = drawn(english, line())
    assert root.get("role") == "img"
    labelled, described = root.get("aria-labelledby"), root.get("aria-describedby")
    texts = {each.get("id"): each.text for each in root}
    assert (texts[labelled], texts[described]) == ("Users", "More than before.")
    assert [each.tag for each in root][:2] == [f"{SVG}title", f"{SVG}desc"]


def test_a_chart_has_no_script_no_style_and_names_no_host(english):
    text = Chart("users", "Users", "", [line()]).svg(english)
    root = ElementTree.fromstring(text)
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "text", "rect", "circle"}
    assert not [each for each in root.iter() if "style" in each.attrib]
    assert text.replace("http://www.w3.org/2000/svg", "").find("http") == -1
    assert "<!--" not in text


def test_each_line_has_its_own_colour(english):
    root = drawn(english, line(name="a"), line(name="b", height=5))
    classes = [
        each.get("class") for each in root.iter(f"{SVG}g") if "color-" in each.get("class", "")
    ]
    assert {"series serie-0 color-0", "series serie-1 color-1"} <= set(classes)


def test_a_higher_number_is_drawn_higher(english):
    root = drawn(english, Line("Users", [(START, 0), (START + 1, 50), (START + 2, 100)]))
    heights = [float(dot.get("cy")) for dot in root.iter(f"{SVG}circle")]
    assert heights[0] > heights[1] > heights[2]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])


def test_a_dot_tells_its_day_and_number(english):
    root = drawn(english, line(2))
    dots = [each for each in root.iter(f"{SVG}g") if each.get("class") == "dots"]
    assert [dot.find(f"{SVG}title").text for dot in dots] == [
        "Jan 1, 2025: 1,000",
        "Jan 2, 2025: 1,001",
    ]
    assert not [child for dot in dots for child in dot.iter(f"{SVG}desc")]


def test_many_points_are_a_line_without_dots(english):
    assert len(list(drawn(english, line(MOST_DOTS)).iter(f"{SVG}circle"))) == MOST_DOTS
    assert list(drawn(english, line(MOST_DOTS + 1)).iter(f"{SVG}circle")) == []


def test_a_single_point_is_seen(english):
    assert len(list(drawn(english, line(1)).iter(f"{SVG}circle"))) == 1


def test_numbers_at_the_axis_are_written_as_the_language_does(english):
    def numbers(language):
        axis = next(
            each
            for each in drawn(language, line()).iter(f"{SVG}g")
            if each.get("class", "").startswith("axis y")
        )
        return {text.text for text in axis.iter(f"{SVG}text")}

    assert "1,000" in numbers(english)
    assert "1.000" in numbers(Language("de", lambda message: "…"))


def test_hostile_names_stay_text(english):
    hostile = '</svg><script>alert("1")</script>'
    text = Chart("users", hostile, hostile, [line(name=hostile)]).svg(english)
    root = ElementTree.fromstring(text)
    assert "<script" not in text
    assert root.find(f"{SVG}title").text == hostile


def test_marks_are_not_cut(english):
    texts = [each.text for each in drawn(Language("ar", lambda message: "…"), line(400)).iter()]
    assert not [text for text in texts if text and "…" in text]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (START, ["Jan 1"]),
        (START + 6, ["Jan 1", "Jan 2", "Jan 3", "Jan 4", "Jan 5", "Jan 6", "Jan 7"]),
        (START + 20, ["Jan 1", "Jan 4", "Jan 7", "Jan 10", "Jan 13", "Jan 16", "Jan 19"]),
        (
            parse_day("2025-06-30"),
            ["Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025", "May 2025", "Jun 2025"],
        ),
        (
            parse_day("2026-02-01"),
            ["Jan 2025", "Mar 2025", "May 2025", "Jul 2025", "Sep 2025", "Nov 2025", "Jan 2026"],
        ),
    ],
)
def test_time_is_marked_at_days_or_months(english, last, expected):
    assert [text for _, text in time_labels(START, last, english)] == expected


@pytest.mark.parametrize("years", [1, 5, 30, 100])
def test_there_are_never_more_marks_than_fit(english, years):
    found = list(time_labels(START, START + 366 * years, english))
    assert 3 <= len(found) <= 8
    assert {date_of(day).day for day, _ in found} == {1}
