"""The authors of an add-on, and what is told of them (catalog.md §6.2)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.user import User
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import detail, put_addon, put_person


def put_with_author(service: Service, person: User, **fields: Any) -> None:
    put_addon(service, authors=(builders.author(person),), **fields)


def only_author(service: Service, version: str, **options: Any) -> dict[str, Any]:
    (author,) = detail(service, version, **options)["authors"]
    return author


@pytest.mark.fact("catalog-72")
def test_only_listed_authors_are_shown_in_their_order(service, version):
    first, second, third = (builders.user(number) for number in (1, 2, 3))
    authors = (
        builders.author(first, position=2),
        builders.author(second, position=1),
        builders.author(third, is_listed=False),
    )
    put_addon(service, authors=authors)
    assert [each["id"] for each in detail(service, version)["authors"]] == [2, 1]


@pytest.mark.fact("catalog-73")
def test_an_author_without_picture_has_that_of_nobody(service, version):
    put_with_author(service, builders.user(42))
    picture = only_author(service, version)["picture_url"]
    assert picture == f"{SITE}/static/img/anon_user.png"


@pytest.mark.fact("catalog-74")
def test_a_picture_is_named_after_its_author(service, version):
    put_with_author(service, builders.user(42, picture_modified=builders.CREATED))
    picture = only_author(service, version)["picture_url"]
    assert picture.startswith(f"{SITE}/")
    assert "42.png" in picture


@pytest.mark.fact("catalog-75")
def test_the_profile_of_an_author_of_a_public_addon_is_linked(service, version):
    put_with_author(service, builders.user(42))
    assert only_author(service, version)["url"] == f"{SITE}/en-US/firefox/user/42/"


@pytest.mark.parametrize(
    ("rules", "is_linked"),
    [
        pytest.param(["Addons:Review"], False, marks=pytest.mark.fact("catalog-76")),
        pytest.param(["Addons:Review", "Users:Edit"], True, marks=pytest.mark.fact("catalog-77")),
    ],
)
def test_the_profile_of_an_author_of_hidden_addons_is_for_few(service, version, rules, is_linked):
    put_with_author(service, builders.user(42), status=Status.NOMINATED)
    url = only_author(service, version, user=put_person(service, *rules))["url"]
    assert url == (f"{SITE}/en-US/firefox/user/42/" if is_linked else None)


def test_authors_of_hidden_addons_are_shown_the_link_to_their_own_profile(service, version):
    person = builders.user(42)
    put_with_author(service, person, status=Status.NOMINATED)
    url = only_author(service, version, user=person)["url"]
    assert url == f"{SITE}/en-US/firefox/user/42/"


@pytest.mark.parametrize(
    ("username", "display_name", "name"),
    [
        pytest.param("user1", "", "user1", marks=pytest.mark.fact("catalog-78")),
        pytest.param(
            "anonymous-13ad6a" + 26 * "0",
            "",
            "Firefox user 13ad6a",
            marks=pytest.mark.fact("catalog-79"),
        ),
        ("anonymous-13ad6a", "", "anonymous-13ad6a"),
        ("user1", "User One", "User One"),
    ],
)
def test_an_author_is_called_by_the_best_name_there_is(
    service, version, username, display_name, name
):
    put_with_author(service, builders.user(1, username, display_name=display_name))
    author = only_author(service, version)
    assert (author["name"], author["username"]) == (name, username)
