"""Paths of replacements, positions and ranges of the editorial lists."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.editorial import (
    CollectionTarget,
    CompatOverride,
    CompatRange,
    OverrideType,
    target_of,
)
from amo_pyramid.domain.query import AddonRef, RefKind


@pytest.mark.parametrize(
    ("path", "kind", "value"),
    [
        ("/addon/stuff/", RefKind.SLUG, "stuff"),
        ("/addon/123/", RefKind.ID, "123"),
        ("/en-US/firefox/addon/stuff/", RefKind.SLUG, "stuff"),
        ("/addon/größe 2/", RefKind.SLUG, "größe 2"),
        ("/addon/１２/", RefKind.SLUG, "１２"),
        ("/addon/a@b.example/", RefKind.SLUG, "a@b.example"),
        ("/collections/me/bag/addon/stuff/", RefKind.SLUG, "stuff"),
    ],
)
def test_a_path_names_an_addon_by_id_or_slug(path, kind, value):
    assert target_of(path) == AddonRef(kind, value)


@pytest.mark.parametrize(
    ("path", "author", "slug"),
    [
        ("/collections/me/bag/", "me", "bag"),
        ("/collections/12/34/", 12, "34"),
        ("/de/android/collections/me.too/bag/", "me.too", "bag"),
    ],
)
def test_a_path_names_a_collection_by_its_author_and_slug(path, author, slug):
    assert target_of(path) == CollectionTarget(author, slug)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/addon/stuff",
        "/addon/",
        "/addon//",
        "/addon/stuff/?x=1",
        "/addon/stuff/\n",
        "/addon/stuff/versions/",
        "/addons/stuff/",
        "/collections/me/bag",
        "/collections/bag/",
        "/collections/me//",
        "https://addons.example/addon/stuff/",
        "HTTP://addons.example/collections/me/bag/",
        "/addon/1234567890123456789/",
        "/collections/1234567890123456789/bag/",
    ],
)
def test_any_other_path_leads_nowhere(path):
    assert target_of(path) is None


def test_ranges_of_the_same_versions_are_merged_in_order():
    first = CompatRange(addon_max_version="1")
    second = CompatRange()
    third = CompatRange(addon_max_version="1", min_version="5")
    fourth = CompatRange(addon_max_version="1", type=OverrideType.COMPATIBLE)
    override = CompatOverride(id=1, guid="a@b", ranges=(first, second, third, fourth))
    assert override.merged_ranges() == [[first, third], [second], [fourth]]
    assert CompatOverride(id=1, guid="a@b").merged_ranges() == []
