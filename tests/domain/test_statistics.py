"""Sources of downloads, and days put together."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.domain.statistics import (
    Resolution,
    bin_of,
    bins_between,
    date_of,
    day_of,
    in_bins,
    is_counted_source,
    last_of,
    parse_day,
)

DAYS = st.integers(min_value=-700_000, max_value=2_900_000)
RESOLUTIONS = st.sampled_from(Resolution)


@pytest.mark.parametrize(
    "source",
    ["search", "api", "cb-hc-featured", "dp-dl-upsell", "hp-dl-mostpopular", "discovery-promo"]
    + ["external-blog", "x-external-", "cb-btn-users", "mozcom-x", "discovery-video"],
)
def test_a_recognised_source_counts(source: str) -> None:
    assert is_counted_source(source)


@pytest.mark.parametrize(
    "source", ["", "made-up", "Search", " search", "hp-hc-toprated", "external", "external-" * 32]
)
def test_any_other_source_does_not_count(source: str) -> None:
    assert not is_counted_source(source)


@pytest.mark.parametrize(
    ("day", "number", "week", "month"),
    [
        ("1970-01-01", 0, "1969-12-29", "1970-01-01"),
        ("2000-01-01", 10957, "1999-12-27", "2000-01-01"),
        ("2015-12-28", 16797, "2015-12-28", "2015-12-01"),
        ("2016-01-03", 16803, "2015-12-28", "2016-01-01"),
        ("2018-12-30", 17895, "2018-12-24", "2018-12-01"),
        ("2018-12-31", 17896, "2018-12-31", "2018-12-01"),
        ("2019-01-01", 17897, "2018-12-31", "2019-01-01"),
        ("2020-02-29", 18321, "2020-02-24", "2020-02-01"),
        ("2020-12-27", 18623, "2020-12-21", "2020-12-01"),
        ("2020-12-31", 18627, "2020-12-28", "2020-12-01"),
        ("2021-01-01", 18628, "2020-12-28", "2021-01-01"),
        ("2021-01-03", 18630, "2020-12-28", "2021-01-01"),
        ("2021-01-04", 18631, "2021-01-04", "2021-01-01"),
        ("2024-12-30", 20087, "2024-12-30", "2024-12-01"),
        ("2025-01-05", 20093, "2024-12-30", "2025-01-01"),
        ("2026-01-01", 20454, "2025-12-29", "2026-01-01"),
    ],
)
def test_days_fall_into_their_bins(day: str, number: int, week: str, month: str) -> None:
    assert parse_day(day) == number
    assert date_of(number) == date.fromisoformat(day)
    assert date_of(bin_of(number, Resolution.DAY)).isoformat() == day
    assert date_of(bin_of(number, Resolution.WEEK)).isoformat() == week
    assert date_of(bin_of(number, Resolution.MONTH)).isoformat() == month


@given(DAYS, RESOLUTIONS)
def test_a_day_lies_in_its_bin_and_the_next_bin_begins_after_it(
    day: int, resolution: Resolution
) -> None:
    first = bin_of(day, resolution)
    last = last_of(first, resolution)
    assert first <= day <= last
    assert bin_of(first, resolution) == bin_of(last, resolution) == first
    assert bin_of(last + 1, resolution) == last + 1


@given(DAYS)
def test_weeks_begin_on_monday_and_months_on_the_first(day: int) -> None:
    assert date_of(bin_of(day, Resolution.WEEK)).isoweekday() == 1
    month = date_of(bin_of(day, Resolution.MONTH))
    assert (month.year, month.month, month.day) == (date_of(day).year, date_of(day).month, 1)


@given(DAYS, st.integers(min_value=0, max_value=2000), RESOLUTIONS)
def test_bins_are_counted_as_they_are_enumerated(
    first: int, length: int, resolution: Resolution
) -> None:
    bins = {bin_of(day, resolution) for day in range(first, first + length + 1)}
    assert bins_between(first, first + length, resolution) == len(bins)


@given(DAYS, st.integers(min_value=1, max_value=2000), RESOLUTIONS)
def test_nothing_lies_between_a_day_and_a_bin_before_it(
    day: int, length: int, resolution: Resolution
) -> None:
    earlier = bin_of(day, resolution) - length
    assert bins_between(day, earlier, resolution) <= 0


@given(st.dictionaries(DAYS, st.integers(min_value=1, max_value=10**12)), RESOLUTIONS)
def test_bins_hold_exactly_what_their_days_hold(
    counts: dict[int, int], resolution: Resolution
) -> None:
    bins = in_bins(counts.items(), resolution)
    assert sum(value for _, value in bins) == sum(counts.values())
    assert [start for start, _ in bins] == sorted({bin_of(day, resolution) for day in counts})


def test_empty_bins_are_left_out() -> None:
    assert in_bins([(0, 0), (1, 2)], Resolution.DAY) == [(1, 2)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-12-28", "2020-12-28"),
        ("2020-12-28T23:59:59Z", "2020-12-28"),
        ("2020-12-28T23:59:59.999Z", "2020-12-28"),
        ("2020-12-28T23:59", "2020-12-28"),
        ("2020-12-27T23:30:00-01:00", "2020-12-28"),
        ("2020-12-28T00:30+01:00", "2020-12-27"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_dates_and_times_are_read_with_their_offset(text: str, day: str) -> None:
    assert date_of(parse_day(text)).isoformat() == day


@pytest.mark.parametrize(
    "text",
    ["", "abc", "2020-13-01", "2020-02-30", "1600000000000", "20201228", "2020-W53-1", "2020-363"]
    + ["2020-12-28T24:00:00Z", "2020-12-28T10", "2020-12-28T10:00+24:00", "2020-12-28T10:00+01"]
    + ["Mon, 28 Dec 2020 00:00:00 GMT", "٢٠٢٠-12-28", "0001-01-01T00:00+01:00"]
    + ["9999-12-31T23:30-01:00", "2020-12-28T10:60"],
)
def test_what_is_no_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        parse_day(text)


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),
    st.integers(min_value=-1439, max_value=1439),
)
def test_the_day_of_a_time_is_that_of_the_same_time_in_utc(moment: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    aware = moment.replace(microsecond=0, tzinfo=zone)
    assert day_of(aware) == parse_day(aware.isoformat())
    assert date_of(day_of(aware)) == aware.astimezone(timezone.utc).date()
