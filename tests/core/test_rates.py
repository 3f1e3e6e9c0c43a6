"""How often somebody may ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.rates import Limiter, Rate, rate


@pytest.mark.parametrize(
    ("text", "expected"),
    [("300/minute", Rate(300, 60)), ("1/second", Rate(1, 1)), ("5 / day", Rate(5, 86400))],
)
def test_a_rate_is_written_as_times_per_unit(text: str, expected: Rate) -> None:
    assert rate(text) == expected


def test_nought_is_no_limit() -> None:
    limiter = Limiter(rate("0"))
    assert {limiter.wait("a") for _ in range(1000)} == {0}


@pytest.mark.parametrize("text", ["", "many", "300", "300/fortnight", "-1/minute", "x/minute"])
def test_anything_else_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        rate(text)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_has_asked_as_often_as_allowed_waits() -> None:
    clock = Clock()
    limiter = Limiter(Rate(3, 60), clock)
    assert [limiter.wait("a") for _ in range(4)] == [0, 0, 0, 20]
    assert limiter.wait("b") == 0
    clock.now = 19.0
    assert limiter.wait("a") == 1
    clock.now = 20.0
    assert [limiter.wait("a"), limiter.wait("a")] == [0, 20]


@given(st.lists(st.floats(min_value=0, max_value=30), max_size=60))
def test_no_more_get_through_than_the_rate_and_what_was_saved_up(steps: list[float]) -> None:
    clock = Clock()
    limiter = Limiter(Rate(5, 10), clock)
    passed = 0
    for step in steps:
        clock.now += step
        wait = limiter.wait("a")
        passed += not wait
        assert 0 <= wait <= 2
    assert passed <= 5 + clock.now / 2 + 1e-6
