"""The published lists that are no answers of the API."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.operations.importing import files_in
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE
from amo_pyramid.operations.importing.formats import parse
from amo_pyramid.operations.importing.licenses import OTHER
from amo_pyramid.testing import builders

from .helpers import answer, dumped, file_answer, imported, put, stored, stored_addon

SITE = "https://addons.example"
MANIFEST = {
    "pname": "a-tab",
    "version": "3.1",
    "url": f"{SITE}/firefox/downloads/file/410/a_tab-3.1.xpi",
    "hash": "sha256-" + "AQID" * 10 + "AQI=",
    "addonId": "a@tab",
    "meta": {
        "description": "Tabs",
        "homepage": "https://a.example/",
        "license": "MPL-2.0",
        "permissions": ["tabs"],
        "requiresPayment": True,
        "categories": ["tabs", "other"],
        "tags": ["x"],
    },
}
POPULAR = {
    "id": 77,
    "slug": "a-tab",
    "name": "A Tab",
    "icon_url": f"{SITE}/user-media/addon_icons/0/77-64.png?modified=abc",
    "average_daily_users": 500,
    "ratings": {"count": 7, "average": 4.8},
    "last_updated": "2025-07-10",
    "categories": "Photos, Music & Videos, Tabs",
    "summary": "Tabs",
    "version": "3.2",
    "size_text": "1.5 KB",
    "license": "MIT License",
    "homepage": None,
}
THUNDERBIRD = (
    "id,guid,slug,name,average_daily_users,last_activity,version,min,max\n"
    "986686,io@tb,io,Import,277894,2025-05-23,14.1,128.0,139.*\n"
    "4631,,cal,Calendar,179988,2025-05-02,128.5,128.0,*\n"
)
LEGACY = (
    "guid,localized_string,URL\n"
    '"{x}","Old, but good",https://addons.mozilla.org/addon/10\n'
    "null,Nameless,https://addons.mozilla.org/addon/11\n"
    "bad,Bad,nowhere\n"
)


@pytest.fixture
def catalogue(sqlite_catalogue):
    return sqlite_catalogue


def popular(*addons):
    return {"snapshot": "2025-07-21", "count": len(addons), "addons": list(addons)}


def only(catalogue, kind=RecordKind.ADDON):
    (record,) = stored(catalogue, kind)
    return record


def table(text):
    return parse(text.encode())


def test_the_list_of_manifests(catalogue):
    assert imported(catalogue, [MANIFEST]).problems == []
    addon, version = only(catalogue), only(catalogue, RecordKind.VERSION)
    assert (addon.guid, addon.slug, addon.status) == ("a@tab", "a-tab", Status.PUBLIC)
    assert addon.name.texts == {"en-US": "a tab"}
    assert addon.summary.texts == {"en-US": "Tabs"}
    assert addon.homepage.texts == {"en-US": "https://a.example/"}
    assert (addon.categories, addon.tags, addon.requires_payment) == ((73, 93), ("x",), True)
    assert addon.created == version.created == UNKNOWN_DATE
    assert (version.version, version.license.builtin) == ("3.1", 1)
    assert [(each.application, each.min) for each in version.ranges] == [
        (Application.FIREFOX, "42.0")
    ]
    (file,) = version.files
    assert (file.id, file.filename, file.permissions) == (410, "a_tab-3.1.xpi", ("tabs",))
    assert file.hash == "sha256:" + "010203" * 10 + "0102"
    assert file.status is Status.PUBLIC


def test_a_hash_that_is_none_is_a_bad_record(catalogue):
    result = imported(catalogue, [MANIFEST, {**MANIFEST, "hash": "sha256-%"}])
    assert result.problems == ["answer.json: [1] (a@tab): hash: must be an algorithm and base64"]


def test_an_address_that_leads_to_no_file_is_a_bad_record(catalogue):
    result = imported(catalogue, [{**MANIFEST, "url": f"{SITE}/a.xpi"}])
    assert result.problems == ["answer.json: [0] (a@tab): url: must be the address of a file"]


def test_the_list_of_popular_addons(catalogue):
    assert imported(catalogue, popular(POPULAR)).problems == []
    addon, version = only(catalogue), only(catalogue, RecordKind.VERSION)
    assert (addon.id, addon.guid, addon.slug) == (77, None, "a-tab")
    assert addon.name.texts == {"en-US": "A Tab"}
    assert (addon.average_daily_users, addon.ratings_count, addon.average_rating) == (500, 7, 4.8)
    assert (addon.icon_type, addon.icon_hash) == ("image/png", "abc")
    assert addon.categories == (38, 93)
    assert addon.last_updated == version.created == datetime(2025, 7, 10, tzinfo=timezone.utc)
    assert version.license.name.texts == {"en-US": "MIT License"}
    assert (version.files[0].size, version.files[0].filename) == (1536, "a_tab-3.2.xpi")


@pytest.mark.parametrize(
    ("fields", "kind", "has_ranges"),
    [
        ({}, AddonType.EXTENSION, True),
        ({"categories": "Solid"}, AddonType.STATICTHEME, True),
        ({"categories": "Other", "license": "Creative Commons Attribution 3.0"}, 10, True),
        ({"categories": "", "slug": "dansk-da-language-pack"}, AddonType.LANGUAGE, True),
        ({"categories": ""}, AddonType.DICTIONARY, False),
    ],
)
def test_the_kind_of_a_popular_addon_follows_from_what_only_some_kinds_have(
    catalogue, fields, kind, has_ranges
):
    imported(catalogue, popular({**POPULAR, **fields}))
    assert only(catalogue).type == kind
    assert bool(only(catalogue, RecordKind.VERSION).ranges) is has_ranges


def test_a_popular_addon_without_ratings_keeps_those_it_has(catalogue):
    put(catalogue, builders.addon(77, guid=None, slug="a-tab", ratings_count=3))
    imported(catalogue, popular({**POPULAR, "ratings": {"count": None, "average": None}}))
    assert only(catalogue).ratings_count == 3


def test_a_made_up_id_takes_no_real_one(catalogue):
    without = {**POPULAR, "id": None, "slug": "other", "version": "1"}
    result = imported(catalogue, popular(without, {**POPULAR, "id": 1}))
    assert result.problems == []
    assert [(one.id, one.slug) for one in stored(catalogue, RecordKind.ADDON)] == [
        (1, "a-tab"),
        (2, "other"),
    ]


def test_lists_without_ids_wait_for_all_others(catalogue):
    result = imported(catalogue, [MANIFEST], popular(POPULAR), answer(1))
    assert result.problems == []
    assert [(one.id, one.guid) for one in stored(catalogue, RecordKind.ADDON)] == [
        (1, "addon1@example.com"),
        (77, "a@tab"),
    ]


def test_equal_licenses_of_a_list_are_one(catalogue):
    names = ["MIT License", "ISC", "ISC", "Custom License", "Custom License"]
    addons = [
        {**POPULAR, "id": n, "slug": f"s{n}", "license": name} for n, name in enumerate(names, 1)
    ]
    imported(catalogue, popular(*addons), [MANIFEST])
    found = [
        (one.builtin, one.name.texts["en-US"]) for one in stored(catalogue, RecordKind.LICENSE)
    ]
    assert found == [
        (6, "MIT License"),
        (OTHER, "ISC"),
        (0, "Custom License"),
        (1, "MPL-2.0"),
    ]


def test_the_lists_of_files(catalogue):
    first = {
        "id": "a@tab",
        "alias": "a-tab",
        "version": "3.1",
        "file": {},
        "passthru": {"file": file_answer(410)},
    }
    second = {
        "name": {"en-US": "Book", "fr": "Livre"},
        "version": "1",
        "file": {},
        "passthru": {
            "id": "b@tb",
            "alias": "b",
            "file": file_answer(411, url=f"{SITE}/thunderbird/downloads/file/411/b-1-tb.xpi"),
        },
    }
    assert imported(catalogue, {"a": first, "b": second}).problems == []
    one, two = stored(catalogue, RecordKind.ADDON)
    assert (one.guid, one.slug, one.name.texts) == ("a@tab", "a-tab", {"en-US": "a tab"})
    assert (two.guid, two.name.texts) == ("b@tb", {"en-US": "Book", "fr": "Livre"})
    assert one.created == builders.CREATED
    versions = stored(catalogue, RecordKind.VERSION)
    assert [version.files[0].id for version in versions] == [410, 411]
    assert [version.ranges[0].application for version in versions] == [
        Application.FIREFOX,
        Application.THUNDERBIRD,
    ]


def test_the_table_of_thunderbird_addons(catalogue):
    assert imported(catalogue, table(THUNDERBIRD)).problems == []
    second, first = stored(catalogue, RecordKind.ADDON)
    assert (first.id, first.guid, first.slug) == (986686, "io@tb", "io")
    assert (first.name.texts, first.average_daily_users) == ({"en-US": "Import"}, 277894)
    assert second.guid is None
    versions = {version.addon_id: version for version in stored(catalogue, RecordKind.VERSION)}
    assert [(each.application, each.max) for each in versions[986686].ranges] == [
        (Application.THUNDERBIRD, "139.*")
    ]
    assert versions[986686].created == datetime(2025, 5, 23, tzinfo=timezone.utc)


def test_users_that_are_no_number_are_a_bad_record(catalogue):
    result = imported(catalogue, table(THUNDERBIRD.replace("277894", "many")))
    assert result.problems == ["answer.json: [0] (io): average_daily_users: must be a whole number"]


def test_the_files_of_thunderbird_addons(catalogue):
    release = {
        "appVersion": "139",
        "type": "release",
        "extVersion": "14.1",
        "isWebExtension": True,
        "isExperiment": False,
        "url": f"{SITE}/thunderbird/downloads/file/1035/io-14.1-tb.xpi?src=",
    }
    older = {**release, "extVersion": "13.0", "url": release["url"].replace("1035", "1030")}
    icons = {"64": f"{SITE}/user-media/addon_icons/986/986686-64.png?modified=abc"}
    entry = {"id": "io@tb", "icons": icons, "compat": [release, older, release, {"type": "x"}]}
    unknown = {**entry, "id": "new@tb", "icons": {}, "compat": [release]}
    document = {"supported_versions": [139], "addons": [entry, unknown, None]}
    result = imported(catalogue, document, table(THUNDERBIRD))
    assert result.problems == [
        "answer.json: [2] (new@tb): the add-on new@tb is not stored: import it first"
    ]
    addon = stored_addon(catalogue, 986686)
    assert (addon.icon_type, addon.icon_hash) == ("image/png", "abc")
    versions = [v for v in stored(catalogue, RecordKind.VERSION) if v.addon_id == 986686]
    assert [(v.version, v.files[0].id) for v in versions] == [("14.1", 1035), ("13.0", 1030)]


def test_the_table_of_legacy_names_overwrites_nothing(catalogue):
    put(catalogue, builders.addon(10, guid="{x}", name={"en-US": "New"}))
    before = stored_addon(catalogue, 10)
    result = imported(catalogue, table(LEGACY))
    assert result.problems == ["answer.json: [2] (bad): id: must be a positive whole number"]
    assert stored_addon(catalogue, 10) == before
    other = stored_addon(catalogue, 11)
    assert (other.guid, other.slug, other.name.texts) == (None, "addon-11", {"en-US": "Nameless"})


def test_a_slug_that_was_made_up_gives_way_to_the_real_one(catalogue):
    text = LEGACY.replace("addon/10", "addon/4631").replace("{x}", "null")
    assert len(imported(catalogue, table(text), table(THUNDERBIRD)).problems) == 1
    assert stored_addon(catalogue, 4631).slug == "cal"


@pytest.mark.parametrize(
    "name",
    [
        "firefox-catalog-2025-02-08.json",
        "firefox-popular-2025-07-21.json",
        "firefox-files-2025-08-11.json",
        "thunderbird-files-2025-08-11.json",
        "thunderbird-catalog-2025-06-14.csv",
    ],
)
def test_every_published_list_is_imported_and_a_second_time_changes_nothing(
    catalogue, shared, name
):
    (document,) = files_in([shared / "data" / "amo" / name])
    content = document.content()
    # The longest list is long enough without its tail.
    files = [content[:300]] if isinstance(content, list) else [content]
    first = imported(catalogue, *files)
    # One of the files is not from a catalogue at all: it has another form.
    assert [problem for problem in first.problems if "magnolia" not in problem] == []
    assert first.report.outcome.added > 9
    before = dumped(catalogue)
    assert imported(catalogue, *files).changes == (0, 0)
    assert dumped(catalogue) == before
