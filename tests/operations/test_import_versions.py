"""What becomes of each field of a version, its files and its license, in v3, v4 and v5."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.statuses import Status
from amo_pyramid.operations.importing.licenses import OTHER
from amo_pyramid.testing import builders

from .helpers import date, file_answer, put, version_of

SITE = "https://addons.example"


@pytest.fixture
def catalogue(sqlite_catalogue):
    """One kind of database is enough for what happens before anything is stored."""
    return sqlite_catalogue


def license_of(catalogue, license_, **addon):
    return version_of(catalogue, addon, license=license_).license


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
