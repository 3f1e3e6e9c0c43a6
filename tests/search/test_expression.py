"""What terms an add-on must have."""

from __future__ import annotations

from itertools import product

import pytest

from amo_pyramid.backends.sql.search.dialects import DIALECTS
from amo_pyramid.backends.sql.search.expression import (
    NOTHING,
    All,
    Some,
    Without,
    at_least,
    every,
    predicate,
    some,
    without,
)


def test_nothing_and_something_is_nothing():
    assert every(("a", NOTHING)) == NOTHING
    assert every(()) == NOTHING
    assert some(()) == NOTHING
    assert some((NOTHING, "a")) == "a"
    assert without(NOTHING, "a") == NOTHING
    assert without("a", NOTHING) == "a"


def test_what_is_asked_for_twice_is_asked_once():
    assert some(("a", some(("b", "a")))) == Some(("a", "b"))
    assert every(("a", every(("a", "b")))) == All(("a", "b"))


def test_terms_are_compared_whole():
    assert predicate("n:tab")(" n:tab n:mix ")
    assert not predicate("n:ta")(" n:tab ")
    assert not predicate(NOTHING)(" n:tab ")


@pytest.mark.parametrize("has", list(product((False, True), repeat=3)))
def test_nodes_mean_what_their_names_say(has):
    terms = f" {' '.join(name for name, there in zip('abc', has, strict=True) if there)} "
    a, b, c = has
    assert predicate(every("abc"))(terms) == (a and b and c)
    assert predicate(some("abc"))(terms) == (a or b or c)
    assert predicate(without("a", some("bc")))(terms) == (a and not (b or c))
    for count in (1, 2, 3):
        assert predicate(at_least(count, "abc"))(terms) == (sum(has) >= count)


def test_a_node_is_written_for_each_database():
    node = Without(All(("a", Some(("b", "c")))), "d")
    assert DIALECTS["sqlite"].write(node) == '(("a" AND ("b" OR "c")) NOT "d")'
    assert DIALECTS["postgresql"].write(node) == "(('a' & ('b' | 'c')) & ! 'd')"
