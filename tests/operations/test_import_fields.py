"""What becomes of each field of an answer, in the shapes of v3, v4 and v5."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import Approval
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE
from amo_pyramid.operations.importing.licenses import OTHER
from amo_pyramid.testing import builders

from .helpers import (
    answer,
    file_answer,
    imported,
    put,
    search,
    stored,
    stored_addon,
    stored_version,
    version_answer,
)

SITE = "https://addons.example"


@pytest.fixture
def catalogue(sqlite_catalogue):
    """One kind of database is enough for what happens before anything is stored."""
    return sqlite_catalogue


def date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def addon_of(catalogue, **fields):
    result = imported(catalogue, answer(**fields))
    assert result.problems == []
    return stored_addon(catalogue)


def version_of(catalogue, addon=None, **fields):
    result = imported(catalogue, answer(**(addon or {}), current_version=version_answer(**fields)))
    assert result.problems == []
    return stored_version(catalogue)


def license_of(catalogue, license_, **addon):
    return version_of(catalogue, addon, license=license_).license


def test_plain_values_are_taken_as_they_are(catalogue):
    addon = addon_of(catalogue, is_experimental=True, requires_payment=True, public_stats=True)
    assert addon.guid == "addon1@example.com"
    assert addon.slug == "addon-1"
    assert addon.type is AddonType.EXTENSION
    assert addon.status is Status.PUBLIC
    assert addon.created == builders.CREATED
    assert addon.last_updated == date("2018-10-12T08:00:00")
    assert (addon.average_daily_users, addon.weekly_downloads) == (4242, 99)
    assert (addon.average_rating, addon.bayesian_rating) == (4.21, 4.18)
    assert (addon.ratings_count, addon.text_ratings_count) == (12, 9)
    assert (addon.is_experimental, addon.requires_payment, addon.has_public_stats) == (True,) * 3
    assert addon.tags == ("a", "b")


@pytest.mark.parametrize(
    ("status", "is_disabled", "stored_status", "by_developer"),
    [
        ("public", False, Status.PUBLIC, False),
        ("public", True, Status.PUBLIC, True),
        ("nominated", True, Status.NOMINATED, True),
        ("disabled", True, Status.DISABLED, False),
        ("deleted", False, Status.DELETED, False),
        ("review-pending", False, Status.REVIEW_PENDING, False),
    ],
)
def test_disabled_is_by_the_developer_unless_the_status_says_so(
    catalogue, status, is_disabled, stored_status, by_developer
):
    addon = addon_of(catalogue, status=status, is_disabled=is_disabled)
    assert (addon.status, addon.is_disabled_by_developer) == (stored_status, by_developer)


def test_an_answer_without_status_is_about_a_public_addon(catalogue):
    assert addon_of(catalogue, status=..., is_disabled=...).status is Status.PUBLIC


@pytest.mark.parametrize(
    ("url", "icon"),
    [
        (f"{SITE}/static/img/addon-icons/default-64.png", ("", None)),
        (f"{SITE}/static/img/icons/default-theme.png", ("", None)),
        (f"{SITE}/static/img/addon-icons/alerts-64.png?b=1", ("icon/alerts", None)),
        (f"{SITE}/user-media/addon_icons/0/1-64.png?modified=abc", ("image/png", "abc")),
        (f"{SITE}/user-media/addon_icons/0/1-64.png", ("image/png", None)),
    ],
)
def test_the_icon_is_told_by_its_address(catalogue, url, icon):
    addon = addon_of(catalogue, icon_url=url)
    assert (addon.icon_type, addon.icon_hash) == icon


def test_screenshots_tell_when_they_were_changed(catalogue):
    preview = {
        "id": 7,
        "caption": {"en-US": "A", "fr": "B"},
        "image_size": [640, 480],
        "image_url": f"{SITE}/user-media/previews/full/0/7.png?modified=1543520531",
        "thumbnail_size": [],
        "thumbnail_url": f"{SITE}/user-media/previews/thumbs/0/7.png?modified=1543520531",
    }
    undated = {**preview, "id": 6, "image_url": f"{SITE}/6.png", "position": 5}
    first, second = addon_of(catalogue, previews=[preview, undated]).previews
    assert (first.id, first.position, first.image_size, first.thumbnail_size) == (
        7,
        0,
        (640, 480),
        None,
    )
    assert first.created == first.modified == date("2018-11-29T19:42:11")
    assert first.caption.texts == {"en-US": "A", "fr": "B"}
    assert (second.id, second.position, second.created) == (6, 5, builders.CREATED)


@pytest.mark.parametrize("modified", ["99999999999999", "x", ""])
def test_a_screenshot_with_a_wrong_time_has_the_addons(catalogue, modified):
    url = f"{SITE}/7.png?modified={modified}"
    preview = {"id": 7, "caption": None, "image_url": url}
    assert addon_of(catalogue, previews=[preview]).previews[0].modified == builders.CREATED


def test_screenshots_of_a_static_theme_belong_to_its_version(catalogue):
    preview = {"id": 7, "caption": None, "image_size": [680, 92], "image_url": f"{SITE}/7.png"}
    addon = addon_of(catalogue, type="statictheme", categories={}, previews=[preview])
    assert addon.previews == ()
    assert [each.id for each in stored_version(catalogue).previews] == [7]


def test_authors_become_accounts_with_the_first_date_of_the_addon(catalogue):
    picture = f"{SITE}/user-media/userpics/0/0/3.png?modified=1543520531"
    people = [
        {"id": 3, "name": "Sample Dev", "username": "sampledev", "picture_url": picture},
        {"id": 2, "name": "plain", "username": "plain", "picture_url": None},
        {"id": 4, "name": "Firefox user 012345", "username": "anonymous-" + "012345" + "0" * 26},
        {"id": 5, "name": "Nameless"},
    ]
    addon = addon_of(catalogue, authors=people)
    assert [(author.user_id, author.position) for author in addon.authors] == [
        (3, 0),
        (2, 1),
        (4, 2),
        (5, 3),
    ]
    users = {user.id: user for user in stored(catalogue, RecordKind.USER)}
    assert users[3].display_name == "Sample Dev"
    assert users[3].picture_modified == date("2018-11-29T19:42:11")
    assert users[3].created == builders.CREATED
    assert (users[2].display_name, users[4].display_name) == ("", "")
    assert (users[5].username, users[5].display_name) == ("user-5", "Nameless")


def test_without_created_the_first_known_date_counts(catalogue):
    addon = addon_of(catalogue, created=..., last_updated="2019-01-01T00:00:00Z")
    assert addon.created == builders.CREATED
    assert stored(catalogue, RecordKind.USER)[0].created == builders.CREATED


def test_without_any_date_a_fixed_one_counts(catalogue):
    addon = addon_of(catalogue, created=..., last_updated=None, current_version=None)
    assert addon.created == UNKNOWN_DATE


def test_categories_are_found_by_application_and_slug(catalogue):
    addon = addon_of(
        catalogue,
        categories={"firefox": ["tabs", "bookmarks", "new"], "android": ["shopping"], "opera": []},
    )
    assert addon.categories == (22, 93, 150)


def test_v5_categories_without_applications_are_those_of_the_address(catalogue):
    addon = addon_of(catalogue, categories=["tabs", "performance"])
    assert addon.categories == (93, 144)
    shopping = find(Application.ANDROID, AddonType.EXTENSION, "shopping").id
    url = f"{SITE}/en-US/android/addon/addon-1/"
    assert addon_of(catalogue, categories=["shopping"], url=url).categories == (shopping,)


def test_flat_categories_that_say_the_same_change_nothing(catalogue):
    addon_of(catalogue, categories={"firefox": ["shopping"], "android": ["shopping"]})
    assert addon_of(catalogue, categories=["shopping"]).categories == (141, 150)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://paypal.me/foobar/", "https://paypal.me/foobar/"),
        ("https://p.example/?utm_source=amo-x", "https://p.example/?utm_source=amo-x"),
        (
            "https://p.example/?q=1&utm_content=product-page-contribute&utm_medium=referral"
            "&utm_source=addons.example",
            "https://p.example/?q=1",
        ),
        ("", ""),
        (None, ""),
        ({"en-US": None, "fr": "https://p.example/"}, "https://p.example/"),
    ],
)
def test_the_address_for_contributions_is_stored_without_what_answers_add(catalogue, url, kept):
    assert addon_of(catalogue, contributions_url=url).contributions_url == kept


def test_a_promotion_is_approved_for_the_applications_it_names(catalogue):
    promoted = {"apps": ["firefox", "android"], "category": "line"}
    addon = addon_of(catalogue, promoted=promoted)
    assert addon.promotion == Promotion(group=PromotedGroup.LINE)
    assert stored_version(catalogue).approvals == (
        Approval(group=PromotedGroup.LINE, application=Application.FIREFOX),
        Approval(group=PromotedGroup.LINE, application=Application.ANDROID),
    )


def test_a_group_without_approval_holds_for_the_only_application(catalogue):
    addon = addon_of(catalogue, promoted={"apps": ["android"], "category": "strategic"})
    assert addon.promotion == Promotion(
        group=PromotedGroup.STRATEGIC, application=Application.ANDROID
    )
    assert stored_version(catalogue).approvals == ()


def test_of_several_promotions_the_weightiest_known_one_counts(catalogue):
    groups = [
        {"apps": ["firefox"], "category": "spotlight"},
        {"apps": ["firefox"], "category": "recommended"},
        {"apps": ["firefox"], "category": "of-tomorrow"},
    ]
    assert addon_of(catalogue, promoted=groups).promotion == Promotion(
        group=PromotedGroup.RECOMMENDED
    )


@pytest.mark.parametrize("promoted", [None, [], {"apps": [], "category": "of-tomorrow"}])
def test_not_promoted_ends_a_promotion(catalogue, promoted):
    addon_of(catalogue, promoted={"apps": ["firefox"], "category": "recommended"})
    assert addon_of(catalogue, promoted=promoted).promotion is None


@pytest.mark.parametrize(
    ("old", "is_promoted"),
    [
        ({"is_featured": True}, True),
        ({"is_featured": False}, False),
        ({"is_featured": True, "is_recommended": False}, False),
        ({"is_featured": False, "is_recommended": True}, True),
    ],
)
def test_recommended_and_featured_addons_of_old_answers_are_promoted(catalogue, old, is_promoted):
    addon = addon_of(catalogue, promoted=..., **old)
    assert addon.promotion == (Promotion(group=PromotedGroup.RECOMMENDED) if is_promoted else None)
    assert len(stored_version(catalogue).approvals) == is_promoted


def test_old_answers_know_nothing_of_other_groups(catalogue):
    addon_of(catalogue, promoted={"apps": ["firefox"], "category": "line"})
    addon = addon_of(catalogue, promoted=..., is_recommended=False)
    assert addon.promotion == Promotion(group=PromotedGroup.LINE)


def test_the_data_of_a_lightweight_theme_is_kept(catalogue):
    theme = {
        "id": "9",
        "header": f"{SITE}/user-media/h.png?x",
        "footer": "",
        "accentcolor": "#ff0000",
        "textcolor": None,
        "author": "Somebody",
    }
    addon = addon_of(catalogue, type="persona", categories={}, theme_data=theme, icon_url=f"{SITE}")
    persona = addon.persona
    assert (persona.persona_id, persona.header, persona.footer) == (9, "h.png", "")
    assert (persona.accent_color, persona.text_color) == ("ff0000", None)
    assert (persona.display_username, persona.popularity) == ("Somebody", 4242)
    assert addon.icon_type == ""


def test_a_version_is_dated_by_its_first_file(catalogue):
    files = [
        file_answer(101, created="2018-02-02T00:00:00Z"),
        file_answer(100, created="2018-01-01T00:00:00Z"),
    ]
    version = version_of(catalogue, files=files)
    assert version.created == date("2018-01-01T00:00:00")
    assert version.modified == version.reviewed == date("2018-10-12T08:00:00")
    assert [file.id for file in version.files] == [100, 101]
    assert version.channel is Channel.LISTED


def test_the_values_of_a_file_are_taken_as_they_are(catalogue):
    (file,) = version_of(
        catalogue,
        files=[
            file_answer(
                platform="windows",
                status="disabled",
                is_webextension=False,
                is_restart_required=True,
                is_mozilla_signed_extension=True,
                optional_permissions=["o"],
                host_permissions=["h"],
                data_collection_permissions=["d"],
                optional_data_collection_permissions=["e"],
            )
        ],
    ).files
    assert (file.id, file.filename, file.size) == (100, "my_addon-1.0.xpi", 4321)
    assert file.hash == f"sha256:{100:064x}"
    assert (file.platform, file.status) == (Platform.WINDOWS, Status.DISABLED)
    assert not file.is_webextension
    assert file.is_restart_required
    assert file.is_mozilla_signed_extension
    assert (file.permissions, file.optional_permissions) == (("bookmarks",), ("o",))
    assert (file.host_permissions, file.data_collection_permissions) == (("h",), ("d",))
    assert file.optional_data_collection_permissions == ("e",)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{SITE}/firefox/downloads/file/1/a%20b-1.0.xpi?src=", "a b-1.0.xpi"),
        (f"{SITE}/firefox/downloads/file/1/type:attachment/a.xpi", "a.xpi"),
        (f"{SITE}/firefox/downloads/file/1/a.xpi/?src=x", "a.xpi"),
    ],
)
def test_the_name_of_a_file_is_the_end_of_its_address(catalogue, url, name):
    assert version_of(catalogue, files=[file_answer(url=url)]).files[0].filename == name


def test_a_platform_of_null_is_one_of_those_without_a_word(catalogue):
    assert version_of(catalogue, files=[file_answer(platform=None)]).files[0].platform is (
        Platform.ANY
    )


def test_v5_has_one_file(catalogue):
    file = file_answer(platform=..., is_webextension=..., is_restart_required=...)
    version = version_of(catalogue, files=..., file=file)
    assert [each.id for each in version.files] == [100]
    assert version.files[0].platform is Platform.ALL
    assert version.files[0].is_webextension


def test_strict_compatibility_is_a_mark_of_the_files(catalogue):
    version = version_of(catalogue, is_strict_compatibility_enabled=True)
    assert version.is_strict_compatibility_enabled
    assert (
        not version_of(catalogue, is_strict_compatibility_enabled=False)
        .files[0]
        .is_strict_compatibility_enabled
    )


def test_one_strict_file_of_two_is_enough(catalogue):
    files = (
        builders.file(100, is_strict_compatibility_enabled=True),
        builders.file(101),
    )
    put(catalogue, *builders.listed(builders.addon(), builders.version(files=files)))
    said = [file_answer(100), file_answer(101)]
    version = version_of(catalogue, files=said, is_strict_compatibility_enabled=True)
    assert [file.is_strict_compatibility_enabled for file in version.files] == [True, False]


def test_compatibility_is_kept_as_it_is_written(catalogue):
    said = {"android": {"min": "58.0", "max": "*"}, "firefox": {"min": "57.0", "max": "99.*"}}
    version = version_of(catalogue, compatibility={**said, "opera": {}})
    assert [(each.application, each.min, each.max) for each in version.ranges] == [
        (Application.FIREFOX, "57.0", "99.*"),
        (Application.ANDROID, "58.0", "*"),
    ]


def test_ranges_that_the_service_makes_up_are_not_stored(catalogue):
    assert version_of(catalogue, {"type": "dictionary", "categories": {}}).ranges == ()


@pytest.mark.parametrize(
    ("said", "builtin"),
    [
        ({"is_custom": True}, 0),
        ({"is_custom": False}, OTHER),
        ({}, OTHER),
        ({"url": f"{SITE}/en-US/firefox/addon/addon-1/license/1.0"}, 0),
        ({"is_custom": False, "slug": "MPL-2.0"}, 1),
        ({"is_custom": False, "url": "http://www.mozilla.org/MPL/2.0/"}, 1),
        ({"is_custom": False, "url": "https://www.gnu.org/licenses/gpl-3.0.html"}, 3),
        ({"is_custom": False, "name": {"en-US": "All Rights Reserved"}}, 18),
        ({"is_custom": False, "name": "All Rights Reserved"}, 18),
        ({"is_custom": False, "name": "Creative Commons Attribution 3.0"}, 12),
        ({"is_custom": False, "url": "http://creativecommons.org/licenses/by-sa/3.0/"}, 17),
    ],
)
def test_a_license_is_recognised(catalogue, said, builtin):
    license_ = license_of(catalogue, {"id": 5, "name": {"en-US": "Sample"}, **said})
    assert license_.builtin == builtin


def test_all_rights_reserved_is_another_license_for_themes(catalogue):
    said = {"id": 5, "is_custom": False, "name": "All Rights Reserved", "url": None}
    assert license_of(catalogue, said, type="statictheme", categories={}).builtin == 11


def test_an_unrecognised_license_keeps_its_number(catalogue):
    put(catalogue, builders.license(5, builtin=4))
    said = {"id": 5, "is_custom": False, "name": {"en-US": "Sample"}, "url": None}
    assert license_of(catalogue, said).builtin == 4


def test_name_text_and_address_of_a_license_are_stored(catalogue):
    said = {
        "id": 5,
        "is_custom": True,
        "name": {"en-US": "Own", "fr": "La mienne"},
        "text": {"en-US": "Text", "fr": "Texte"},
        "url": f"{SITE}/en-US/firefox/addon/addon-1/license/1.0",
    }
    license_ = license_of(catalogue, said)
    assert license_.name.texts == {"en-US": "Own", "fr": "La mienne"}
    assert license_.text.texts == {"en-US": "Text", "fr": "Texte"}
    assert license_.url is None


def test_the_name_that_the_service_has_for_a_license_is_not_stored(catalogue):
    said = {"id": 5, "is_custom": False, "name": "All Rights Reserved", "url": None}
    assert not license_of(catalogue, said).name


def test_a_version_may_have_no_license(catalogue):
    version_of(catalogue)
    assert version_of(catalogue, license=None).license is None
    version_of(catalogue)
    assert version_of(catalogue, license=...).license_id == 5


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": None}, "id: must be a positive whole number"),
        ({"id": 2**63}, "id: must be a positive whole number"),
        ({"type": "nothing"}, "type: 'nothing' is unknown"),
        ({"type": "any"}, "type: 'any' is unknown"),
        ({"status": "nothing"}, "status: 'nothing' is unknown"),
        ({"is_disabled": 1}, "is_disabled: must be true or false"),
        ({"average_daily_users": "many"}, "average_daily_users: must be a whole number"),
        ({"ratings": {"average": "good"}}, "ratings.average: must be a number"),
        ({"created": "yesterday"}, "created: must be a date"),
        ({"tags": "a"}, "tags: must be a list"),
        ({"tags": [1]}, "tags: must be a text"),
        ({"authors": [{"id": "x"}]}, "authors[0].id: must be a positive whole number"),
        ({"previews": [{"id": 1, "caption": None, "image_size": [1]}]}, "previews[0].image_size"),
        ({"current_version": []}, "current_version: must be an object"),
        ({"current_version": {"id": 1}}, "current_version.version: must be a text"),
        (
            {"current_version": version_answer(files=[file_answer(url="")])},
            "current_version.files[0].url: must end with a file name",
        ),
        (
            {"current_version": version_answer(files=[file_answer(status="x")])},
            "current_version.files[0].status: 'x' is unknown",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_path(catalogue, change, reason):
    result = imported(catalogue, search(answer(2), answer(**change)))
    (problem,) = result.problems
    assert problem.startswith(f"answer.json: results[1] (addon1@example.com): {reason}")
    assert [addon.id for addon in stored(catalogue, RecordKind.ADDON)] == [2]
