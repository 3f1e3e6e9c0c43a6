"""Data points and the counts they are made of."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amo_pyramid.domain.series import (
    LARGEST_BREAKDOWN,
    DataPoint,
    StatModel,
    crowded_out,
    details_of,
    fitted,
    point_of,
)

NUMBERS = some.integers(1, 2**40)
NAMES = some.text(min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("updatecounts", StatModel.UPDATES),
        ("updatecount", StatModel.UPDATES),
        ("downloadcount", StatModel.DOWNLOADS),
        ("downloadcounts", StatModel.DOWNLOADS),
        ("themeupdatecount", StatModel.THEME_UPDATES),
        ("themeupdatecounts", StatModel.THEME_UPDATES),
        ("UpdateCounts", None),
        ("foo", None),
    ],
)
def test_models_have_names_and_aliases(name, model):
    assert StatModel.named(name) is model


@given(
    some.integers(0, 2**40),
    some.dictionaries(NAMES, NUMBERS),
    some.dictionaries(NAMES, NUMBERS),
    some.dictionaries(
        NAMES.filter(lambda each: "|" not in each),
        some.dictionaries(NAMES, NUMBERS, min_size=1),
    ),
)
def test_a_point_is_what_its_details_make(count, versions, locales, applications):
    updates = DataPoint(
        addon_id=1,
        model=StatModel.UPDATES,
        day=7,
        count=count,
        breakdowns={"versions": versions, "locales": locales, "applications": applications},
    )
    downloads = DataPoint(
        addon_id=1,
        model=StatModel.DOWNLOADS,
        day=7,
        count=count,
        breakdowns={"sources": versions},
    )
    for point in (updates, downloads):
        assert point_of(1, point.model, 7, details_of(point)) == point


def test_a_point_has_every_breakdown_of_its_model():
    point = DataPoint(addon_id=1, model=StatModel.UPDATES, day=7, count=1)
    assert set(point.breakdowns) == {"versions", "statuses", "applications", "oses", "locales"}
    assert DataPoint(addon_id=1, model=StatModel.THEME_UPDATES, day=7, count=1).breakdowns == {}


@pytest.mark.parametrize("name", ["versions", "locales", "sources", "oses"])
def test_the_least_used_values_of_a_large_breakdown_go(name):
    many = {f"value-é{number:05}": number for number in range(1, 6000)}
    kept = fitted({name: many, "statuses": {"Unknown": 1}})
    assert kept["statuses"] == {"Unknown": 1}
    size = len(json.dumps(kept[name], separators=(",", ":")))
    assert LARGEST_BREAKDOWN - 40 < size < LARGEST_BREAKDOWN
    assert set(kept[name]) == set(list(many)[-len(kept[name]) :])


def test_the_least_used_versions_of_each_application_go():
    many = {f"{number}.0": number for number in range(1, 9000)}
    kept = fitted({"applications": {"a": many, "b": {"1.0": 1}}})["applications"]
    assert kept["b"] == {"1.0": 1}
    assert len(json.dumps(kept["a"], separators=(",", ":"))) < LARGEST_BREAKDOWN
    assert set(kept["a"]) == set(list(many)[-len(kept["a"]) :])


def test_the_least_used_values_of_a_crowded_dimension_are_found():
    details = {"count": 1, "versions|1": 5, "versions|2|b": 1, "versions|3": 2, "oses|a": 1}
    assert crowded_out(details, 1, has_dimensions=True) == ["versions|3", "versions|2|b"]
    assert crowded_out(details, 3, has_dimensions=True) == []
    sources = {"": 9, "a|x": 5, "a|y": 1, "b": 2}
    assert crowded_out(sources, 1, has_dimensions=False) == ["b", "a|y"]


def test_what_fits_is_left_alone():
    values = {"1.0": 3}
    assert fitted({"versions": values}) == {"versions": values}
