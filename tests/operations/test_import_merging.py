"""Imports into a catalogue that holds something already."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import ApplicationRange, Approval
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_addons import full_addon
from amo_pyramid.testing.contracts.catalogue_versions import full_version

from .helpers import (
    answer,
    dumped,
    file_answer,
    imported,
    put,
    search,
    stored,
    stored_addon,
    stored_version,
    version_answer,
)

#: The least that is recognised as an add-on.
BARE = {"id": 1, "guid": "addon1@example.com"}


def listed(catalogue, *versions, **fields):
    put(catalogue, *builders.listed(builders.addon(**fields), *versions))


def test_a_second_import_changes_nothing(catalogue):
    documents = [search(answer(1), answer(2)), answer(3), [answer(4)]]
    first = imported(catalogue, *documents)
    assert (first.report.read, first.problems) == (4, [])
    before = dumped(catalogue)
    second = imported(catalogue, *documents)
    assert second.changes == (0, 0)
    assert second.report.outcome.unchanged == first.report.outcome.added
    assert dumped(catalogue) == before


def test_what_an_answer_does_not_contain_stays(catalogue):
    records = builders.listed(full_addon(), full_version())
    put(catalogue, *records)
    before = dumped(catalogue)
    guid = stored_addon(catalogue).guid
    assert imported(catalogue, {"id": 1, "guid": guid}).changes == (0, 0)
    assert imported(catalogue, {"id": 1, "guid": guid, "weekly_downloads": 13}).changes == (0, 1)
    assert dumped(catalogue) == before.replace(b'"weekly_downloads":12', b'"weekly_downloads":13')


def test_what_a_version_does_not_contain_stays(catalogue):
    version = builders.version(
        10,
        license=builders.license(),
        release_notes={"en-US": "Notes"},
        reviewed=builders.CREATED,
        files=(builders.file(100, host_permissions=("h",)),),
        approvals=(Approval(group=PromotedGroup.LINE, application=Application.FIREFOX),),
    )
    listed(catalogue, version)
    before = stored_version(catalogue)
    imported(catalogue, {**BARE, "current_version": {"id": 10, "version": "1.0"}})
    assert stored_version(catalogue) == before


def test_values_of_a_file_that_an_answer_does_not_contain_stay(catalogue):
    listed(catalogue, builders.version(10, files=(builders.file(100, host_permissions=("h",)),)))
    imported(catalogue, answer())
    (file,) = stored_version(catalogue).files
    assert file.host_permissions == ("h",)
    assert file.permissions == ("bookmarks",)


def test_the_files_of_an_answer_are_all_there_are(catalogue):
    listed(catalogue, builders.version(10, files=(builders.file(100), builders.file(101))))
    imported(catalogue, answer(current_version=version_answer(files=[file_answer(101)])))
    assert [file.id for file in stored_version(catalogue).files] == [101]


def test_the_file_of_v5_leaves_others_alone(catalogue):
    listed(catalogue, builders.version(10, files=(builders.file(100), builders.file(101))))
    v5 = version_answer(files=..., file=file_answer(101, size=5))
    imported(catalogue, answer(current_version=v5))
    assert [(file.id, file.size) for file in stored_version(catalogue).files] == [
        (100, 4321),
        (101, 5),
    ]


def test_other_versions_stay(catalogue):
    listed(catalogue, builders.version(9, version="0.9"))
    imported(catalogue, answer())
    assert [version.id for version in stored(catalogue, RecordKind.VERSION)] == [9, 10]


def test_an_unlisted_version_of_an_answer_is_not_imported(catalogue):
    imported(catalogue, answer(latest_unlisted_version=version_answer(11, version="2.0")))
    assert [version.id for version in stored(catalogue, RecordKind.VERSION)] == [10]


def test_ranges_and_categories_that_v4_does_not_show_stay(catalogue):
    ranges = tuple(
        ApplicationRange(application=application, min="1.0", max="2.0")
        for application in (Application.FIREFOX, Application.THUNDERBIRD, Application.ANDROID)
    )
    listed(catalogue, builders.version(10, ranges=ranges), categories=(93, 143, 1001))
    imported(catalogue, answer())
    assert [(each.application, each.min) for each in stored_version(catalogue).ranges] == [
        (Application.FIREFOX, "57.0"),
        (Application.THUNDERBIRD, "1.0"),
    ]
    assert stored_addon(catalogue).categories == (22, 1001)


def test_ranges_of_an_answer_that_shows_thunderbird_are_all_there_are(catalogue):
    ranges = (
        ApplicationRange(application=Application.FIREFOX, min="1.0", max="2.0"),
        ApplicationRange(application=Application.SEAMONKEY, min="1.0", max="2.0"),
    )
    listed(catalogue, builders.version(10, ranges=ranges))
    said = {"thunderbird": {"min": "68.0", "max": "68.*"}}
    imported(catalogue, answer(current_version=version_answer(compatibility=said)))
    assert [each.application for each in stored_version(catalogue).ranges] == [
        Application.THUNDERBIRD
    ]


def test_unlisted_authors_stay_and_roles_are_kept(catalogue):
    people = [builders.user(number) for number in (3, 4, 5)]
    authors = (
        builders.author(people[0], position=0, role="developer"),
        builders.author(people[1], position=1),
        builders.author(people[2], position=2, is_listed=False),
    )
    listed(catalogue, authors=authors)
    said = [{"id": 6, "name": "New", "username": "new"}, {"id": 3, "name": "n", "username": "n"}]
    imported(catalogue, answer(authors=said))
    found = {each.user_id: each for each in stored_addon(catalogue).authors}
    assert set(found) == {3, 5, 6}
    assert (found[6].position, found[6].role) == (0, "owner")
    assert (found[3].position, found[3].role) == (1, "developer")
    assert not found[5].is_listed


def test_authors_in_the_stored_order_stay_as_they_are(catalogue):
    person = builders.user(3, "sampledev", display_name="Sample Dev")
    listed(catalogue, authors=(builders.author(person, position=7),))
    imported(catalogue, answer())
    assert stored_addon(catalogue).authors[0].position == 7


def test_an_unlisted_author_that_an_answer_shows_is_listed(catalogue):
    person = builders.user(3, "sampledev")
    listed(catalogue, authors=(builders.author(person, is_listed=False),))
    imported(catalogue, answer())
    assert [(each.user_id, each.is_listed) for each in stored_addon(catalogue).authors] == [
        (3, True)
    ]


def test_what_is_not_told_of_an_account_stays(catalogue):
    person = builders.user(3, "sampledev", email="x@example.com", session_version=4)
    put(catalogue, person)
    imported(catalogue, answer())
    (user,) = stored(catalogue, RecordKind.USER)
    assert (user.email, user.session_version, user.display_name) == (
        "x@example.com",
        4,
        "Sample Dev",
    )


def test_promotional_pictures_stay(catalogue):
    previews = (builders.preview(5, position=-1), builders.preview(6, position=0))
    listed(catalogue, previews=previews)
    imported(catalogue, answer(previews=[{"id": 7, "caption": None, "image_url": "/7.png"}]))
    assert {preview.id for preview in stored_addon(catalogue).previews} == {5, 7}


def test_a_stored_promotion_that_an_answer_agrees_with_stays(catalogue):
    promotion = Promotion(group=PromotedGroup.LINE, application=Application.FIREFOX)
    approvals = (
        Approval(group=PromotedGroup.LINE, application=Application.FIREFOX),
        Approval(group=PromotedGroup.RECOMMENDED, application=Application.ANDROID),
    )
    listed(catalogue, builders.version(10, approvals=approvals), promotion=promotion)
    imported(catalogue, answer(promoted={"apps": ["firefox"], "category": "line"}))
    assert stored_addon(catalogue).promotion == promotion
    assert set(stored_version(catalogue).approvals) == set(approvals)


def test_what_an_administrator_disabled_keeps_its_developers_choice(catalogue):
    listed(catalogue, status=Status.DISABLED, is_disabled_by_developer=True)
    imported(catalogue, answer(status="disabled", is_disabled=True))
    assert stored_addon(catalogue).is_disabled_by_developer


def test_a_version_is_never_dated_later_than_it_was(catalogue):
    early = builders.CREATED - timedelta(days=9)
    listed(catalogue, replace(builders.version(10), created=early))
    imported(catalogue, answer())
    assert stored_version(catalogue).created == early


def test_an_addon_is_recognised_by_its_guid(catalogue):
    listed(catalogue)
    result = imported(catalogue, answer(2, guid="addon1@example.com", slug="renamed"))
    assert result.problems == []
    assert [(one.id, one.slug) for one in stored(catalogue, RecordKind.ADDON)] == [(1, "renamed")]


def test_an_addon_without_guid_is_recognised_by_its_id_and_slug(catalogue):
    listed(catalogue, guid=None)
    imported(catalogue, answer(guid="new@example.com"))
    assert stored_addon(catalogue).guid == "new@example.com"


def test_the_id_of_another_addon_is_refused(catalogue):
    listed(catalogue)
    result = imported(catalogue, search(answer(guid="other@example.com", slug="other"), answer(2)))
    assert result.problems == [
        "answer.json: results[0] (other@example.com): "
        "id: 1 belongs to another add-on (addon1@example.com)"
    ]
    assert [addon.id for addon in stored(catalogue, RecordKind.ADDON)] == [1, 2]


def test_the_slug_of_another_addon_is_refused(catalogue):
    listed(catalogue)
    result = imported(catalogue, answer(2, slug="addon-1"))
    assert result.report.refused == 1
    assert "slug: addon-1 belongs to another add-on (addon1@example.com)" in result.problems[0]


def test_the_version_of_another_addon_is_refused(catalogue):
    listed(catalogue)
    result = imported(catalogue, answer(2, current_version=version_answer(10)))
    assert result.problems == [
        "answer.json: answer (addon2@example.com): version 10 belongs to the add-on 1"
    ]


def test_a_version_is_recognised_by_its_number(catalogue):
    listed(catalogue)
    imported(catalogue, answer(current_version=version_answer(77)))
    assert [version.id for version in stored(catalogue, RecordKind.VERSION)] == [10]


def test_a_deleted_version_gives_its_number_free(catalogue):
    listed(catalogue, builders.version(10, is_deleted=True))
    imported(catalogue, answer(current_version=version_answer(77, files=[file_answer(770)])))
    assert [version.id for version in stored(catalogue, RecordKind.VERSION)] == [10, 77]


def test_a_username_that_is_taken_costs_only_its_addon(catalogue):
    put(catalogue, builders.user(8, "sampledev"))
    other = answer(2, authors=[])
    result = imported(catalogue, search(answer(1), other, answer(3, authors=[])))
    (problem,) = result.problems
    assert problem.startswith("answer.json: results[0] (addon1@example.com): User 3: the username")
    assert [addon.id for addon in stored(catalogue, RecordKind.ADDON)] == [2, 3]


def test_records_of_one_batch_build_on_each_other(catalogue):
    later = answer(
        average_daily_users=5, current_version=version_answer(11, version="2.0", license=None)
    )
    result = imported(catalogue, search(answer(), later, {**BARE, "weekly_downloads": 6}))
    assert result.problems == []
    addon = stored_addon(catalogue)
    assert (addon.average_daily_users, addon.weekly_downloads) == (5, 6)
    assert [version.id for version in stored(catalogue, RecordKind.VERSION)] == [10, 11]


def test_versions_of_a_list_are_added_to_their_addon(catalogue):
    listed(catalogue)
    versions = [
        version_answer(11, version="1.1", channel="listed"),
        version_answer(12, version="1.2", channel="unlisted", files=[file_answer(120)]),
    ]
    before = stored_addon(catalogue)
    result = imported(catalogue, search(*versions))
    assert result.problems == []
    assert result.changes == (3, 0)  # two versions and their license
    assert stored_version(catalogue, 12).channel.api_name == "unlisted"
    assert replace(stored_addon(catalogue), revision=before.revision) == before
    assert imported(catalogue, search(*versions)).changes == (0, 0)


def test_versions_of_an_unknown_addon_are_refused_one_by_one(catalogue):
    result = imported(catalogue, search(version_answer(11), version_answer(12)))
    assert result.problems == [
        f"answer.json: results[{index}]: the add-on addon-1 is not stored: import it first"
        for index in range(2)
    ]


@pytest.mark.parametrize("owner", ["1", "addon-1", "addon1@example.com"])
def test_the_addon_of_a_list_of_versions_may_stand_in_the_next_pages_address(catalogue, owner):
    listed(catalogue)
    page = search(version_answer(11, version="1.1", edit_url=None, files=[file_answer(110)]))
    page["next"] = f"https://addons.example/api/v4/addons/addon/{owner}/versions/?page=2"
    assert imported(catalogue, page).problems == []
    assert stored_version(catalogue, 11).addon_id == 1


def test_versions_without_any_address_are_refused(catalogue):
    result = imported(catalogue, search(version_answer(11, edit_url=None)))
    assert result.problems == ["answer.json: results[0]: edit_url: must tell the add-on"]
