"""The catalogue's suite: sessions, transactions, ids and the state of the storage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import transaction

from amo_pyramid.backends.base.catalogue import ADDON_NEEDS, RecordKind
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase, ids


class SessionContract(CatalogueCase):
    def test_an_aborted_transaction_stores_nothing(self, catalogue):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        catalogue.join(manager).put([builders.addon()])
        manager.abort()
        assert self.resolve(catalogue, "1") is None

    def test_a_writer_sees_its_own_changes_before_others_do(self, catalogue):
        with self.writing(catalogue) as session:
            session.put([builders.user()])
            assert ids(session.users.by_ids([1])) == [1]
            with self.reading(catalogue) as other:
                assert other.users.by_ids([1]) == []

    def test_two_sessions_of_one_transaction_commit_together(self, catalogue):
        manager = transaction.TransactionManager(explicit=True)
        session = catalogue.join(manager)
        for id_ in (1, 2):
            with manager:
                session.put([builders.user(id_)])
        with self.reading(catalogue) as other:
            assert ids(other.users.by_ids([1, 2])) == [1, 2]

    def test_a_transaction_without_any_use_of_the_session_ends_well(self, catalogue):
        with self.writing(catalogue):
            pass

    def test_a_reader_refuses_to_write(self, catalogue):
        with self.reading(catalogue) as session:
            with pytest.raises(Invalid):
                session.put([builders.user()])
            with pytest.raises(Invalid):
                session.reserve(RecordKind.USER, 1)
            with pytest.raises(Invalid):
                session.reserve_children("file", 1)

    def test_a_reader_sees_what_was_committed_since_it_began(self, catalogue):
        with self.reading(catalogue) as session:
            assert session.addons.by_ids([1], ADDON_NEEDS) == []
            self.put(catalogue, builders.addon())
            assert ids(session.addons.by_ids([1], ADDON_NEEDS)) == [1]
            assert session.addons.resolve(AddonRef.parse("addon-1")) is not None

    def test_a_closed_reader_can_be_closed_again(self, catalogue):
        session = catalogue.read()
        session.count(RecordKind.USER)
        session.close()
        session.close()

    def test_many_threads_read_while_one_writes(self, catalogue):
        self.put(catalogue, *builders.listed(builders.addon()))

        def read(number: int) -> int:
            if number % 10 == 0:
                self.put(catalogue, builders.addon(1, weekly_downloads=number))
            state = self.resolve(catalogue, "addon-1")
            return self.addon(catalogue, state.id).revision - state.revision

        with ThreadPoolExecutor(8) as pool:
            assert all(newer >= 0 for newer in pool.map(read, range(100)))

    def test_writers_in_threads_wait_for_each_other(self, catalogue):
        def write(number: int) -> None:
            with self.writing(catalogue) as session:
                id_ = session.reserve(RecordKind.ADDON, 1)[0]
                session.put([builders.addon(id_, weekly_downloads=number)])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(20)))
        with self.reading(catalogue) as session:
            assert session.count(RecordKind.ADDON) == 20


class ReserveContract(CatalogueCase):
    def test_reserved_ids_are_new(self, catalogue):
        self.put(catalogue, builders.user(7))
        with self.writing(catalogue) as session:
            assert list(session.reserve(RecordKind.USER, 2)) == [8, 9]
            assert list(session.reserve(RecordKind.USER, 1)) == [10]
            assert list(session.reserve(RecordKind.ADDON, 1)) == [1]
            assert list(session.reserve(RecordKind.ADDON, 0)) == []

    def test_ids_of_files_and_previews_are_reserved_too(self, catalogue):
        version = builders.version(previews=(builders.preview(30),), files=(builders.file(9),))
        addon = builders.addon(previews=(builders.preview(20),))
        self.put(catalogue, *builders.listed(addon, version))
        with self.writing(catalogue) as session:
            assert list(session.reserve_children("file", 2)) == [10, 11]
            assert list(session.reserve_children("preview", 2)) == [31, 32]


class StateContract(CatalogueCase):
    def test_an_upgraded_catalogue_is_current(self, catalogue):
        state = catalogue.schema_state()
        assert state.is_current
        assert not state.is_newer

    def test_upgrading_again_does_no_harm(self, catalogue):
        self.put(catalogue, builders.addon())
        catalogue.upgrade()
        assert self.resolve(catalogue, "1") is not None

    def test_a_catalogue_in_order_passes_its_check(self, catalogue):
        catalogue.check()
