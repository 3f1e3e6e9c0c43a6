"""What becomes of each field of an add-on, in the shapes of v3, v4 and v5."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import Approval
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE
from amo_pyramid.testing import builders

from .helpers import (
    addon_of,
    answer,
    date,
    file_answer,
    imported,
    search,
    stored,
    stored_version,
    version_answer,
)

SITE = "https://addons.example"


@pytest.fixture
def catalogue(sqlite_catalogue):
    """One kind of database is enough for what happens before anything is stored."""
    return sqlite_catalogue


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
