"""The catalogue's suite: versions with their relations, lists and compatibility."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amo_pyramid.backends.base.catalogue import VERSION_NEEDS
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.errors import Invalid, NotFound
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.domain.query import PageRequest, VersionFilter, VersionQuery
from amo_pyramid.domain.version import ApplicationRange, Approval, File, Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import (
    NOTHING,
    CatalogueCase,
    ids,
    texts,
    versions,
)


def full_version() -> Version:
    """A version of an add-on in French, with something in every field."""
    return builders.version(
        default_locale="fr",
        channel=Channel.UNLISTED,
        reviewed=builders.CREATED + timedelta(microseconds=1),
        is_deleted=True,
        release_notes={"fr": "Notes", "en-US": "Notes"},
        license=builders.license(default_locale="fr", url="https://example.com/license"),
        files=(
            builders.file(
                3,
                platform=Platform.WINDOWS,
                size=5_000_000_000,
                is_webextension=False,
                is_restart_required=True,
                is_mozilla_signed_extension=True,
                is_strict_compatibility_enabled=True,
                permissions=("tabs", "https://*/a,b"),
                **{
                    name: (name,)
                    for name in (
                        "optional_permissions",
                        "host_permissions",
                        "data_collection_permissions",
                        "optional_data_collection_permissions",
                    )
                },
            ),
            builders.file(4, platform=Platform.LINUX, status=Status.DISABLED),
        ),
        ranges=(
            ApplicationRange(application=Application.FIREFOX, min="57.0", max="*"),
            ApplicationRange(application=Application.ANDROID, min="58.0", max="9999" * 9),
        ),
        approvals=(
            Approval(group=PromotedGroup.RECOMMENDED, application=Application.FIREFOX),
            Approval(group=PromotedGroup.LINE, application=Application.ANDROID),
        ),
        previews=(builders.preview(default_locale="fr", position=1),),
    )


class VersionsContract(CatalogueCase):
    def put_full(self, catalogue) -> Version:
        stored = full_version()
        self.put(catalogue, stored.license, builders.addon(default_locale="fr"), stored)
        return stored

    def test_every_field_of_a_version_comes_back_as_it_was_given(self, catalogue):
        stored = self.put_full(catalogue)
        assert self.version(catalogue, stored.id) == stored

    def test_what_is_not_needed_of_a_version_is_not_loaded(self, catalogue):
        stored = self.put_full(catalogue)
        loaded = self.version(catalogue, stored.id, NOTHING)
        assert all(getattr(loaded, need) is NOT_LOADED for need in VERSION_NEEDS)
        loaded = self.version(catalogue, stored.id, frozenset({"approvals"}))
        assert loaded.approvals == stored.approvals

    def test_a_version_without_relations_has_empty_ones(self, catalogue):
        stored = builders.version(files=(), ranges=())
        self.put(catalogue, builders.addon(), stored)
        assert self.version(catalogue, stored.id) == stored

    def test_texts_look_further_in_the_addon_s_language_then_in_english(self, catalogue):
        loaded = self.version(catalogue, self.put_full(catalogue).id)
        assert loaded.release_notes.fallbacks == ("fr", "en-US")
        assert loaded.license.name.fallbacks == ("fr", "en-US")
        assert loaded.previews[0].caption.fallbacks == ("fr", "en-US")

    def test_an_unknown_version_is_none(self, catalogue):
        with self.reading(catalogue) as session:
            assert session.versions.get(99, NOTHING) is None
            with pytest.raises(Invalid, match="no relation"):
                session.versions.get(99, frozenset({"nonsense"}))

    def test_an_id_beyond_all_numbers_finds_nothing(self, catalogue):
        with self.reading(catalogue) as session:
            assert session.versions.get(10**30, NOTHING) is None
            assert session.addons.by_ids([2**63, -(10**30)], NOTHING) == []
            assert session.users.by_ids([10**30]) == []

    def test_versions_come_in_the_order_asked_for_without_unknown_ones(self, catalogue):
        stored = versions(1, 3)
        self.put(catalogue, builders.addon(), *stored)
        with self.reading(catalogue) as session:
            found = session.versions.by_ids([12, 99, 10], VERSION_NEEDS)
        assert found == [stored[2], stored[0]]

    def test_files_come_by_id_and_ranges_by_application(self, catalogue):
        stored = builders.version(
            files=(builders.file(9), builders.file(3)),
            ranges=(
                ApplicationRange(application=Application.ANDROID, min="58.0", max="*"),
                ApplicationRange(application=Application.FIREFOX, min="57.0", max="*"),
            ),
        )
        self.put(catalogue, builders.addon(), stored)
        loaded = self.version(catalogue, stored.id)
        assert ids(loaded.files) == [3, 9]
        assert [int(each.application) for each in loaded.ranges] == [1, 61]


class VersionListContract(CatalogueCase):
    """Seven versions of add-on 1, from the oldest to the newest: public; approved and awaiting
    review; disabled; without files; unlisted; deleted; and one of another add-on."""

    @pytest.fixture
    def seven(self, catalogue):
        states: tuple[dict[str, Any], ...] = (
            {},
            {"files": (approved(110), builders.file(111, status=Status.UNREVIEWED))},
            {"files": (builders.file(120, status=Status.DISABLED),)},
            {"files": ()},
            {"channel": Channel.UNLISTED},
            {"is_deleted": True},
        )
        own = [
            builders.version(
                10 + number,
                version=f"{number}.0",
                created=builders.CREATED + timedelta(days=number),
                **state,
            )
            for number, state in enumerate(states)
        ]
        self.put(catalogue, builders.addon(1), *own)
        self.put(catalogue, *builders.listed(builders.addon(2)))
        return catalogue

    def find(self, catalogue, needs=NOTHING, **query):
        with self.reading(catalogue) as session:
            return session.versions.find(VersionQuery(1, **query), needs)

    @pytest.mark.parametrize(
        ("which", "found"),
        [
            (VersionFilter.PUBLIC, [11, 10]),
            (VersionFilter.ALL_WITHOUT_UNLISTED, [13, 12, 11, 10]),
            (VersionFilter.ALL_WITH_UNLISTED, [14, 13, 12, 11, 10]),
            (VersionFilter.ALL_WITH_DELETED, [15, 14, 13, 12, 11, 10]),
        ],
    )
    def test_a_filter_decides_which_versions_are_listed(self, seven, which, found):
        page = self.find(seven, filter=which)
        assert (ids(page.items), page.total) == (found, len(found))

    def test_pages_cut_the_list_and_tell_the_whole_number(self, seven):
        everything = {"filter": VersionFilter.ALL_WITH_DELETED}
        pages = [
            self.find(seven, page=PageRequest(number, 4), **everything) for number in (1, 2, None)
        ]
        assert [ids(page.items) for page in pages] == [[15, 14, 13, 12], [11, 10], [11, 10]]
        assert [(page.number, page.size, page.total) for page in pages] == [
            (1, 4, 6),
            (2, 4, 6),
            (2, 4, 6),
        ]

    @pytest.mark.parametrize("number", [0, -1, 2, 10**30])
    def test_a_page_outside_the_list_is_not_found(self, seven, number):
        with pytest.raises(NotFound):
            self.find(seven, page=PageRequest(number, 25))

    def test_the_first_page_of_an_empty_list_exists(self, catalogue):
        self.put(catalogue, builders.addon())
        page = self.find(catalogue)
        assert (list(page.items), page.total, page.count) == ([], 0, 1)

    def test_relations_are_loaded_with_the_list(self, seven):
        page = self.find(seven, frozenset({"files", "previews"}))
        assert [ids(version.files) for version in page.items] == [[110, 111], [100]]
        assert page.items[0].previews == ()

    def test_equally_old_versions_are_ordered_by_change(self, catalogue):
        later = builders.CREATED + timedelta(seconds=1)
        changed = builders.version(10, version="1.0", modified=later)
        self.put(catalogue, builders.addon(), changed, builders.version(11, version="1.1"))
        assert ids(self.find(catalogue).items) == [10, 11]


class CompatibilityContract(CatalogueCase):
    def compatible(self, catalogue, *addon_ids, application=Application.FIREFOX, version="58.0"):
        bounds = compatibility_bounds(version)
        assert bounds is not None
        with self.reading(catalogue) as session:
            return dict(session.versions.latest_compatible(addon_ids, application, *bounds))

    def put_packs(self, catalogue, *maxima, **fields):
        packs = [
            builders.version(
                10 + number,
                version=str(number),
                created=builders.CREATED + timedelta(days=number),
                ranges=(
                    ApplicationRange(
                        application=Application.FIREFOX, min=maximum.replace("*", "0"), max=maximum
                    ),
                ),
                **fields,
            )
            for number, maximum in enumerate(maxima)
        ]
        self.put(catalogue, builders.addon(), *packs)

    @pytest.mark.fact("catalog-117")
    def test_the_newest_version_whose_range_fits_is_found(self, catalogue):
        self.put_packs(catalogue, "57.*", "58.*", "58.*", "59.*")
        assert self.compatible(catalogue, 1, 2) == {1: 12}

    def test_a_maximum_counts_even_if_it_is_not_enforced(self, catalogue):
        self.put_packs(catalogue, "57.*")
        assert self.compatible(catalogue, 1) == {}

    def test_a_range_in_another_application_does_not_count(self, catalogue):
        self.put_packs(catalogue, "58.*")
        assert self.compatible(catalogue, 1, application=Application.ANDROID) == {}

    @pytest.mark.parametrize(
        "fields",
        [{"channel": Channel.UNLISTED}, {"is_deleted": True}, {"files": ()}],
        ids=["unlisted", "deleted", "without files"],
    )
    def test_only_public_versions_count(self, catalogue, fields):
        self.put_packs(catalogue, "58.*", **fields)
        assert self.compatible(catalogue, 1) == {}

    def test_a_version_awaiting_review_does_not_count(self, catalogue):
        waiting = builders.file(status=Status.UNREVIEWED)
        self.put_packs(catalogue, "58.*", files=(waiting,))
        assert self.compatible(catalogue, 1) == {}


def approved(id_: int) -> File:
    return builders.file(id_, status=Status.PUBLIC)


class LicensesContract(CatalogueCase):
    def test_versions_share_a_license_that_changes_once(self, catalogue):
        license_ = builders.license()
        own = versions(1, 2, license=license_)
        self.put(catalogue, license_, builders.addon(), *own)
        self.put(catalogue, builders.license(name={"de": "Neu"}))
        loaded = [self.version(catalogue, id_).license.name for id_ in (10, 11)]
        assert loaded == [texts(de="Neu")] * 2
