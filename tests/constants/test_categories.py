"""Categories (catalog.md §2.7)."""

from __future__ import annotations

from collections import Counter

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import CATEGORIES, Category, find

PUBLISHED = {
    ("firefox", "extension"): {1, 4, 5, 12, 13, 14, 22, 37, 38, 71, 72, 73, 93, 141, 142},
    ("firefox", "theme"): {21, 26, 29, 30, 31, 32, 61, 62, 67},
    ("firefox", "statictheme"): set(range(300, 330, 2)),
    ("firefox", "persona"): set(range(100, 130, 2)),
    ("firefox", "dictionary"): {95},
    ("firefox", "language"): {98},
    ("firefox", "search"): {78, *range(79, 92)},
    ("android", "extension"): set(range(143, 154)),
}
NOT_PUBLISHED = {
    ("thunderbird", "extension"): 12,
    ("thunderbird", "theme"): 4,
    ("thunderbird", "dictionary"): 1,
    ("thunderbird", "language"): 1,
    ("seamonkey", "extension"): 11,
    ("seamonkey", "theme"): 1,
    ("seamonkey", "dictionary"): 1,
    ("seamonkey", "language"): 1,
}


def kind(category: Category) -> tuple[str, str | None]:
    return category.application.api_name, category.type.api_name


@pytest.mark.parametrize("group", PUBLISHED)
def test_each_application_and_type_has_the_published_ids(group: tuple[str, str]) -> None:
    assert {number for number, one in CATEGORIES.items() if kind(one) == group} == PUBLISHED[group]


def test_81_categories_are_published_and_all_others_have_ids_from_1000() -> None:
    assert sum(number < 1000 for number in CATEGORIES) == 81
    others = Counter(kind(one) for one in CATEGORIES.values() if one.id >= 1000)
    assert others == NOT_PUBLISHED


def test_categories_are_kept_under_their_id_in_the_order_of_the_ids() -> None:
    assert list(CATEGORIES) == sorted(CATEGORIES)
    assert all(number == one.id for number, one in CATEGORIES.items())


@pytest.mark.parametrize("category", CATEGORIES.values(), ids=lambda one: str(one.id))
def test_every_category_is_found_by_its_slug_in_any_case(category: Category) -> None:
    assert find(category.application, category.type, category.slug.upper()) is category


def test_a_slug_of_another_type_or_application_finds_nothing() -> None:
    assert find(Application.FIREFOX, AddonType.EXTENSION, "abstract") is None
    assert find(Application.ANDROID, AddonType.EXTENSION, "tabs") is None


def test_the_first_category_is_the_one_the_contract_shows() -> None:
    assert CATEGORIES[1] == Category(
        1,
        Application.FIREFOX,
        AddonType.EXTENSION,
        "feeds-news-blogging",
        "Feeds, News & Blogging",
    )


def test_personas_and_static_themes_have_the_same_slugs_and_names() -> None:
    def words(wanted: AddonType) -> list[tuple[str, str]]:
        return [(one.slug, one.name) for one in CATEGORIES.values() if one.type is wanted]

    assert words(AddonType.PERSONA) == words(AddonType.STATICTHEME)


def test_only_three_categories_have_a_weight() -> None:
    weights = {one.id: one.weight for one in CATEGORIES.values() if one.weight}
    assert weights == {73: 333, 153: 333, 314: 333}


def test_other_and_miscellaneous_are_misc() -> None:
    misc = {one.slug for one in CATEGORIES.values() if one.is_misc}
    assert misc == {"other", "miscellaneous"}
