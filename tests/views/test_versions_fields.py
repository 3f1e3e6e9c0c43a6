"""The fields of a version and of its files (catalog.md §3.3, §6.3-§6.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.version import ApplicationRange, File
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import detail, from_v4, in_v3, in_v3_and_v4, put_addon
from tests.views.version_helpers import get_version, get_versions, numbered

STRICT = {"is_strict_compatibility_enabled": True}
EVERYWHERE = {
    "firefox": {"min": "4.0", "max": "9999"},
    "android": {"min": "11.0", "max": "9999"},
}


def firefox(lowest: str, highest: str) -> ApplicationRange:
    return ApplicationRange(application=Application.FIREFOX, min=lowest, max=highest)


def current(service: Service, version: str, *where: Any, **options: Any) -> dict[str, Any]:
    return detail(service, version, *where, **options)["current_version"]


def put_file(service: Service, **fields: Any) -> File:
    """Store an add-on whose only version has only this file."""
    stored = builders.file(fields.pop("id", 100), **fields)
    put_addon(service, builders.version(files=(stored,)))
    return stored


@pytest.mark.fact("catalog-124")
def test_a_strict_version_shows_its_own_range(service, version):
    files = (builders.file(**STRICT),)
    put_addon(service, builders.version(files=files, ranges=(firefox("4.0.99", "5.0.99"),)))
    shown = current(service, version)
    assert shown["compatibility"] == {"firefox": {"min": "4.0.99", "max": "5.0.99"}}
    assert shown["is_strict_compatibility_enabled"] is True


@pytest.mark.fact("catalog-125")
def test_an_extension_without_ranges_has_no_compatibility(service, version):
    put_addon(service, builders.version(ranges=()))
    shown = current(service, version)
    assert shown["compatibility"] == {}
    assert shown["is_strict_compatibility_enabled"] is False


@pytest.mark.fact("catalog-126")
@pytest.mark.parametrize("kind", [AddonType.SEARCH, AddonType.DICTIONARY])
def test_kinds_that_run_everywhere_do_not_show_what_is_stored(service, version, kind):
    put_addon(service, builders.version(ranges=(firefox("57.0", "58.*"),)), type=kind)
    assert current(service, version)["compatibility"] == EVERYWHERE


def test_a_persona_runs_everywhere_too(service, version):
    put_addon(service, type=AddonType.PERSONA)
    assert current(service, version)["compatibility"] == EVERYWHERE


@pytest.mark.parametrize(
    ("version", "applications"),
    [
        ("v3", ["firefox", "thunderbird", "android"]),
        ("v4", ["firefox", "android"]),
        ("v4dev", ["firefox", "android"]),
        ("v5", ["firefox", "android"]),
    ],
)
def test_only_applications_that_the_api_version_knows_are_shown(service, version, applications):
    known = (Application.FIREFOX, Application.THUNDERBIRD, Application.ANDROID)
    ranges = tuple(ApplicationRange(application=each, min="60.0", max="*") for each in known)
    put_addon(service, builders.version(ranges=ranges))
    assert list(current(service, version)["compatibility"]) == applications


@pytest.mark.fact("catalog-127")
@in_v3_and_v4
def test_a_version_may_have_no_files(service, version):
    put_addon(service, builders.version(files=()))
    shown = current(service, version)
    assert shown["files"] == []
    assert shown["is_strict_compatibility_enabled"] is False


@pytest.mark.fact("catalog-128")
def test_one_strict_file_makes_the_version_strict(service, version):
    files = (builders.file(1), builders.file(2, **STRICT))
    put_addon(service, builders.version(files=files))
    assert current(service, version)["is_strict_compatibility_enabled"] is True


@in_v3_and_v4
def test_files_are_in_the_order_of_their_ids(service, version):
    put_addon(service, builders.version(files=(builders.file(9), builders.file(3))))
    assert [each["id"] for each in current(service, version)["files"]] == [3, 9]


@pytest.mark.fact("catalog-129")
@in_v3_and_v4
def test_permissions_are_words_and_each_is_said_once(service, version):
    put_file(service, permissions=("bookmarks", "bookmarks", 5))
    assert current(service, version)["files"][0]["permissions"] == ["bookmarks"]


@in_v3_and_v4
def test_permissions_keep_their_order(service, version):
    wanted = ["tabs", "bookmarks", "https://*.example.com/*"]
    put_file(service, permissions=tuple(wanted))
    assert current(service, version)["files"][0]["permissions"] == wanted


@in_v3_and_v4
def test_permissions_for_hosts_are_permissions(service, version):
    put_file(service, permissions=("tabs",), host_permissions=("<all_urls>", "tabs"))
    assert current(service, version)["files"][0]["permissions"] == ["tabs", "<all_urls>"]


@pytest.mark.fact("catalog-130")
@in_v3_and_v4
def test_a_file_that_is_no_webextension_has_no_permissions(service, version):
    put_file(
        service,
        is_webextension=False,
        permissions=("tabs",),
        optional_permissions=("bookmarks",),
        host_permissions=("<all_urls>",),
    )
    shown = current(service, version)["files"][0]
    assert shown["permissions"] == []
    # The field came after v3.
    assert shown.get("optional_permissions") == (None if version == "v3" else [])


@pytest.mark.fact("catalog-131")
@in_v3_and_v4
def test_status_and_platform_of_a_file_are_words(service, version):
    put_file(service, status=Status.PUBLIC, platform=Platform.WINDOWS)
    shown = current(service, version)["files"][0]
    assert (shown["status"], shown["platform"]) == ("public", "windows")


@in_v3_and_v4
@pytest.mark.parametrize("platform", [Platform.BSD, Platform.SOLARIS, Platform.ANY])
def test_a_historic_platform_has_no_word(service, version, platform):
    put_file(service, platform=platform)
    assert current(service, version)["files"][0]["platform"] is None


@pytest.mark.fact("catalog-132")
@in_v3_and_v4
def test_the_address_of_a_file_has_no_language(service, version):
    put_file(service, id=9, filename="a.xpi")
    for query in ("", "lang=fr"):
        shown = current(service, version, 1, query, headers={"Accept-Language": "de"})
        assert shown["files"][0]["url"] == f"{SITE}/firefox/downloads/file/9/a.xpi?src="


@pytest.mark.fact("catalog-133")
def test_a_version_that_nobody_reviewed_says_so(service, version):
    put_addon(service, builders.version(reviewed=None))
    assert current(service, version)["reviewed"] is None


def test_the_time_of_a_review_has_no_fraction(service, version):
    reviewed = builders.CREATED + timedelta(microseconds=999_999)
    put_addon(service, builders.version(reviewed=reviewed))
    assert current(service, version)["reviewed"] == "2018-10-11T12:30:45Z"


@pytest.mark.fact("catalog-134")
def test_a_newer_version_that_waits_for_review_is_not_the_current_one(service, version):
    waiting = numbered(2, files=(builders.file(200, status=Status.UNREVIEWED),))
    put_addon(service, numbered(1), waiting)
    assert current(service, version)["version"] == "1.0"


@pytest.mark.fact("catalog-135")
@in_v3_and_v4
def test_the_author_of_a_nominated_addon_sees_the_version_that_waits(service, version):
    author = builders.user(2)
    waiting = builders.version(files=(builders.file(status=Status.UNREVIEWED),))
    put_addon(service, waiting, status=Status.NOMINATED, authors=(builders.author(author),))
    shown = current(service, version, user=author)
    assert shown["id"] == waiting.id
    assert [each["status"] for each in shown["files"]] == ["unreviewed"]


FILE_FIELDS = [
    "id",
    "created",
    "hash",
    "is_restart_required",
    "is_webextension",
    "is_mozilla_signed_extension",
    "platform",
    "size",
    "status",
    "url",
    "permissions",
]


@in_v3
def test_a_file_in_v3_has_the_fields_of_its_documentation(service, version):
    put_file(service)
    assert list(current(service, version)["files"][0]) == FILE_FIELDS


@pytest.mark.parametrize("version", ["v4", "v4dev"])
def test_a_file_in_v4_has_optional_permissions_too(service, version):
    put_file(service, optional_permissions=("bookmarks", "tabs", "tabs"))
    shown = current(service, version)["files"][0]
    assert list(shown) == [*FILE_FIELDS, "optional_permissions"]
    assert shown["optional_permissions"] == ["bookmarks", "tabs"]


@in_v3_and_v4
def test_a_version_has_the_fields_of_its_documentation_in_their_order(service, version):
    put_addon(service)
    fields = [
        "id",
        "channel",
        "compatibility",
        "edit_url",
        "files",
        "is_strict_compatibility_enabled",
        "license",
        "release_notes",
        "reviewed",
        "version",
    ]
    assert list(get_version(service, version).json) == fields
    assert list(get_versions(service, version).json["results"][0]) == fields
    assert list(current(service, version)) == [each for each in fields if each != "channel"]


def test_the_address_to_edit_a_version_names_the_addon_by_slug(service, version):
    put_addon(service, slug="my-addon")
    expected = f"{SITE}/en-US/developers/addon/my-addon/versions/10"
    assert get_version(service, version).json["edit_url"] == expected


@from_v4
def test_the_license_of_the_current_version_says_whether_it_is_custom(service, version):
    put_addon(service, builders.version(license=builders.license()))
    assert current(service, version)["license"]["is_custom"] is True
