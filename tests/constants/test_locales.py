"""Languages (catalog.md §1.5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.constants.locales import EXPANSIONS, LOCALES, canonical


def test_58_languages_are_supported_and_none_twice() -> None:
    assert len(LOCALES) == len(set(LOCALES)) == 58


def test_a_language_alone_is_expanded_to_a_supported_code_only_where_it_is_not_one() -> None:
    assert set(EXPANSIONS) == {"en", "ga", "pt", "sv", "zh"}
    assert set(EXPANSIONS.values()) <= set(LOCALES)
    assert not set(EXPANSIONS) & set(LOCALES)


@pytest.mark.parametrize("code", LOCALES)
def test_a_supported_code_is_canonical_in_any_case(code: str) -> None:
    assert canonical(code) == canonical(code.lower()) == canonical(code.upper()) == code


@given(st.from_regex(r"\A[A-Za-z]{2,3}(-[A-Za-z]{2})?\Z"))
def test_canonical_codes_stay_as_they_are(code: str) -> None:
    assert canonical(canonical(code)) == canonical(code)
