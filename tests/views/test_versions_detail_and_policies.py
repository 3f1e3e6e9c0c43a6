"""A single version, and the policies of an add-on (catalog.md §5.5, §5.6)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import (
    NOT_FOUND,
    NOT_PERMITTED,
    NOT_SIGNED_IN,
    answer,
    put_addon,
    put_person,
)
from tests.views.version_helpers import get_version, numbered, unlisted

RULES = {
    "other user": (),
    "reviewer": ("Addons:Review",),
    "unlisted reviewer": ("Addons:ReviewUnlisted",),
    "viewer of deleted": ("Addons:ViewDeleted",),
    "reviewer who sees deleted": ("Addons:Review", "Addons:ViewDeleted"),
    "admin": ("*:*",),
}
AUTHOR = builders.user(2)
DISABLED = numbered(1, files=(builders.file(status=Status.DISABLED),))
UNREVIEWED = numbered(1, files=(builders.file(status=Status.UNREVIEWED),))
HALF_APPROVED = numbered(
    1, files=(builders.file(1, status=Status.PUBLIC), builders.file(2, status=Status.DISABLED))
)
HIDDEN = {"disabled": DISABLED, "unreviewed": UNREVIEWED, "half approved": HALF_APPROVED}
REFUSALS = {401: NOT_SIGNED_IN, 403: NOT_PERMITTED, 404: NOT_FOUND}

by = pytest.mark.parametrize


def put_versions(service: Service, *versions: Any, **fields: Any) -> None:
    """Store add-on 1 with its author."""
    put_addon(service, *versions, authors=(builders.author(AUTHOR),), **fields)


def somebody(service: Service, who: str) -> Any:
    """The person who asks: nobody, the author, or an account that is made now."""
    people = {"anonymous": None, "author": AUTHOR}
    return people[who] if who in people else put_person(service, *RULES[who])


@pytest.mark.fact("catalog-194")
def test_an_approved_version_is_for_everybody(service, version):
    put_versions(service, numbered(1))
    response = get_version(service, version)
    assert response.status_int == 200
    assert response.json["id"] == 10
    assert response.json["channel"] == "listed"


@pytest.mark.fact("catalog-195")
def test_what_is_no_version_of_the_addon_is_not_found(service, version):
    put_versions(service, numbered(1))
    service.put(builders.addon(2), builders.version(20, 2))
    for identifier in (999, 20, "1.0", "last", "-1", "1e1", "9" * 30, "%C2%B2"):
        assert answer(get_version(service, version, identifier)) == (404, NOT_FOUND)


@pytest.mark.fact("catalog-196")
@by(("who", "status"), [("anonymous", 401), ("other user", 403)])
@by("state", HIDDEN)
def test_a_version_that_is_not_approved_is_not_for_everybody(service, version, who, status, state):
    put_versions(service, HIDDEN[state])
    response = get_version(service, version, user=somebody(service, who))
    assert answer(response) == (status, REFUSALS[status])


@pytest.mark.fact("catalog-197")
@by("state", ["disabled", "unreviewed"])
def test_reviewers_and_authors_see_a_version_that_is_not_approved(service, version, state):
    put_versions(service, HIDDEN[state])
    for who in ("reviewer", "author", "admin"):
        response = get_version(service, version, user=somebody(service, who))
        assert (response.status_int, response.json["id"]) == (200, 10)


def test_a_reviewer_of_unlisted_versions_sees_no_listed_one_that_is_not_approved(service, version):
    put_versions(service, DISABLED)
    response = get_version(service, version, user=somebody(service, "unlisted reviewer"))
    assert answer(response) == (403, NOT_PERMITTED)


@pytest.mark.fact("catalog-198")
def test_a_deleted_version_is_gone(service, version):
    put_versions(service, numbered(1, is_deleted=True))
    for who in ("anonymous", "other user", "reviewer", "author", "unlisted reviewer"):
        response = get_version(service, version, user=somebody(service, who))
        assert answer(response) == (404, NOT_FOUND)


@pytest.mark.fact("catalog-199")
def test_whoever_may_see_deleted_versions_and_the_version_sees_it(service, version):
    put_versions(service, numbered(1, is_deleted=True))
    for who in ("admin", "reviewer who sees deleted"):
        response = get_version(service, version, user=somebody(service, who))
        assert (response.status_int, response.json["id"]) == (200, 10)


@pytest.mark.fact("catalog-200")
@by(("who", "status"), [("anonymous", 401), ("other user", 403), ("reviewer", 403)])
def test_an_unlisted_version_is_not_for_everybody(service, version, who, status):
    # The add-on itself is no secret: it has an approved version.
    put_versions(service, unlisted(1), numbered(2))
    response = get_version(service, version, user=somebody(service, who))
    assert answer(response) == (status, REFUSALS[status])


@pytest.mark.fact("catalog-201")
def test_unlisted_reviewers_and_authors_see_an_unlisted_version(service, version):
    put_versions(service, unlisted(1))
    for who in ("unlisted reviewer", "author", "admin"):
        response = get_version(service, version, user=somebody(service, who))
        assert (response.status_int, response.json["channel"]) == (200, "unlisted")


@pytest.mark.fact("catalog-202")
def test_a_single_version_has_no_filter(service, version):
    put_versions(service, numbered(1))
    for value in ("all_with_unlisted", "", "ahahaha"):
        response = get_version(service, version, 10, f"filter={value}")
        assert answer(response) == (400, ['The "filter" parameter is not valid in this context.'])


@pytest.mark.fact("catalog-203")
@by("version", ["v4", "v4dev"])
def test_a_custom_license_is_shown_with_its_text(service, version):
    license_ = builders.license(name={"en-US": "Mine"}, text={"en-US": "Do as you like."})
    put_versions(service, numbered(1, license=license_), slug="my-addon")
    assert get_version(service, version).json["license"] == {
        "id": 5,
        "is_custom": True,
        "name": {"en-US": "Mine"},
        "text": {"en-US": "Do as you like."},
        "url": f"{SITE}/en-US/firefox/addon/my-addon/license/1.0",
    }
    assert list(get_version(service, version).json["license"]) == [
        "id",
        "is_custom",
        "name",
        "text",
        "url",
    ]


def test_versions_are_found_by_every_name_of_their_addon(service, version):
    put_versions(service, numbered(1), slug="my-addon", guid="my-addon@example.com")
    for name in (1, "my-addon", "my-addon@example.com", "MY-ADDON%40EXAMPLE.COM"):
        assert get_version(service, version, addon=name).json["id"] == 10


def get_policies(service: Service, version: str, query: str = "", **options: Any) -> Any:
    path = f"/addons/addon/1/eula_policy/{'?' + query if query else ''}"
    return service.get(path, version=version, **options)


@pytest.mark.fact("catalog-204")
def test_an_addon_without_policies_says_so(service, version):
    put_versions(service, numbered(1))
    expected = {"eula": None, "privacy_policy": None}
    assert answer(get_policies(service, version)) == (200, expected)


@pytest.mark.fact("catalog-205")
def test_policies_are_shown_in_all_their_languages(service, version):
    policies = {
        "eula": {"en-US": "Rules", "fr": "Règles"},
        "privacy_policy": {"en-US": "We keep nothing."},
    }
    put_versions(service, numbered(1), **policies)
    assert answer(get_policies(service, version)) == (200, policies)


@by("version", ["v3", "v4"])
def test_a_policy_in_one_language_is_a_string(service, version):
    put_versions(service, numbered(1), eula={"en-US": "Rules", "fr": "Règles"})
    expected = {"eula": "Règles", "privacy_policy": None}
    assert get_policies(service, version, "lang=fr").json == expected


@pytest.mark.fact("catalog-206")
def test_policies_of_a_hidden_addon_are_hidden(service, version):
    put_versions(service, numbered(1), is_disabled_by_developer=True)
    facts = {"is_disabled_by_developer": True, "is_disabled_by_mozilla": False}
    assert answer(get_policies(service, version)) == (401, NOT_SIGNED_IN | facts)
    stranger = somebody(service, "other user")
    assert answer(get_policies(service, version, user=stranger)) == (403, NOT_PERMITTED | facts)
    assert get_policies(service, version, user=AUTHOR).status_int == 200
