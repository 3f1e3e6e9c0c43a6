"""A small catalogue with everything that the clients' pages show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from amo_pyramid.backends.base.catalogue import Record
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import ApplicationRange, Approval, Version
from amo_pyramid.testing import builders

RECOMMENDED = PromotedGroup.RECOMMENDED
APPLICATIONS = (Application.FIREFOX, Application.ANDROID)
#: Ids of the two kinds, one with letters in both cases.
BRACED = "{7b1bf0b6-A1B9-42b0-b75d-252036438bdc}"
NAMED = "Sidebar@example.org"
PLAIN = "plain@example.org"
THEME = "{8fb11c5b-12d5-4a5e-9f1c-0123456789ab}"
DICTIONARY = "de-DE@dictionaries.example.org"
PACK = "langpack-de@example.org"
FEEDS, TABS, OTHER, ABSTRACT, MUSIC = 1, 93, 73, 300, 322
ANDROID_CATEGORY = 149
DAY = timedelta(days=1)

AUTHOR = builders.user(
    5, "marie", display_name="Marie", picture_modified=builders.CREATED, email="marie@example.org"
)
OTHER_AUTHOR = builders.user(6, "anonymous-13ad6a4d3f2b1c0a9e8d7c6b5a493827")


def everything() -> list[Record]:
    """All records, in an order in which they can be stored."""
    parts = (_extensions(), _themes(), _language_tools(), _others(), _editorial())
    return [record for part in parts for record in part]


def _ranges(low: str = "57.0", high: str = "*") -> tuple[ApplicationRange, ...]:
    return tuple(ApplicationRange(application=each, min=low, max=high) for each in APPLICATIONS)


def _approved(**fields: Any) -> dict[str, Any]:
    approvals = tuple(Approval(group=RECOMMENDED, application=each) for each in APPLICATIONS)
    return {"approvals": approvals, "ranges": _ranges(), **fields}


def _authors(*users: User) -> dict[str, Any]:
    each = (builders.author(user, position=place) for place, user in enumerate(users))
    return {"authors": tuple(each)}


def _rated(average: float, count: int) -> dict[str, Any]:
    return {
        "average_rating": average,
        "bayesian_rating": average - 0.1,
        "ratings_count": count,
        "text_ratings_count": count // 2,
    }


def _complete_version(number: int, addon_id: int, **fields: Any) -> Version:
    """With two files, a license and notes."""
    platforms = (Platform.WINDOWS, Platform.LINUX, Platform.MAC)
    files = tuple(
        builders.file(
            number * 10 + place,
            platform=platform,
            permissions=("tabs", "https://*.example.org/*"),
            optional_permissions=("downloads",),
        )
        for place, platform in enumerate(platforms)
    )
    values = {
        "version": f"{number}.0",
        "created": builders.CREATED + number * DAY,
        "reviewed": builders.CREATED + number * DAY,
        "license": builders.license(5, url="https://license.example.org/"),
        "release_notes": {"en-US": "Notes with a <b>word</b>.", "fr": "Notes en français"},
        "files": files,
        **_approved(),
        **fields,
    }
    return builders.version(number, addon_id, **values)


def _extensions() -> Iterable[Record]:
    complete = builders.addon(
        1,
        guid=BRACED,
        slug="sidebar-tabs",
        name={"en-US": "Sidebar Tabs", "fr": "Onglets latéraux", "pt-BR": "Abas laterais"},
        summary={"en-US": "Shows <b>tabs</b> at https://example.org/ beside the page."},
        description={"en-US": "A <b>long</b> text.\nSee https://example.org/."},
        developer_comments={"en-US": "Soon."},
        homepage={"en-US": "https://example.org/"},
        support_url={"en-US": "https://example.org/help"},
        support_email={"en-US": "help@example.org"},
        contributions_url="https://donate.example.org/?x=1",
        eula={"en-US": "You <b>may</b>."},
        privacy_policy={"en-US": "Nothing leaves."},
        icon_type="image/png",
        icon_hash="abcdef01",
        average_daily_users=4000,
        weekly_downloads=300,
        hotness=0.4,
        has_public_stats=True,
        tags=("tabs", "sidebar"),
        categories=(TABS, OTHER, ANDROID_CATEGORY),
        promotion=Promotion(group=RECOMMENDED),
        previews=(
            builders.preview(
                1, image_size=(640, 480), thumbnail_size=(200, 150), caption={"en-US": "Open"}
            ),
            builders.preview(2, position=1, image_size=(800, 600), thumbnail_size=(200, 150)),
        ),
        **_rated(4.2, 12),
        **_authors(AUTHOR, OTHER_AUTHOR),
    )
    yield from builders.listed(complete, _complete_version(10, 1), _complete_version(11, 1))
    german = builders.addon(
        2,
        guid=NAMED,
        slug="seitenleiste",
        default_locale="de",
        name={"de": "Seitenleiste"},
        summary={"de": "Kurz."},
        average_daily_users=9000,
        weekly_downloads=900,
        promotion=Promotion(group=RECOMMENDED),
        **_rated(3.5, 4),
        **_authors(AUTHOR),
    )
    yield from builders.listed(german, builders.version(20, 2, default_locale="de", **_approved()))
    bare = builders.addon(3, guid=PLAIN, slug="plain", name={"en-US": "Plain"}, **_authors(AUTHOR))
    yield from builders.listed(bare)


def _themes() -> Iterable[Record]:
    sizes = ((680, 92), (720, 92), (760, 92))
    for number, category in ((4, ABSTRACT), (5, MUSIC)):
        theme = builders.addon(
            number,
            guid=THEME if number == 4 else f"theme{number}@example.org",
            slug=f"theme-{number}",
            type=AddonType.STATICTHEME,
            name={"en-US": f"Theme {number}"},
            summary={"en-US": "Colours."},
            average_daily_users=100 * number,
            categories=(category,),
            promotion=Promotion(group=RECOMMENDED),
            **_rated(5.0, 1),
            **_authors(AUTHOR),
        )
        previews = tuple(
            builders.preview(
                number * 10 + place, position=place, image_size=size, thumbnail_size=(473, 64)
            )
            for place, size in enumerate(sizes)
        )
        version = builders.version(number * 10, number, **_approved(previews=previews))
        yield from builders.listed(theme, version)


def _language_tools() -> Iterable[Record]:
    dictionary = builders.addon(
        6,
        guid=DICTIONARY,
        slug="german-dictionary",
        type=AddonType.DICTIONARY,
        target_locale="de",
        name={"en-US": "German Dictionary"},
        **_authors(OTHER_AUTHOR),
    )
    yield from builders.listed(dictionary, builders.version(60, 6, ranges=()))
    pack = builders.addon(
        7, guid=PACK, slug="pack-de", type=AddonType.LANGUAGE, target_locale="de",
        name={"en-US": "Deutsch (DE) Language Pack"}, **_authors(OTHER_AUTHOR),
    )  # fmt: skip
    yield from builders.listed(
        pack, *(_pack_version(70 + place, 7, 152 + place) for place in range(3))
    )
    old = builders.addon(
        8, guid="langpack-fy@example.org", slug="pack-fy", type=AddonType.LANGUAGE,
        target_locale="fy-NL", name={"en-US": "Frysk Language Pack"}, **_authors(OTHER_AUTHOR),
    )  # fmt: skip
    yield from builders.listed(old, _pack_version(80, 8, 140))


def _pack_version(number: int, addon_id: int, release: int) -> Version:
    range_ = ApplicationRange(
        application=Application.FIREFOX, min=f"{release}.0", max=f"{release}.*"
    )
    return builders.version(
        number,
        addon_id,
        version=f"{release}.7.20261103.151912",
        created=builders.CREATED + number * DAY,
        reviewed=builders.CREATED + number * DAY,
        ranges=(range_,),
        files=(builders.file(number * 10, is_strict_compatibility_enabled=True),),
    )


def _others() -> Iterable[Record]:
    engine = builders.addon(
        9, guid="engine@example.org", slug="engine", type=AddonType.SEARCH,
        name={"en-US": "Search Engine"}, **_authors(OTHER_AUTHOR),
    )  # fmt: skip
    yield from builders.listed(engine)
    for number in (14, 15, 16):
        companion = builders.addon(
            number, categories=(FEEDS,), average_daily_users=number, **_authors(OTHER_AUTHOR)
        )
        yield from builders.listed(companion, builders.version(number * 10, number))
    hidden = builders.addon(17, slug="hidden", is_disabled_by_developer=True, **_authors(AUTHOR))
    yield from builders.listed(hidden)


def _editorial() -> Iterable[Record]:
    for place, addon_id in enumerate((2, 4, 1), 1):
        yield builders.discovery_item(place, addon_id, position=place)
    yield builders.discovery_item(4, 14, position=0)
    yield builders.mapping(1, extension_id="abcdefghijklmnop", addon_guid=BRACED)
    yield builders.mapping(2, extension_id="ponmlkjihgfedcba", addon_guid=NAMED)
    yield builders.mapping(3, extension_id="elsewhere", addon_guid="unknown@example.org")
