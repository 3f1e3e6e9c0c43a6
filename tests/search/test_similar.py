"""Words that may be meant, and words that stand close together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.backends.sql.search.phrases import has_phrase, is_near, is_phrase, roots
from amo_pyramid.backends.sql.search.scoring import enough_of, required
from amo_pyramid.backends.sql.search.similar import allowed, edits, remains

WORDS = st.text(alphabet="abc", max_size=7)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("tabs", "tabs", 0), ("tabs", "tab", 1), ("tabs", "tbas", 1), ("tabs", "taxs", 1),
        ("wizzard", "wizard", 1), ("kitten", "sitting", 3), ("", "ab", 2), ("abcd", "badc", 2),
    ],
)  # fmt: skip
def test_letters_to_change_are_counted(one, other, distance):
    assert edits(one, other, 9) == distance


@given(WORDS, WORDS, st.integers(0, 3))
def test_counting_stops_early_without_changing_the_answer(one, other, most):
    exact = edits(one, other, 99)
    assert (edits(one, other, most) <= most) == (exact <= most)
    assert edits(other, one, 99) == exact


@given(WORDS, WORDS)
def test_words_one_letter_apart_leave_the_same_remains(end, other_end):
    one, other = f"ab{end}", f"ab{other_end}"
    if edits(end, other_end, 1) <= 1:
        assert set(remains(one)) & set(remains(other))


def test_longer_words_may_have_more_errors():
    assert [allowed("x" * length) for length in (1, 2, 3, 5, 6, 12)] == [0, 0, 1, 1, 2, 2]
    assert [required(count) for count in (1, 2, 3, 4, 5, 8)] == [1, 2, 2, 3, 3, 6]
    assert [enough_of(count) for count in (0, 1, 2, 3, 10)] == [0, 1, 2, 2, 7]


@pytest.mark.parametrize(
    ("wanted", "name", "expected"),
    [
        ("a b c", "a b c", True),
        ("a b c", "x a b c", True),
        ("a b c", "a x b c", True),
        ("a b c", "a x b x c", False),
        ("a b c", "b a c", True),
        ("a b c", "c b a", False),
        ("a b", "b a", True),
        ("a b", "a", False),
    ],
)
def test_a_phrase_allows_one_foreign_word_or_one_swap(wanted, name, expected):
    assert is_phrase(wanted.split(), name.split()) == expected


def test_places_are_near_when_few_moves_make_them_a_phrase():
    assert is_near([[0, 9], [10]], 0)
    assert is_near([[0], [3]], 2)
    assert not is_near([[0], [3]], 1)
    assert not is_near([[0], []], 9)


def test_phrases_of_long_texts_are_found_by_the_roots_of_words():
    pattern = roots(["blocks", "trackers"], ["block", "tracker"])
    assert has_phrase(pattern, "it is blocking all of the nasty trackers", 10)
    assert not has_phrase(pattern, f"it blocks {'all of ' * 9} trackers", 10)
    assert not has_phrase(pattern, "unblock the backtrackers", 10)
