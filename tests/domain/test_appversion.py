"""The version arithmetic of catalog.md §3."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.domain.appversion import LARGEST, compare, compatibility_bounds, version_int

APPLICATION_VERSIONS = {
    "": 200100,
    "0": 200100,
    "garbage": 200100,
    "3.5.0a1pre2": 3050000001002,
    "4.0b13pre": 4000000113000,
    "10": 10000000200100,
    "10.0": 10000000200100,
    "5.*": 5990000200100,
    "5.99": 5990000200100,
    "5.0.*": 5009900200100,
    "52.9.0esr": 52090000200100,
    "100.0": 100000000200100,
    "46.0a1": 46000000001100,
    "46.0a": 46000000000100,
    "46.0b3": 46000000103100,
    "46.0": 46000000200100,
    "46.0.1": 46000100200100,
    "57.*": 57990000200100,
    "9999": 9999000000200100,
    "*": 65535000000200100,
}
TOOLKIT_ORDER = [
    ["1.-1"],
    ["1", "1.0", "1.0.0"],
    ["1.1a"],
    ["1.1aa"],
    ["1.1ab"],
    ["1.1b"],
    ["1.1c"],
    ["1.1pre", "1.1pre0", "1.0+"],
    ["1.1pre1a"],
    ["1.1pre1"],
    ["1.1pre2"],
    ["1.1pre10"],
    ["1.1.-1"],
    ["1.1", "1.1.0"],
    ["1.10"],
    ["1.*"],
    ["1.*.1"],
    ["2.0"],
]

minors = st.integers(0, 99)
dotted = st.tuples(st.integers(0, 65534), minors, minors, minors)
toolkit_texts = st.text(alphabet="019.ab*+-p", max_size=12)


def written(parts: tuple[int, ...]) -> str:
    return ".".join(map(str, parts))


@pytest.mark.parametrize("text", APPLICATION_VERSIONS)
def test_a_version_becomes_the_number_of_the_contract(text: str) -> None:
    assert version_int(text) == APPLICATION_VERSIONS[text]


def test_a_prerelease_is_below_its_release_and_a_star_above_every_number() -> None:
    rising = ["46.0a", "46.0a1", "46.0b3", "46.0", "46.0.1", "46.*"]
    assert all(version_int(one) < version_int(other) for one, other in pairwise(rising))
    assert version_int("3.6.*") == version_int("3.6.99") > version_int("3.6.8")
    assert version_int("98.*") < version_int("120.*") < version_int("*")


def test_a_minor_number_of_three_digits_counts_as_99() -> None:
    assert version_int("1.100") == version_int("1.99") < version_int("2.0")


def test_a_number_too_large_to_store_becomes_the_largest_that_can() -> None:
    assert version_int("9" * 5000) == LARGEST


@given(st.text())
def test_any_text_becomes_a_number_that_can_be_stored(text: str) -> None:
    assert 0 <= version_int(text) <= LARGEST


@given(st.from_regex(r"[0-9*]{1,30}(\.[0-9*]{1,30}){0,3}[ab]?[0-9]{0,30}(pre)?[0-9]{0,3}"))
def test_any_version_with_long_numbers_becomes_a_number_that_can_be_stored(text: str) -> None:
    assert 0 <= version_int(text) <= LARGEST


@given(dotted, dotted)
def test_numbers_order_as_the_versions_do(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    numbers = version_int(written(one)), version_int(written(other))
    assert (numbers[0] < numbers[1]) == (one < other)
    assert (numbers[0] == numbers[1]) == (one == other)


@given(st.integers(0, 65534), st.integers(0, 10**6))
def test_a_star_is_at_least_every_number_in_its_place(major: int, minor: int) -> None:
    assert version_int(f"{major}.*") >= version_int(f"{major}.{minor}")
    assert version_int("*") > version_int(f"{major}.{minor}")


@given(dotted, st.sampled_from("ab"), minors)
def test_every_prerelease_is_below_its_release(
    parts: tuple[int, ...], letter: str, number: int
) -> None:
    release = written(parts)
    assert version_int(f"{release}{letter}{number}pre") < version_int(f"{release}{letter}{number}")
    assert version_int(f"{release}{letter}{number}") < version_int(release)


@pytest.mark.parametrize("text", ["9.0", "", "letters", "9.*", "10.0a1"])
def test_an_application_version_below_10_has_no_bounds(text: str) -> None:
    assert compatibility_bounds(text) is None


def test_bounds_are_the_version_and_its_first_alpha() -> None:
    assert compatibility_bounds("46.0") == (46000000200100, 46000000000100)


@pytest.mark.parametrize(
    ("minimum", "maximum", "appversion", "compatible"),
    [
        ("50.0", "56.0", "56.0", True),
        ("50.0", "56.0", "56.0.2", False),
        ("50.0", "56.*", "56.0.2", True),
        ("58.0", "*", "58.0a1", False),
        ("58.0", "*", "58.0", True),
        ("58.0", "*", "140.0", True),
    ],
)
def test_bounds_decide_compatibility(
    minimum: str, maximum: str, appversion: str, compatible: bool
) -> None:
    bounds = compatibility_bounds(appversion)
    assert bounds is not None
    low, high = bounds
    assert (version_int(minimum) <= low and version_int(maximum) >= high) is compatible


@given(st.text())
def test_the_high_bound_is_never_above_the_low_one(appversion: str) -> None:
    low, high = compatibility_bounds(appversion) or (0, 0)
    assert high <= low


def test_the_comparator_orders_every_pair_of_the_contract() -> None:
    for lower, higher in combinations(TOOLKIT_ORDER, 2):
        assert all(compare(one, other) == -1 for one in lower for other in higher)


@pytest.mark.parametrize("equals", TOOLKIT_ORDER)
def test_the_comparator_finds_equal_what_the_contract_calls_equal(equals: list[str]) -> None:
    assert all(compare(one, other) == 0 for one in equals for other in equals)


@given(st.text(), st.text())
def test_the_comparator_accepts_any_text(one: str, other: str) -> None:
    assert compare(one, other) == -compare(other, one)


@given(toolkit_texts, toolkit_texts)
def test_turning_a_comparison_around_turns_its_result(one: str, other: str) -> None:
    assert compare(one, other) == -compare(other, one)


@given(toolkit_texts, toolkit_texts, toolkit_texts)
def test_what_is_below_the_lower_is_below_the_higher(one: str, two: str, three: str) -> None:
    if compare(one, two) <= 0 and compare(two, three) <= 0:
        assert compare(one, three) <= 0


@given(dotted, dotted)
def test_the_comparator_orders_plain_numbers(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert compare(written(one), written(other)) == (one > other) - (one < other)


@given(toolkit_texts)
def test_parts_of_zero_at_the_end_change_nothing(text: str) -> None:
    assert compare(text, f"{text}.0") == 0


def test_numbers_of_any_length_are_compared() -> None:
    assert compare("9" * 5000, "1") == 1
    assert compare("9" * 5000, "*") == -1
