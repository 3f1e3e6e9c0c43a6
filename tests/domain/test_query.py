"""How add-ons are named (catalog.md §1.11) and how lists are cut (§1.4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.domain.query import AddonRef, Page, RefKind

UUID = "1a2b3c4d-0000-1111-2222-333344445555"


@pytest.mark.parametrize(
    "identifier",
    [
        f"{{{UUID}}}",
        f"{{{UUID.upper()}}}",
        "@example",
        "@example.tld",
        "a@b.tld",
        "A.B_c-d@Example.TLD",
    ],
)
def test_what_looks_like_a_guid_is_one(identifier: str) -> None:
    assert AddonRef.parse(identifier) == AddonRef(RefKind.GUID, identifier)


@pytest.mark.parametrize(
    "identifier",
    [
        "ublock-origin",
        "3d-tabs",
        "12~",
        "-1",
        "1.0",
        "²",
        "١٢",
        UUID,
        f"{{{UUID}",
        f"{{{UUID[:-1]}}}",
        "name@",
        "na me@example.com",
        "a@b@c",
        "Ünicode",
        "",
    ],
)
def test_anything_else_is_a_slug(identifier: str) -> None:
    assert AddonRef.parse(identifier) == AddonRef(RefKind.SLUG, identifier)


@given(st.integers(min_value=0))
def test_digits_are_always_an_id(number: int) -> None:
    assert AddonRef.parse(str(number)) == AddonRef(RefKind.ID, str(number))


@given(st.from_regex(r"\A[a-z0-9._-]*@[a-z0-9._-]+\Z"))
def test_any_name_with_an_at_sign_is_a_guid(identifier: str) -> None:
    assert AddonRef.parse(identifier).kind is RefKind.GUID


@given(st.text())
def test_any_text_names_an_addon_and_is_kept_as_it_is(identifier: str) -> None:
    assert AddonRef.parse(identifier).value == identifier


def test_an_empty_list_has_one_page() -> None:
    assert Page([], total=0, number=1, size=25).count == 1


@pytest.mark.parametrize(("total", "pages"), [(1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_a_started_page_counts(total: int, pages: int) -> None:
    assert Page([], total=total, number=1, size=25).count == pages


@given(st.integers(0, 10**9), st.integers(1, 50))
def test_the_pages_hold_the_whole_list_and_none_is_empty(total: int, size: int) -> None:
    count = Page([], total=total, number=1, size=size).count
    assert (count - 1) * size < max(1, total) <= count * size


def test_mapping_a_page_keeps_its_place_in_the_list() -> None:
    page = Page([1, 2], total=7, number=2, size=2).map(str)
    assert page == Page(["1", "2"], total=7, number=2, size=2)
