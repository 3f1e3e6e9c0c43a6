"""The versions that a detail holds, and their licenses (catalog.md §6.1, §6.3, §6.5)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.version import License, Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import detail, from_v4, in_v3, in_v3_and_v4, put_addon, put_person, release

AUTHOR = builders.user(2)
GERMAN = {"Accept-Language": "de"}


def unlisted(number: int, **fields: Any) -> Version:
    return release(number, channel=Channel.UNLISTED, **fields)


def put_with_versions(service: Service, *more: Version) -> None:
    put_addon(service, release(10), *more, authors=(builders.author(AUTHOR),))


@pytest.mark.fact("catalog-102")
def test_unlisted_versions_are_kept_from_strangers_and_listed_reviewers(service, version):
    put_with_versions(service, unlisted(11))
    for viewer in (None, put_person(service, "Addons:Review")):
        assert "latest_unlisted_version" not in detail(service, version, user=viewer)


@pytest.mark.fact("catalog-103")
def test_the_newest_unlisted_version_is_told_to_authors_and_unlisted_reviewers(service, version):
    put_with_versions(service, unlisted(12), unlisted(11))
    for viewer in (AUTHOR, put_person(service, "Addons:ReviewUnlisted")):
        body = detail(service, version, user=viewer)
        assert body["latest_unlisted_version"]["id"] == 12
        assert body["current_version"]["id"] == 10
        assert body["latest_unlisted_version"].keys() == body["current_version"].keys()


def test_an_unlisted_version_that_is_disabled_is_passed_over(service, version):
    disabled = builders.file(1200, status=Status.DISABLED)
    put_with_versions(service, unlisted(11), unlisted(12, files=(disabled,)))
    assert detail(service, version, user=AUTHOR)["latest_unlisted_version"]["id"] == 11


@pytest.mark.fact("catalog-104")
def test_an_author_is_told_that_there_is_no_unlisted_version(service, version):
    put_with_versions(service)
    body = detail(service, version, user=AUTHOR)
    assert "latest_unlisted_version" in body
    assert body["latest_unlisted_version"] is None


def put_licensed(service: Service, license_: License | None, **fields: Any) -> None:
    """Store an add-on whose version 1.0 has the license."""
    put_addon(service, builders.version(license=license_), **fields)


def shown_license(service: Service, version: str, *where: Any, **options: Any) -> Any:
    return detail(service, version, *where, **options)["current_version"]["license"]


@pytest.mark.fact("catalog-105")
def test_the_current_version_has_release_notes_but_no_channel_nor_license_text(service, version):
    put_licensed(service, builders.license())
    shown = detail(service, version)["current_version"]
    assert "release_notes" in shown
    assert "channel" not in shown
    assert "text" not in shown["license"]


@pytest.mark.fact("catalog-106")
@in_v3
def test_v3_does_not_tell_whether_a_license_is_custom(service, version):
    put_licensed(service, builders.license())
    assert "is_custom" not in shown_license(service, version)


@pytest.mark.fact("catalog-106")
@pytest.mark.parametrize(("builtin", "is_custom"), [(0, True), (5, False), (18, False)])
@from_v4
def test_later_versions_tell_whether_a_license_is_custom(service, version, builtin, is_custom):
    put_licensed(service, builders.license(builtin=builtin))
    assert shown_license(service, version)["is_custom"] is is_custom


@pytest.mark.fact("catalog-107")
def test_a_version_without_license_has_none(service, version):
    put_licensed(service, None)
    assert shown_license(service, version) is None


@pytest.mark.fact("catalog-108")
def test_a_custom_license_without_url_has_a_page_of_its_version(service, version):
    put_licensed(service, builders.license(), slug="s")
    url = shown_license(service, version)["url"]
    assert url == f"{SITE}/en-US/firefox/addon/s/license/1.0"


@pytest.mark.fact("catalog-109")
def test_a_predefined_license_without_url_has_none(service, version):
    put_licensed(service, builders.license(builtin=5))
    assert shown_license(service, version)["url"] is None


def test_a_license_with_url_is_linked_there(service, version):
    put_licensed(service, builders.license(url="http://license.example/"))
    assert shown_license(service, version)["url"] == "http://license.example/"


@pytest.mark.fact("catalog-110")
def test_a_constant_license_name_is_an_object_in_the_language_of_the_request(service, version):
    put_licensed(service, builders.license(builtin=18))
    name = shown_license(service, version, headers=GERMAN)["name"]
    assert list(name) == ["de"]
    assert isinstance(name["de"], str)


@pytest.mark.fact("catalog-111")
@pytest.mark.parametrize("version", ["v3", "v4"])
def test_a_constant_license_name_is_a_text_where_translations_are(service, version):
    put_licensed(service, builders.license(builtin=18))
    assert isinstance(shown_license(service, version, 1, "lang=fr")["name"], str)


@pytest.mark.parametrize("version", ["v4dev", "v5"])
def test_a_constant_license_name_is_an_object_where_translations_are(service, version):
    put_licensed(service, builders.license(builtin=18))
    assert list(shown_license(service, version, 1, "lang=fr")["name"]) == ["fr"]


@in_v3_and_v4
def test_a_license_of_a_developer_has_its_own_name(service, version):
    put_licensed(service, builders.license(name={"fr": "Licence", "en-US": "License"}))
    name = shown_license(service, version, headers=GERMAN)["name"]
    assert name == {"fr": "Licence", "en-US": "License"}
