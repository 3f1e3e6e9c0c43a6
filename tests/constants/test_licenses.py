"""Predefined licenses (catalog.md §2.8)."""

from __future__ import annotations

from amo_pyramid.constants.licenses import CONSTANT_NAMES, CUSTOM, SLUGS


def test_licenses_with_constant_names_have_the_numbers_of_the_contract() -> None:
    assert list(CONSTANT_NAMES) == list(range(11, 19))
    assert all(number == one.builtin for number, one in CONSTANT_NAMES.items())


def test_all_rights_reserved_has_no_page_and_creative_commons_has_one() -> None:
    reserved = {number for number, one in CONSTANT_NAMES.items() if one.url is None}
    assert reserved == {11, 18}
    assert CONSTANT_NAMES[15].name == ("Creative Commons Attribution-NonCommercial-Share Alike 3.0")
    assert CONSTANT_NAMES[15].url == "http://creativecommons.org/licenses/by-nc-sa/3.0/"


def test_every_predefined_license_has_a_slug_of_its_own_and_a_custom_one_none() -> None:
    assert set(CONSTANT_NAMES) <= set(SLUGS)
    assert len(set(SLUGS.values())) == len(SLUGS) == 15
    assert CUSTOM not in SLUGS
