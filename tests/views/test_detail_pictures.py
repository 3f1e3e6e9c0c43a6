"""Icons and screenshots (catalog.md §6.6, §6.7)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE
from tests.views.helpers import detail, from_v4, in_v3, put_addon, release

MEDIA, STATIC = f"{SITE}/user-media", f"{SITE}/static"


@pytest.mark.fact("catalog-86")
def test_an_addon_without_icon_has_the_default_one(service, version):
    put_addon(service)
    body = detail(service, version)
    assert body["icon_url"] == f"{STATIC}/img/addon-icons/default-64.png"
    assert body["icons"]["32"] == f"{STATIC}/img/addon-icons/default-32.png"


@pytest.mark.parametrize(
    ("id_", "fields", "path"),
    [
        pytest.param(
            3615,
            {"icon_hash": "fakehash"},
            "addon_icons/3/3615-64.png?modified=fakehash",
            marks=pytest.mark.fact("catalog-87"),
        ),
        pytest.param(
            42,
            {},
            f"addon_icons/0/42-64.png?modified={int(builders.CREATED.timestamp())}",
            marks=pytest.mark.fact("catalog-88"),
        ),
    ],
)
def test_an_uploaded_icon_is_named_after_its_addon(service, version, id_, fields, path):
    put_addon(service, id=id_, icon_type="image/png", **fields)
    assert detail(service, version, id_)["icon_url"] == f"{MEDIA}/{path}"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"icon_type": "icon/alerts"}, "img/addon-icons/alerts-64.png"),
        ({"type": AddonType.THEME}, "img/icons/default-theme.png"),
    ],
    ids=["stock icon", "complete theme"],
)
def test_other_icons_are_the_sites_own(service, version, fields, path):
    put_addon(service, **fields)
    assert detail(service, version)["icon_url"] == f"{STATIC}/{path}"


@pytest.mark.fact("catalog-89")
@in_v3
def test_v3_has_icons_of_two_sizes(service, version):
    put_addon(service)
    assert list(detail(service, version)["icons"]) == ["32", "64"]


@pytest.mark.fact("catalog-89")
@from_v4
def test_later_versions_have_icons_of_three_sizes(service, version):
    put_addon(service)
    assert list(detail(service, version)["icons"]) == ["32", "64", "128"]


@pytest.mark.fact("catalog-95")
def test_previews_are_sorted_and_promotional_graphics_left_out(service, version):
    previews = [
        builders.preview(
            number, position=position, image_size=(800, 600), thumbnail_size=(320, 200)
        )
        for number, position in ((1001, 2), (1002, 1), (1003, -1))
    ]
    put_addon(service, previews=tuple(previews))
    first, second = detail(service, version)["previews"]
    assert (first["id"], second["id"]) == (1002, 1001)
    assert first["caption"] is None
    assert (first["image_size"], first["thumbnail_size"]) == ([800, 600], [320, 200])


def test_previews_link_to_both_sizes_of_the_picture(service, version):
    put_addon(service, previews=(builders.preview(1002),))
    (shown,) = detail(service, version)["previews"]
    file = f"1/1002.png?modified={int(builders.CREATED.timestamp())}"
    assert shown["image_url"] == f"{MEDIA}/previews/full/{file}"
    assert shown["thumbnail_url"] == f"{MEDIA}/previews/thumbs/{file}"
    assert (shown["image_size"], shown["thumbnail_size"]) == ([], [])


def release_with_preview(number: int, preview: int) -> Version:
    caption = {"en-US": "Not shown"}
    return release(number, previews=(builders.preview(preview, caption=caption),))


@pytest.mark.fact("catalog-96")
def test_a_static_theme_does_not_show_the_previews_of_the_addon(service, version):
    put_addon(service, type=AddonType.STATICTHEME, previews=(builders.preview(1001),))
    assert detail(service, version)["previews"] == []


@pytest.mark.fact("catalog-97")
def test_a_static_theme_shows_the_previews_of_its_current_version(service, version):
    put_addon(
        service,
        release_with_preview(1, 2001),
        release_with_preview(2, 2002),
        type=AddonType.STATICTHEME,
    )
    (shown,) = detail(service, version)["previews"]
    assert (shown["id"], shown["caption"]) == (2002, None)
    assert shown["image_url"].startswith(f"{MEDIA}/version-previews/full/2/2002.png")
