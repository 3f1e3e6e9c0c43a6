"""The index follows the catalogue, and can be made anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
import transaction

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.search_base import SearchCase, query


class FollowingContract(SearchCase):
    def test_a_change_is_found_after_its_transaction_and_not_before(self, shelf):
        with shelf.writing() as (catalogue, search):
            catalogue.put(builders.listed(builders.addon(1)))
            assert [hit.id for hit in search.find(query("add-on")).items] == [1]
            assert [hit.id for hit in search.suggest(query("add-on"))] == [1]
            assert shelf.ids("add-on") == []
        assert shelf.ids("add-on") == [1]

    def test_what_is_given_up_is_not_found(self, shelf):
        with pytest.raises(RuntimeError), shelf.writing() as (catalogue, _):
            catalogue.put(builders.listed(builders.addon(1)))
            raise RuntimeError
        assert shelf.ids("add-on") == shelf.ids() == []

    def test_a_new_name_replaces_the_old_one(self, shelf):
        shelf.add(1, name="Apple")
        shelf.add(1, name="Pear")
        assert (shelf.ids("apple"), shelf.ids("pear")) == ([], [1])
        assert shelf.find().total == 1

    def test_results_carry_the_revision_of_the_catalogue(self, shelf):
        for users in (1, 2):
            shelf.add(1, average_daily_users=users)
            with shelf.writing() as (catalogue, _):
                revision = catalogue.addons.by_ids([1], frozenset())[0].revision
            assert [hit.revision for hit in shelf.find().items] == [revision]
            assert [hit.revision for hit in shelf.find("add-on").items] == [revision]

    def test_an_author_who_is_renamed_changes_the_revision_of_the_results(self, shelf):
        user = builders.user(7, "foo")
        shelf.add(1, authors=(builders.author(user),))
        before = shelf.find().items[0].revision
        shelf.put(replace(user, username="bar"))
        assert shelf.find().items[0].revision > before
        assert shelf.ids(authors=frozenset({"bar"})) == [1]
        assert shelf.ids(authors=frozenset({"foo"})) == []

    @pytest.mark.parametrize(
        "hidden",
        [{"status": Status.DISABLED}, {"is_disabled_by_developer": True}],
    )
    def test_what_is_no_longer_public_leaves_the_index(self, shelf, hidden):
        shelf.add(1)
        shelf.add(2)
        shelf.add(1, **hidden)
        assert shelf.ids() == shelf.ids("add-on") == [2]
        assert shelf.find().total == 1
        shelf.add(1)
        assert shelf.ids() == [2, 1]

    def test_an_addon_leaves_the_index_with_its_last_version(self, shelf):
        shelf.add(1)
        shelf.put(builders.version(10, 1, is_deleted=True))
        assert shelf.ids() == []

    def test_an_addon_can_be_taken_out_and_brought_back(self, shelf):
        shelf.add(1)
        shelf.add(2)
        with shelf.writing() as (_, search):
            search.remove([1, 99])
        assert (shelf.ids(), shelf.find().total, shelf.search.stale()) == ([2], 1, 1)
        with shelf.writing() as (_, search):
            search.index([1, 99])
        assert (shelf.ids(), shelf.search.stale()) == ([2, 1], 0)

    def test_counts_stay_right_over_many_changes(self, shelf):
        for users in range(30):
            shelf.add(1, average_daily_users=users)
            shelf.add(2, average_daily_users=30 - users)
        assert shelf.find().total == 2
        assert shelf.find(types=frozenset({1})).total == 2

    def test_another_view_of_the_same_database_follows_too(self, shelf, another_search):
        def ids(text=""):
            session = another_search.read()
            try:
                return [hit.id for hit in session.find(query(text)).items]
            finally:
                session.close()

        assert ids() == []
        shelf.add(1, name="Apple")
        assert ids() == ids("apple") == [1]
        shelf.add(1, name="Pear")
        assert (ids("apple"), ids("pear")) == ([], [1])

    def test_a_session_that_only_reads_refuses_to_write(self, shelf):
        with shelf.searching() as session:
            for write in (session.index, session.remove):
                with pytest.raises(Invalid):
                    write([1])

    def test_a_joined_session_is_closed_by_its_transaction(self, shelf):
        manager = transaction.TransactionManager(explicit=True)
        for _ in range(2):
            with manager:
                session = shelf.search.join(manager)
                assert session.find(query()).total == 0
                session.close()

    def test_a_joined_session_explains_too(self, shelf):
        shelf.add(1, name="Apple")
        with shelf.writing() as (_, search):
            assert search.explain(query("apple"), [1])[0].score > 0


class RebuildContract(SearchCase):
    def fill(self, shelf, count=30):
        records = []
        for id_ in range(1, count + 1):
            records += builders.listed(builders.addon(id_, average_daily_users=id_ % 7))
        shelf.put(*records)

    def test_a_rebuilt_index_answers_the_same(self, shelf):
        self.fill(shelf)
        shelf.add(31, status=Status.NOMINATED)
        before = shelf.find("add-on", size=50), shelf.find(size=50)
        assert shelf.search.rebuild() == 30
        assert (shelf.find("add-on", size=50), shelf.find(size=50)) == before
        assert shelf.search.rebuild() == 30
        assert (shelf.find("add-on", size=50), shelf.find(size=50)) == before

    def test_it_tells_how_far_it_is(self, shelf):
        self.fill(shelf, 600)
        seen = []
        shelf.search.rebuild(lambda done, total: seen.append((done, total)))
        assert (seen[0], seen[-1]) == ((0, 600), (600, 600))
        assert seen == sorted(seen)
        assert len(seen) > 2

    def test_the_old_index_answers_until_the_new_one_is_complete(self, shelf):
        self.fill(shelf)
        totals = []
        shelf.search.rebuild(lambda *_: totals.append(shelf.find("add-on").total))
        assert set(totals) == {30}

    def test_changes_made_meanwhile_are_in_the_new_index(self, shelf):
        self.fill(shelf)

        def change(done, _):
            if done:
                shelf.add(1, name="Apple")
                shelf.add(2, status=Status.DISABLED)
                shelf.add(99, name="Pear")

        assert shelf.search.rebuild(change) == 30
        assert (shelf.ids("apple"), shelf.ids("pear")) == ([1], [99])
        assert 2 not in shelf.ids(size=50)
        assert shelf.search.stale() == 0

    def test_many_changes_made_meanwhile_are_in_the_new_index(self, shelf):
        self.fill(shelf, 10)

        def change(done, _):
            if done:
                self.fill(shelf, 400)

        assert shelf.search.rebuild(change) == 400
        assert shelf.search.stale() == 0

    def test_killed_in_the_middle_it_leaves_the_old_index_and_can_be_run_again(self, shelf):
        self.fill(shelf)

        def kill(done, _):
            if done:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            shelf.search.rebuild(kill)
        assert shelf.find("add-on").total == 30
        shelf.add(31)
        assert shelf.find("add-on").total == 31
        assert shelf.search.rebuild() == 31
        assert shelf.find("add-on").total == 31

    def test_of_two_at_once_the_later_one_goes_on(self, shelf):
        self.fill(shelf, 600)

        def begin_another(done, total):
            if done == 0:
                assert shelf.search.rebuild() == 600

        with pytest.raises(Conflict):
            shelf.search.rebuild(begin_another)
        assert shelf.find().total == 600
        assert shelf.search.stale() == 0

    def test_an_index_that_was_never_made_can_be_made(self, shelf, catalogue):
        assert not shelf.search.needs_rebuild()
        manager = transaction.TransactionManager(explicit=True)
        with manager:
            catalogue.join(manager).put(builders.listed(builders.addon(1)))
        assert shelf.search.needs_rebuild()
        assert (shelf.search.stale(), shelf.ids()) == (1, [])
        shelf.search.rebuild()
        assert not shelf.search.needs_rebuild()
        assert (shelf.search.stale(), shelf.ids()) == (0, [1])

    def test_an_index_that_follows_needs_no_rebuild(self, shelf):
        shelf.add(1)
        assert not shelf.search.needs_rebuild()
        shelf.search.check()
