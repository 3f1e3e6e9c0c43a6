"""Accounts as their owners and others see them (community.md §4.1–§4.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from amo_pyramid.work import open_work
from tests.security.signing import ADDRESS, AGREED, NOW, PROFILE, sign_in_of
from tests.views.helpers import NOT_FOUND, NOT_SIGNED_IN, answer, in_v3, put_person

ACCOUNT = "/accounts/account/{}/"
PUBLIC = [
    "id",
    "name",
    "url",
    "username",
    "average_addon_rating",
    "biography",
    "created",
    "has_anonymous_display_name",
    "has_anonymous_username",
    "homepage",
    "is_addon_developer",
    "is_artist",
    "location",
    "num_addons_listed",
    "occupation",
    "picture_type",
    "picture_url",
]
OWN = [
    *PUBLIC,
    "deleted",
    "display_name",
    "email",
    "fxa_edit_email_url",
    "is_verified",
    "last_login",
    "last_login_ip",
    "permissions",
    "read_dev_agreement",
    "site_status",
]


def put_developer(service, number=42, *, is_listed=True, user=None, **fields):
    """Store a listed author of a public add-on."""
    user = user or builders.user(number)
    author = builders.author(user, is_listed=is_listed)
    stored = builders.addon(number, authors=(author,), **fields)
    version = builders.version(number * 10, number)
    service.put(*builders.listed(stored, version))
    return user


def profile(service, user, version="v4", **options):
    response = service.get(PROFILE, user=user, version=version, **options)
    assert response.status_int == 200, response.text
    return response.json


class TestProfile:
    @pytest.mark.fact("community-30", "community-71")
    def test_a_person_sees_their_own_account(self, service, version):
        person = put_person(service, number=42)
        said = profile(service, person, version)
        names = [name for name in OWN if version != "v3" or name != "fxa_edit_email_url"]
        assert list(said) == names
        own = service.get(ACCOUNT.format(42), user=person, version=version)
        assert own.json == said
        # A Bearer token is no sign-in with a key.
        assert sign_in_of(service, person) is None

    def test_everything_that_is_known_is_told(self, service):
        user = builders.user(
            42,
            "anonymous-" + "0f" * 16,
            display_name="Ann",
            email="a@example.com",
            biography="<b>I</b>",
            homepage="https://example.org/",
            location="Earth",
            occupation="Tester",
            read_dev_agreement=AGREED,
            picture_modified=builders.CREATED,
        )
        rated = {"ratings_count": 3, "average_rating": 4.0 / 3}
        put_developer(service, user=user, **rated)
        service.put(builders.group(members=(42,), rules=("Foo:Bar",)))
        assert profile(service, user) == {
            "id": 42,
            "name": "Ann",
            "url": f"{SITE}/en-US/firefox/user/42/",
            "username": user.username,
            "average_addon_rating": 1.33,
            "biography": "<b>I</b>",
            "created": "2018-10-11T12:30:45Z",
            "has_anonymous_display_name": False,
            "has_anonymous_username": True,
            "homepage": "https://example.org/",
            "is_addon_developer": True,
            "is_artist": False,
            "location": "Earth",
            "num_addons_listed": 1,
            "occupation": "Tester",
            "picture_type": "image/png",
            "picture_url": f"{SITE}/user-media/userpics/0/42.png?modified=1539261045",
            "deleted": False,
            "display_name": "Ann",
            "email": "a@example.com",
            "fxa_edit_email_url": None,
            "is_verified": False,
            "last_login": None,
            "last_login_ip": "",
            "permissions": ["Foo:Bar"],
            "read_dev_agreement": "2020-01-02T03:04:05Z",
            "site_status": {"read_only": False, "notice": None},
        }

    @in_v3
    @pytest.mark.fact("community-76")
    def test_v3_knows_no_page_to_edit_the_address(self, service, version):
        person = put_person(service)
        assert "fxa_edit_email_url" not in profile(service, person, version)
        assert "fxa_edit_email_url" in profile(service, person, "v4")

    @pytest.mark.fact("community-31")
    def test_nobody_has_no_account(self, service, version):
        response = service.get(PROFILE, version=version)
        assert answer(response) == (401, NOT_SIGNED_IN)
        assert response.headers["WWW-Authenticate"] == 'JWT realm="api"'

    @pytest.mark.fact("community-86")
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_it_is_only_read(self, service, version, method):
        person = put_person(service)
        refused = service.request(method, PROFILE, user=person, version=version)
        assert answer(refused) == (405, {"detail": f'Method "{method}" not allowed.'})
        assert service.request(method, PROFILE, version=version).status_int == 401

    @pytest.mark.fact("community-1")
    def test_the_last_sign_in_with_a_key_is_told(self, signer):
        said = signer.ask().json
        assert said["last_login"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
        assert said["last_login_ip"] == ADDRESS

    @pytest.mark.fact("community-77")
    def test_permissions_are_those_of_all_groups_once_each(self, service):
        person = put_person(service, "Addons:Review", "Addons:Edit", number=5)
        service.put(builders.group(6, rules=("Foo:Bar", "Addons:Edit", " bad", "x"), members=(5,)))
        said = profile(service, person)
        assert said["permissions"] == ["Addons:Edit", "Addons:Review", "Foo:Bar"]

    @pytest.mark.fact("community-78")
    def test_without_groups_there_are_no_permissions(self, service):
        person = builders.user(5)
        service.put(person)
        assert profile(service, person)["permissions"] == []

    @pytest.mark.fact("community-79")
    def test_wildcards_are_told_as_they_are(self, service):
        assert profile(service, put_person(service, "*:*"))["permissions"] == ["*:*"]

    @pytest.mark.fact("community-80")
    def test_the_agreement_is_null_or_when_it_was_accepted(self, service):
        person = put_person(service)
        assert profile(service, person)["read_dev_agreement"] is None
        service.put(replace(person, read_dev_agreement=AGREED))
        assert profile(service, person)["read_dev_agreement"] == "2020-01-02T03:04:05Z"

    @pytest.mark.fact("community-81")
    def test_who_has_no_name_is_called_by_number(self, service, version):
        person = put_person(service, number=42)
        said = profile(service, person, version)
        assert said["name"] == "Firefox user 42"
        assert said["has_anonymous_display_name"] is True
        assert said["display_name"] is None

    @pytest.mark.fact("community-82")
    def test_the_state_of_the_site_is_told(self, catalogue):
        service = Service(catalogue, **{"amo.read_only": "true", "amo.debug": "true"})
        # Applications are shared between tests: this one forgets what was stored before.
        service.registry["amo.site_state"]._read_at = None
        person = put_person(service)
        with open_work(service.registry) as work:
            state = work.catalogue.site.maintenance()
            work.catalogue.site.switch(replace(state, notice="ET Sighted."))
        said = profile(service, person)
        assert said["site_status"] == {"read_only": True, "notice": "ET Sighted."}

    @pytest.mark.fact("community-83")
    def test_without_a_picture_there_is_no_address_of_one(self, service):
        said = profile(service, put_person(service))
        assert (said["picture_url"], said["picture_type"]) == (None, None)


class TestAccount:
    @pytest.mark.fact("community-68")
    def test_who_is_not_public_is_not_there_for_others(self, service, version):
        put_person(service, number=5)
        other = put_person(service, number=6)
        for user in (None, other):
            response = service.get(ACCOUNT.format(5), user=user, version=version)
            assert answer(response) == (404, NOT_FOUND)

    @pytest.mark.fact("community-69")
    def test_who_is_public_is_found_by_id_and_by_name(self, service, version):
        put_developer(service)
        for name in (42, "user42"):
            response = service.get(ACCOUNT.format(name), version=version)
            assert response.status_int == 200
            assert list(response.json) == PUBLIC
            assert response.json["url"] == f"{SITE}/en-US/firefox/user/42/"

    @pytest.mark.fact("community-70")
    def test_a_name_may_have_periods_and_any_letters(self, service, version):
        put_developer(service, user=builders.user(42, "a.b.ñ日"))
        path = ACCOUNT.format("a.b.%C3%B1%E6%97%A5")
        assert service.get(path, version=version).json["id"] == 42

    def test_a_name_of_digits_is_an_id(self, service):
        put_developer(service, user=builders.user(42, "7"))
        assert service.get(ACCOUNT.format(7)).status_int == 404
        assert service.get(ACCOUNT.format(42)).status_int == 200

    @pytest.mark.parametrize(
        "name", ["0", "9" * 19, "9" * 5000, "%00", "USER42", "%F0%9F%A6%8A", "-1", "4%D9%A2", "."]
    )
    def test_any_other_name_is_nobody_s(self, service, name):
        put_developer(service)
        assert service.get(ACCOUNT.format(name)).status_int == 404

    @pytest.mark.fact("community-72")
    def test_who_edits_people_sees_all_of_them(self, service, version):
        put_person(service, number=5)
        admin = put_person(service, "Users:Edit", number=6)
        said = service.get(ACCOUNT.format(5), user=admin, version=version).json
        assert said["email"] == ""
        assert said["url"] == f"{SITE}/en-US/firefox/user/5/"
        assert said["permissions"] == []

    @pytest.mark.fact("community-73")
    @pytest.mark.parametrize("state", ["is_deleted", "is_banned"])
    def test_who_is_gone_is_not_there_for_anybody(self, service, version, state):
        user = put_developer(service)
        admin = put_person(service, "Users:Edit", number=6)
        service.put(replace(user, **{state: True}))
        for viewer in (None, admin):
            response = service.get(ACCOUNT.format(42), user=viewer, version=version)
            assert answer(response) == (404, NOT_FOUND)

    @pytest.mark.fact("community-74")
    def test_who_has_no_public_addon_any_more_is_not_public(self, service):
        user = put_developer(service)
        assert service.get(ACCOUNT.format(42)).status_int == 200
        put_developer(service, user=user, status=Status.NOMINATED)
        assert service.get(ACCOUNT.format(42)).status_int == 404

    @pytest.mark.fact("community-75")
    def test_an_author_who_is_not_listed_is_not_public(self, service):
        put_developer(service, is_listed=False)
        assert service.get(ACCOUNT.format(42)).status_int == 404

    @pytest.mark.fact("community-84")
    def test_public_addons_are_counted(self, service):
        user = put_developer(service, 42)
        put_developer(service, 43, user=user)
        put_developer(service, 44, user=user, status=Status.INCOMPLETE)
        assert service.get(ACCOUNT.format(42)).json["num_addons_listed"] == 2

    @pytest.mark.fact("community-85")
    @pytest.mark.parametrize("kind", [AddonType.STATICTHEME, AddonType.PERSONA])
    def test_who_only_makes_themes_is_an_artist(self, service, kind):
        put_developer(service, type=kind, persona=None)
        said = service.get(ACCOUNT.format(42)).json
        assert (said["is_artist"], said["is_addon_developer"]) == (True, False)

    def test_anybody_hears_first_that_it_is_only_read(self, service, version):
        response = service.request("PUT", ACCOUNT.format(5), version=version)
        assert answer(response) == (405, {"detail": 'Method "PUT" not allowed.'})
