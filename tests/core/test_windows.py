"""Moving windows: who has done how much, in this process and in Redis."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st
from limits.errors import StorageError

from amo_pyramid import windows
from amo_pyramid.rates import Rate
from amo_pyramid.windows import BoundedMemory, Windows, open_windows
from tests.plugins.clock import Clock

MINUTE = Rate(3, 60)
Pass = Callable[[float], None]


@pytest.fixture(params=["memory", "redis"])
def moving(request: pytest.FixtureRequest) -> tuple[Windows, Pass]:
    """Windows of each kind, and how to let time pass in them."""
    if request.param == "memory":
        clock = Clock()

        def move(seconds: float) -> None:
            clock.now += seconds

        return Windows(BoundedMemory(clock), clock), move
    url = request.getfixturevalue("redis_url")
    prefix = request.getfixturevalue("redis_prefix")

    def age(seconds: float) -> None:
        """Redis has the computer's clock: what was done becomes older instead."""
        with redis.Redis.from_url(url) as client:
            for key in client.scan_iter(f"{{{prefix}}}*"):
                for place, hit in enumerate(client.lrange(key, 0, -1)):
                    client.lset(key, place, repr(float(hit) - seconds))

    return open_windows(url, prefix=f"{{{prefix}}}", timeout=2.0), age


def test_as_many_as_the_rate_says_pass_in_its_time_and_no_more(moving):
    hits, move = moving
    assert [hits.hit([(MINUTE, "a")]) for _ in range(5)] == [0, 0, 0, 60, 60]
    assert hits.hit([(MINUTE, "b")]) == 0
    move(59)
    assert hits.hit([(MINUTE, "a")]) == 1
    move(1)
    assert [hits.hit([(MINUTE, "a")]) for _ in range(4)] == [0, 0, 0, 60]


def test_the_window_moves_with_each_hit(moving):
    hits, move = moving
    for _ in range(3):
        assert hits.hit([(MINUTE, "a")]) == 0
        move(20)
    assert [hits.hit([(MINUTE, "a")]) for _ in range(2)] == [0, 20]


def test_what_is_refused_is_not_counted_anywhere(moving):
    hits, move = moving
    rates = [(Rate(1, 10), "a"), (Rate(2, 100), "a")]
    assert [hits.hit(rates) for _ in range(3)] == [0, 10, 10]
    move(10)
    assert hits.hit(rates) == 0
    assert hits.hit(rates) == 90


def test_exactly_the_time_later_it_passes():
    clock = Clock()
    hits = Windows(BoundedMemory(clock), clock)
    assert hits.hit([(Rate(1, 60), "a")]) == 0
    clock.now = 1059.999
    assert hits.hit([(Rate(1, 60), "a")]) == 1
    clock.now = 1060.0
    assert hits.hit([(Rate(1, 60), "a")]) == 0


@given(st.lists(st.floats(min_value=0, max_value=30), max_size=60))
def test_no_window_ever_holds_more_than_the_rate(steps: list[float]) -> None:
    clock = Clock(0.0)
    hits = Windows(BoundedMemory(clock), clock)
    passed: list[float] = []
    for step in steps:
        clock.now += step
        before = [moment for moment in passed if moment > clock.now - 10]
        if hits.hit([(Rate(5, 10), "a")]):
            assert len(before) == 5
        else:
            assert len(before) < 5
            passed.append(clock.now)


def test_threads_together_get_no_more(moving):
    hits, _ = moving
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: hits.hit([(Rate(20, 3600), "a")]), range(100)))
    assert waits.count(0) == 20


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(windows, "WINDOWS", 10)
    hits = Windows(BoundedMemory(), time.monotonic)
    assert [hits.hit([(Rate(1, 3600), str(who))]) for who in range(30)] == [0] * 30
    assert len(hits._limiter.storage._windows) == 10


def test_a_server_that_is_away_is_told():
    hits = open_windows("redis://127.0.0.1:1/", prefix="x", timeout=0.1)
    with pytest.raises((StorageError, redis.RedisError)):
        hits.hit([(MINUTE, "a")])
