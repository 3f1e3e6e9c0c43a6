"""Ready-made JSON."""

from __future__ import annotations

import gzip
import tracemalloc

import orjson

from amo_pyramid.fragments import Fragment, Fragments


def test_a_fragment_is_made_once_for_its_key():
    made, fragments = [], Fragments(10_000)

    def make() -> Fragment:
        made.append(1)
        return Fragment(b"{}")

    assert fragments.get("key", make) is fragments.get("key", make)
    fragments.get("other", make)
    assert len(made) == 2


def test_a_store_without_room_keeps_nothing_and_still_answers():
    fragments = Fragments(0)
    first = fragments.get("key", lambda: Fragment(b"1"))
    assert fragments.get("key", lambda: Fragment(b"2")).body == b"2"
    assert first.body == b"1"


def test_the_oldest_fragments_make_room_for_new_ones():
    fragments = Fragments(5_000)
    for number in range(100):
        fragments.get(number, lambda: Fragment(b"x" * 100))
    assert fragments.get(0, lambda: Fragment(b"again")).body == b"again"
    assert fragments.get(99, lambda: Fragment(b"again")).body == b"x" * 100


def test_a_fragment_larger_than_the_store_is_answered_and_not_kept():
    fragments = Fragments(5_000)
    assert len(fragments.get("big", lambda: Fragment(b"x" * 9_000)).body) == 9_000
    assert fragments.get("big", lambda: Fragment(b"small")).body == b"small"


def test_only_the_missing_ones_of_many_are_made_all_at_once():
    asked, fragments = [], Fragments(50_000)
    fragments.get("b", lambda: Fragment(b"old b"))

    def make(positions):
        asked.append(list(positions))
        return {position: Fragment(b"new") for position in positions if position != 2}

    found = fragments.get_many(["a", "b", "gone"], make)
    assert asked == [[0, 2]]
    assert {place: fragment.body for place, fragment in found.items()} == {0: b"new", 1: b"old b"}


def test_a_fragment_holds_no_more_memory_than_its_bytes_need():
    text = "x" * 2_500
    tracemalloc.start()
    try:
        kept = [Fragment(orjson.dumps([number, text])) for number in range(200)]
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 200 * (len(kept[0].body) + 1_024)


def test_equal_bodies_have_equal_tags_and_equal_compressed_forms():
    first, second = Fragment(b"{}" * 200), Fragment(b"{}" * 200)
    assert first.etag == second.etag
    assert first.gzipped == second.gzipped
    assert gzip.decompress(first.gzipped) == first.body
    assert Fragment(b"[]").etag != first.etag


def test_long_keys_count_as_what_they_take():
    fragments = Fragments(100_000)
    for number in range(10):
        fragments.get((number, "x" * 50_000), lambda: Fragment(b"[]"))
    made = []
    for number in range(10):
        fragments.get((number, "x" * 50_000), lambda: made.append(1) or Fragment(b"[]"))
    assert len(made) == 10
