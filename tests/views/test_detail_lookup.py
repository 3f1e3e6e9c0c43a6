"""How an add-on is named in a path, and what deletion leaves of it (catalog.md §1.11, §5.3)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import (
    NOT_FOUND,
    NOT_PERMITTED,
    answer,
    detail,
    get_detail,
    put_addon,
    put_person,
)

UUID = "{1a2b3c4d-0000-1111-2222-333344445555}"
AUTHOR = builders.user(2)


@pytest.mark.fact("catalog-27")
def test_an_addon_is_found_by_its_id(service, version):
    put_addon(service, id=7)
    put_addon(service, id=8)
    assert detail(service, version, 7)["id"] == 7


@pytest.mark.fact("catalog-28")
def test_an_addon_is_the_same_by_its_slug(service, version):
    put_addon(service, id=7, slug="my-addon")
    put_addon(service, id=8)
    assert detail(service, version, "my-addon") == detail(service, version, 7)


@pytest.mark.fact("catalog-29")
def test_a_slug_may_end_like_an_endpoint(service, version):
    put_addon(service, slug="something-reviewers")
    assert detail(service, version, "something-reviewers")["slug"] == "something-reviewers"


@pytest.mark.parametrize(
    "identifier",
    [
        pytest.param(UUID, marks=pytest.mark.fact("catalog-30")),
        pytest.param(
            UUID.replace("{", "%7B").replace("}", "%7D"), marks=pytest.mark.fact("catalog-30")
        ),
        pytest.param(UUID.upper(), marks=pytest.mark.fact("catalog-31")),
    ],
)
def test_an_addon_is_found_by_its_uuid_however_it_is_written(service, version, identifier):
    put_addon(service, guid=UUID)
    assert detail(service, version, identifier)["guid"] == UUID


@pytest.mark.fact("catalog-32")
@pytest.mark.parametrize("at", ["@", "%40"])
@pytest.mark.parametrize("guid", ["my-addon@example.tld", "@example.tld", "@example"])
def test_an_addon_is_found_by_its_guid_with_an_at_sign(service, version, guid, at):
    put_addon(service, guid=guid)
    assert detail(service, version, guid.replace("@", at))["guid"] == guid


@pytest.mark.parametrize(
    "identifier",
    [
        pytest.param("999", marks=pytest.mark.fact("catalog-33")),
        pytest.param("no-such-slug", marks=pytest.mark.fact("catalog-34")),
        pytest.param("nobody@example.com", marks=pytest.mark.fact("catalog-34")),
        pytest.param(UUID, marks=pytest.mark.fact("catalog-34")),
    ],
)
def test_an_unknown_addon_is_not_found_and_nothing_else_is_said(service, version, identifier):
    put_addon(service)
    assert answer(get_detail(service, version, identifier)) == (404, NOT_FOUND)


def put_deleted(service: Service) -> None:
    """Store a public add-on with the slug ``gone`` and a listed version, then delete it."""
    authors = (builders.author(AUTHOR),)
    put_addon(service, slug="gone", authors=authors)
    service.put(builders.addon(slug=None, status=Status.DELETED, authors=authors))


@pytest.mark.fact("catalog-55")
def test_a_deleted_addon_is_not_found_by_its_id(service, version):
    put_deleted(service)
    viewers = [None, put_person(service), put_person(service, "Addons:Review", number=901), AUTHOR]
    for viewer in viewers:
        assert answer(get_detail(service, version, user=viewer)) == (404, NOT_FOUND)


@pytest.mark.fact("catalog-56")
def test_a_reviewer_who_may_see_deleted_addons_is_shown_one(service, version):
    put_deleted(service)
    reviewer = put_person(service, "Addons:ViewDeleted", "Addons:Review")
    body = detail(service, version, user=reviewer)
    assert (body["status"], body["current_version"]) == ("deleted", None)


@pytest.mark.fact("catalog-57")
def test_seeing_deleted_addons_alone_opens_none(service, version):
    put_deleted(service)
    response = get_detail(service, version, user=put_person(service, "Addons:ViewDeleted"))
    flags = {"is_disabled_by_developer": False, "is_disabled_by_mozilla": False}
    assert answer(response) == (403, {**NOT_PERMITTED, **flags})


@pytest.mark.fact("catalog-58")
def test_the_slug_of_a_deleted_addon_is_gone_for_everybody(service, version):
    put_deleted(service)
    for viewer in (None, AUTHOR, put_person(service, "*:*")):
        assert answer(get_detail(service, version, "gone", user=viewer)) == (404, NOT_FOUND)
