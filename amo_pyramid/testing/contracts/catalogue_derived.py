"""The catalogue's suite: what follows from records and is kept right by every put."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase, texts, versions

NOW_IN_2020 = 1_577_836_800_000_000


def waiting(id_: int):
    return builders.file(id_, status=Status.UNREVIEWED)


def disabled(id_: int):
    return builders.file(id_, status=Status.DISABLED)


class CurrentVersionContract(CatalogueCase):
    def current(self, catalogue):
        version = self.addon(catalogue).current_version
        return version and version.id

    def unlisted(self, catalogue):
        version = self.addon(catalogue).latest_unlisted_version
        return version and version.id

    def test_an_addon_without_versions_has_none(self, catalogue):
        self.put(catalogue, builders.addon())
        assert self.current(catalogue) is None
        assert self.unlisted(catalogue) is None

    def test_the_newest_listed_version_is_current(self, catalogue):
        self.put(catalogue, builders.addon(), *versions(1, 3))
        assert self.current(catalogue) == 12

    def test_age_decides_and_then_the_id(self, catalogue):
        older = builders.CREATED - timedelta(days=1)
        self.put(
            catalogue,
            builders.addon(),
            builders.version(10, version="1"),
            builders.version(11, version="2"),
            builders.version(12, version="3", created=older),
        )
        assert self.current(catalogue) == 11

    @pytest.mark.fact("catalog-134")
    def test_a_public_addon_shows_approved_versions_only(self, catalogue):
        first, second = versions(1, 2)
        second = replace(second, files=(builders.file(20), waiting(21)))
        self.put(catalogue, builders.addon(), first, second)
        assert self.current(catalogue) == 10

    @pytest.mark.fact("catalog-135")
    def test_an_addon_in_review_shows_what_awaits_review(self, catalogue):
        first, second = versions(1, 2)
        nominated = builders.addon(status=Status.NOMINATED)
        self.put(catalogue, nominated, first, replace(second, files=(waiting(21),)))
        assert self.current(catalogue) == 11

    @pytest.mark.parametrize("status", [Status.PUBLIC, Status.NOMINATED])
    def test_a_version_with_a_disabled_file_is_never_current(self, catalogue, status):
        first, second = versions(1, 2)
        second = replace(second, files=(builders.file(20), disabled(21)))
        self.put(catalogue, builders.addon(status=status), first, second)
        assert self.current(catalogue) == 10

    def test_a_version_without_files_can_be_current(self, catalogue):
        self.put(catalogue, builders.addon(), builders.version(files=()))
        assert self.current(catalogue) == 10

    def test_approval_of_the_addon_changes_what_is_current(self, catalogue):
        nominated = builders.addon(status=Status.NOMINATED)
        self.put(catalogue, nominated, builders.version(files=(waiting(1),)))
        assert self.current(catalogue) == 10
        self.put(catalogue, replace(nominated, status=Status.PUBLIC))
        assert self.current(catalogue) is None

    def test_deleting_a_version_brings_the_one_before_back(self, catalogue):
        own = versions(1, 2)
        self.put(catalogue, builders.addon(), *own)
        self.put(catalogue, replace(own[1], is_deleted=True))
        assert self.current(catalogue) == 10

    @pytest.mark.fact("catalog-56")
    def test_a_deleted_addon_has_no_current_version(self, catalogue):
        self.put(catalogue, builders.addon(status=Status.DELETED, slug=None), *versions(1, 1))
        assert self.current(catalogue) is None

    def test_channels_are_apart(self, catalogue):
        listed, unlisted = versions(1, 2)
        unlisted = replace(unlisted, channel=Channel.UNLISTED)
        self.put(catalogue, builders.addon(), listed, unlisted)
        assert (self.current(catalogue), self.unlisted(catalogue)) == (10, 11)

    @pytest.mark.fact("catalog-103")
    def test_the_newest_unlisted_version_not_entirely_disabled_is_the_latest(self, catalogue):
        own = [replace(each, channel=Channel.UNLISTED) for each in versions(1, 4)]
        own[1] = replace(own[1], files=(disabled(20), waiting(21)))
        own[2] = replace(own[2], files=(disabled(22), disabled(23)))
        own[3] = replace(own[3], is_deleted=True)
        self.put(catalogue, builders.addon(), *own)
        assert self.unlisted(catalogue) == 11

    def test_a_version_that_moves_to_another_addon_leaves_the_first(self, catalogue):
        version = builders.version(10, 1)
        self.put(catalogue, builders.addon(1), builders.addon(2), version)
        self.put(catalogue, replace(version, addon_id=2))
        assert self.current(catalogue) is None
        assert self.addon(catalogue, 2).current_version.id == 10

    def test_several_addons_have_their_own(self, catalogue):
        for id_ in (1, 2):
            self.put(catalogue, builders.addon(id_), *versions(id_, 2))
        assert [self.addon(catalogue, id_).current_version.id for id_ in (1, 2)] == [11, 21]


class PublicUserContract(CatalogueCase):
    def put_addon(self, catalogue, is_listed=True, **fields):
        person = builders.user()
        author = builders.author(person, is_listed=is_listed)
        addon = builders.addon(authors=(author,), **fields)
        self.put(catalogue, person, addon)
        return addon

    def is_public(self, catalogue):
        with self.reading(catalogue) as session:
            return session.users.by_ids([1])[0].is_public

    @pytest.mark.fact("catalog-75")
    def test_a_listed_author_of_a_public_addon_is_public(self, catalogue):
        self.put_addon(catalogue)
        assert self.is_public(catalogue)
        assert self.addon(catalogue).authors[0].user.is_public

    @pytest.mark.parametrize(
        "fields",
        [{"is_listed": False}, {"status": Status.NOMINATED}, {"is_disabled_by_developer": True}],
        ids=lambda fields: next(iter(fields)),
    )
    def test_others_are_not(self, catalogue, fields):
        self.put_addon(catalogue, **fields)
        assert not self.is_public(catalogue)

    def test_it_ends_with_the_last_public_addon(self, catalogue):
        first = self.put_addon(catalogue)
        second = builders.addon(2, authors=first.authors)
        self.put(catalogue, second)
        self.put(catalogue, replace(first, status=Status.DISABLED))
        assert self.is_public(catalogue)
        self.put(catalogue, replace(second, authors=()))
        assert not self.is_public(catalogue)

    def test_storing_the_account_again_does_not_change_it(self, catalogue):
        self.put_addon(catalogue)
        self.put(catalogue, builders.user(display_name="New"))
        assert self.is_public(catalogue)


class RevisionContract(CatalogueCase):
    @pytest.fixture
    def stored(self, catalogue):
        """Add-ons 1 and 2 share an author and a license; add-on 3 stands alone."""
        person, license_ = builders.user(), builders.license()
        addons = [builders.addon(id_, authors=(builders.author(person),)) for id_ in (1, 2)]
        own = [builders.version(id_ * 10, id_, license=license_) for id_ in (1, 2)]
        records = [person, license_, *addons, builders.addon(3), *own]
        self.put(catalogue, *records)
        return records

    def raised_by(self, catalogue, *records) -> list[int]:
        before = [self.revision(catalogue, id_) for id_ in (1, 2, 3)]
        self.put(catalogue, *records)
        after = [self.revision(catalogue, id_) for id_ in (1, 2, 3)]
        pairs = enumerate(zip(before, after, strict=True), start=1)
        return [id_ for id_, (old, new) in pairs if new > old]

    def test_a_new_addon_gets_one_that_no_database_before_had(self, catalogue, stored):
        assert self.revision(catalogue) > NOW_IN_2020
        assert self.addon(catalogue).revision == self.revision(catalogue)

    def test_what_changes_nothing_raises_nothing(self, catalogue, stored):
        assert self.raised_by(catalogue, *stored) == []

    def test_a_changed_addon_has_a_new_one(self, catalogue, stored):
        assert self.raised_by(catalogue, replace(stored[2], name=texts(fr="x"))) == [1]
        assert self.raised_by(catalogue, replace(stored[2], tags=("x",))) == [1]

    def test_versions_and_files_raise_that_of_their_addon(self, catalogue, stored):
        assert self.raised_by(catalogue, builders.version(11, 1, version="2")) == [1]
        assert self.raised_by(catalogue, replace(stored[-1], files=())) == [2]

    def test_a_license_raises_those_of_all_addons_under_it(self, catalogue, stored):
        assert self.raised_by(catalogue, builders.license(name={"de": "x"})) == [1, 2]

    def test_an_account_raises_those_of_all_addons_of_its_owner(self, catalogue, stored):
        assert self.raised_by(catalogue, builders.user(display_name="New")) == [1, 2]

    def test_an_author_who_becomes_private_raises_those_of_the_others(self, catalogue, stored):
        hidden = [replace(each, status=Status.DISABLED) for each in stored[2:4]]
        assert self.raised_by(catalogue, hidden[0]) == [1]
        assert self.raised_by(catalogue, hidden[1]) == [1, 2]

    def test_groups_raise_none(self, catalogue, stored):
        assert self.raised_by(catalogue, builders.group(members=(1,))) == []

    def test_it_grows_with_every_change(self, catalogue, stored):
        seen = []
        for number in range(5):
            self.put(catalogue, replace(stored[2], weekly_downloads=number + 1))
            seen.append(self.revision(catalogue))
        assert seen == sorted(set(seen))


class FollowingContract(CatalogueCase):
    """Who follows the catalogue is told of each change, and what is new in it."""

    def test_new_and_changed_addons_are_told_apart(self, catalogue):
        told = []
        with self.writing(catalogue) as session:
            session.on_change = lambda ids, new: told.append((sorted(ids), sorted(new)))
            session.put([builders.addon(1), builders.addon(2)])
            session.put([builders.addon(2, slug="other"), builders.addon(3)])
            session.put([builders.version(10, 1)])
            session.put([builders.user(5)])
        assert [each for each in told if each[0]] == [([1, 2], [1, 2]), ([2, 3], [3]), ([1], [])]

    def test_a_touched_addon_has_a_new_revision_and_is_told(self, catalogue):
        told = []
        self.put(catalogue, builders.addon(1), builders.addon(2))
        before = [self.addon(catalogue, id_).revision for id_ in (1, 2)]
        with self.writing(catalogue) as session:
            session.on_change = lambda ids, new: told.append((list(ids), list(new)))
            session.touch([1, 4711])
        after = [self.addon(catalogue, id_).revision for id_ in (1, 2)]
        assert after[0] > before[0]
        assert after[1] == before[1]
        assert told == [([1], [])]
