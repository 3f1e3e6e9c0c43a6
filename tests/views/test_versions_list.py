"""The list of an add-on's versions (catalog.md §5.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import (
    NOT_FOUND,
    NOT_PERMITTED,
    NOT_SIGNED_IN,
    answer,
    get_detail,
    in_v3,
    in_v3_and_v4,
    put_addon,
)
from tests.views.version_helpers import get_versions, numbered, numbers, unlisted

#: Who asks: nobody, an account, and what the groups of the others permit.
PEOPLE: dict[str, tuple[str, ...]] = {
    "other user": (),
    "author": (),
    "reviewer": ("Addons:Review",),
    "content reviewer": ("Addons:ContentReview",),
    "reader of reviewer tools": ("ReviewerTools:View",),
    "unlisted reviewer": ("Addons:ReviewUnlisted",),
    "viewer of deleted": ("Addons:ViewDeleted",),
    "admin": ("*:*",),
}
USERS = {name: builders.user(number) for number, name in enumerate(PEOPLE, start=2)}
NOBODY: dict[str, User | None] = {"anonymous": None}
ASKING = NOBODY | USERS
#: The older and the newer version of the contract's table, and the unlisted one.
V1, V2, V3 = numbered(1), numbered(2), unlisted(3)
ALL_WITHOUT_UNLISTED = "filter=all_without_unlisted"
ALL_WITH_UNLISTED = "filter=all_with_unlisted"
ALL_WITH_DELETED = "filter=all_with_deleted"

by = pytest.mark.parametrize


def disabled(version: Version) -> Version:
    """The version with a file that was rejected or withdrawn."""
    return replace(version, files=(replace(version.files[0], status=Status.DISABLED),))


def deleted(version: Version) -> Version:
    return replace(version, is_deleted=True)


def put_versions(service: Service, *versions: Version, **fields: Any) -> None:
    """Store add-on 1 with these versions and its author, and everybody else who may ask."""
    groups = [
        builders.group(user.id, rules=PEOPLE[name], members=(user.id,))
        for name, user in USERS.items()
    ]
    service.put(*USERS.values(), *groups)
    authors = (builders.author(USERS["author"], is_listed=False),)
    put_addon(service, *versions, authors=authors, **fields)


@pytest.mark.fact("catalog-175")
def test_the_list_has_the_approved_listed_versions_newest_first(service, version):
    put_versions(service, V1, V2, V3)
    response = get_versions(service, version)
    assert response.json["count"] == 2
    assert numbers(response) == ["2.0", "1.0"]


def test_versions_of_the_same_time_are_in_the_order_of_their_changes(service, version):
    later = V1.created + timedelta(days=9)
    put_versions(service, V1, replace(V2, created=V1.created, modified=later))
    assert numbers(get_versions(service, version)) == ["2.0", "1.0"]
    service.put(replace(V1, modified=later + timedelta(seconds=1)))
    assert numbers(get_versions(service, version)) == ["1.0", "2.0"]


@pytest.mark.fact("catalog-176")
def test_a_disabled_version_is_not_in_anybodys_plain_list(service, version):
    put_versions(service, V1, disabled(V2), V3)
    for who in ("anonymous", "reviewer", "author", "admin"):
        assert numbers(get_versions(service, version, user=ASKING[who])) == ["1.0"]


@pytest.mark.fact("catalog-177")
def test_reviewers_and_authors_see_disabled_versions_when_they_ask(service, version):
    put_versions(service, V1, disabled(V2), V3)
    for who in ("reviewer", "author", "content reviewer", "reader of reviewer tools"):
        response = get_versions(service, version, ALL_WITHOUT_UNLISTED, user=ASKING[who])
        assert numbers(response) == ["2.0", "1.0"]


@pytest.mark.fact("catalog-178")
def test_nobody_may_ask_for_disabled_versions_without_signing_in(service, version):
    put_versions(service, V1, disabled(V2), V3)
    response = get_versions(service, version, ALL_WITHOUT_UNLISTED)
    assert answer(response) == (401, NOT_SIGNED_IN)


@pytest.mark.fact("catalog-179")
def test_just_anybody_may_not_ask_for_disabled_versions(service, version):
    put_versions(service, V1, disabled(V2), V3)
    response = get_versions(service, version, ALL_WITHOUT_UNLISTED, user=ASKING["other user"])
    assert answer(response) == (403, NOT_PERMITTED)


@pytest.mark.fact("catalog-180")
@by(
    ("who", "expected"),
    [("anonymous", (401, NOT_SIGNED_IN)), ("other user", (403, NOT_PERMITTED))],
)
def test_unlisted_versions_are_not_for_everybody(service, version, who, expected):
    put_versions(service, V1, V2, V3)
    assert answer(get_versions(service, version, ALL_WITH_UNLISTED, user=ASKING[who])) == expected


@pytest.mark.fact("catalog-181")
def test_unlisted_reviewers_and_authors_see_versions_of_both_channels(service, version):
    put_versions(service, V1, V2, V3)
    for who in ("unlisted reviewer", "author", "admin"):
        response = get_versions(service, version, ALL_WITH_UNLISTED, user=ASKING[who])
        assert numbers(response) == ["3.0", "2.0", "1.0"]


@pytest.mark.fact("catalog-182")
def test_reviewers_of_listed_versions_see_no_unlisted_ones(service, version):
    put_versions(service, V1, V2, V3)
    for who in ("reviewer", "reader of reviewer tools"):
        response = get_versions(service, version, ALL_WITH_UNLISTED, user=ASKING[who])
        assert answer(response) == (403, NOT_PERMITTED)


@pytest.mark.fact("catalog-183")
def test_a_deleted_version_is_not_in_the_list(service, version):
    put_versions(service, V1, deleted(V2), V3)
    for who in ("anonymous", "reviewer", "author"):
        assert numbers(get_versions(service, version, user=ASKING[who])) == ["1.0"]


@pytest.mark.fact("catalog-184")
def test_an_author_does_not_get_deleted_versions_back(service, version):
    put_versions(service, V1, deleted(V2), V3)
    author = ASKING["author"]
    assert numbers(get_versions(service, version, ALL_WITHOUT_UNLISTED, user=author)) == ["1.0"]
    both = get_versions(service, version, ALL_WITH_UNLISTED, user=author)
    assert numbers(both) == ["3.0", "1.0"]


@pytest.mark.fact("catalog-185")
def test_deleted_versions_are_not_for_everybody(service, version):
    put_versions(service, V1, deleted(V2), V3)
    assert answer(get_versions(service, version, ALL_WITH_DELETED)) == (401, NOT_SIGNED_IN)


@pytest.mark.fact("catalog-186")
def test_neither_reviewers_nor_authors_see_deleted_versions(service, version):
    put_versions(service, V1, deleted(V2), V3)
    for who in ("reviewer", "author", "unlisted reviewer"):
        response = get_versions(service, version, ALL_WITH_DELETED, user=ASKING[who])
        assert answer(response) == (403, NOT_PERMITTED)


@pytest.mark.fact("catalog-187")
def test_whoever_may_see_deleted_versions_sees_all(service, version):
    put_versions(service, V1, deleted(V2), V3)
    for who in ("admin", "viewer of deleted"):
        response = get_versions(service, version, ALL_WITH_DELETED, user=ASKING[who])
        assert numbers(response) == ["3.0", "2.0", "1.0"]


@pytest.mark.fact("catalog-188")
def test_an_unknown_filter_is_refused(service, version):
    put_versions(service, V1)
    for value in ("ahahaha", "", "ALL_WITH_DELETED", "all_with_deleted,all_with_unlisted"):
        response = get_versions(service, version, f"filter={value}")
        assert answer(response) == (400, ['Invalid "filter" parameter specified.'])


@pytest.mark.fact("catalog-189")
@by("flags", [(True, False), (False, True)], ids=["by its developer", "by an administrator"])
def test_a_hidden_addon_is_refused_before_its_filter_is_looked_at(service, version, flags):
    by_developer, by_mozilla = flags
    status = Status.DISABLED if by_mozilla else Status.PUBLIC
    put_versions(service, V1, status=status, is_disabled_by_developer=by_developer)
    facts = {"is_disabled_by_developer": by_developer, "is_disabled_by_mozilla": by_mozilla}
    response = get_versions(service, version, "filter=ahahaha")
    assert answer(response) == (401, NOT_SIGNED_IN | facts)


HIDDEN = {
    "nominated": {"status": Status.NOMINATED},
    "disabled": {"status": Status.DISABLED},
    "disabled by its developer": {"is_disabled_by_developer": True},
    "deleted": {"status": Status.DELETED, "slug": None},
}


@pytest.mark.fact("catalog-190")
@by("state", HIDDEN)
def test_the_list_of_a_hidden_addon_is_refused_as_the_addon_is(service, version, state):
    put_versions(service, V1, **HIDDEN[state])
    expected = {
        "nominated": {"anonymous": 401, "other user": 403, "reviewer": 200, "author": 200},
        "deleted": dict.fromkeys(("anonymous", "other user", "reviewer", "author"), 404),
    }
    statuses = expected.get(state, expected["nominated"])
    for who, status in statuses.items():
        of_list = get_versions(service, version, user=ASKING[who])
        of_addon = get_detail(service, version, user=ASKING[who])
        assert of_list.status_int == of_addon.status_int == status
        if status != 200:
            assert of_list.json == of_addon.json


@pytest.mark.fact("catalog-190")
def test_the_list_of_an_unknown_addon_is_not_found(service, version):
    for identifier in (404, "nothing", "nothing@example.com"):
        response = get_versions(service, version, "filter=ahahaha", identifier)
        assert answer(response) == (404, NOT_FOUND)


def test_the_list_of_a_static_theme_is_for_reviewers_of_themes(service, version):
    put_versions(service, V1, disabled(V2), type=AddonType.STATICTHEME)
    response = get_versions(service, version, ALL_WITHOUT_UNLISTED, user=ASKING["reviewer"])
    assert answer(response) == (403, NOT_PERMITTED)


@pytest.mark.fact("catalog-191")
@in_v3_and_v4
def test_the_addon_of_a_list_may_be_named_in_every_way(service, version):
    put_versions(service, V1, V2, slug="my-addon", guid="my-addon@example.com")
    expected = get_versions(service, version, "", 1).json
    assert expected["count"] == 2
    for name in ("my-addon", "my-addon@example.com", "MY-ADDON@EXAMPLE.COM"):
        assert get_versions(service, version, "", name).json == expected


@pytest.mark.fact("catalog-192")
@in_v3_and_v4
def test_a_listed_version_is_complete(service, version):
    license_ = builders.license(text={"en-US": "Do as you like."})
    put_versions(service, replace(V1, license=license_, license_id=license_.id))
    (shown,) = get_versions(service, version).json["results"]
    assert shown["channel"] == "listed"
    assert shown["license"]["text"] == {"en-US": "Do as you like."}
    assert "release_notes" in shown


@pytest.mark.fact("catalog-193")
@in_v3
def test_a_license_of_v3_does_not_say_whether_it_is_custom(service, version):
    license_ = builders.license()
    put_versions(service, replace(V1, license=license_, license_id=license_.id))
    (shown,) = get_versions(service, version).json["results"]
    assert list(shown["license"]) == ["id", "name", "text", "url"]
