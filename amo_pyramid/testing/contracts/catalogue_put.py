"""The catalogue's suite: storing records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import transaction

from amo_pyramid.backends.base.catalogue import Outcome, RecordKind
from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_addons import full_addon
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase, ids, texts, versions
from amo_pyramid.testing.contracts.catalogue_versions import full_version


def one_of_each():
    person, license_ = builders.user(), builders.license()
    return [
        person,
        builders.group(members=(1,)),
        license_,
        builders.addon(authors=(builders.author(person),)),
        builders.version(license=license_),
        builders.discovery_item(),
        builders.replacement(),
        builders.override(addon_id=1),
        builders.mapping(),
        builders.collection(1, 1, 1),
    ]


class PutContract(CatalogueCase):
    def test_new_records_are_added_and_equal_ones_left_alone(self, catalogue):
        assert self.put(catalogue, *one_of_each()) == Outcome(added=10)
        assert self.put(catalogue, *one_of_each()) == Outcome(unchanged=10)

    def test_full_records_are_equal_to_themselves(self, catalogue):
        addon, version = full_addon(), replace(full_version(), addon_id=1)
        records = [*builders.listed(addon, version)]
        self.put(catalogue, *records)
        assert self.put(catalogue, *records) == Outcome(unchanged=len(records))

    def test_fallbacks_of_texts_are_no_difference(self, catalogue):
        stored = builders.license()
        self.put(catalogue, stored)
        same = replace(stored, name=replace(stored.name, fallbacks=("de", "en-US")))
        assert self.put(catalogue, same) == Outcome(unchanged=1)

    def test_only_what_differs_is_changed(self, catalogue):
        self.put(catalogue, *one_of_each())
        records = one_of_each()
        records[3] = replace(records[3], name=texts(fr="Neuf"))
        assert self.put(catalogue, *records) == Outcome(changed=1, unchanged=9)
        assert self.addon(catalogue).name == texts(fr="Neuf")

    def test_records_of_all_kinds_may_come_in_any_order(self, catalogue):
        assert self.put(catalogue, *reversed(one_of_each())).added == 10

    def test_of_a_record_given_twice_the_later_one_is_stored(self, catalogue):
        records = [builders.user(1, "old"), builders.user(1, "new")]
        assert self.put(catalogue, *records) == Outcome(added=1)
        with self.reading(catalogue) as session:
            assert session.users.by_ids([1])[0].username == "new"

    def test_nothing_is_nothing(self, catalogue):
        assert self.put(catalogue) == Outcome()

    @pytest.mark.parametrize(
        "changes",
        [
            {"tags": ("b", "c")},
            {"tags": ()},
            {"categories": (5,)},
            {"persona": None},
            {"promotion": None},
            {"authors": ()},
            {"previews": (builders.preview(7, default_locale="pt-BR"),)},
            {"eula": texts()},
            {"excluded_regions": ()},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_relations_of_an_addon_are_replaced(self, catalogue, changes):
        stored = full_addon()
        self.put(catalogue, *builders.listed(stored))
        stored = replace(stored, **changes)
        assert self.put(catalogue, stored) == Outcome(changed=1)
        assert self.addon(catalogue) == replace(
            stored, eula=replace(stored.eula, fallbacks=("pt-BR",))
        )

    @pytest.mark.parametrize(
        "changes",
        [
            {"files": (builders.file(4), builders.file(5))},
            {"ranges": ()},
            {"approvals": ()},
            {"previews": ()},
            {"license": None, "license_id": None},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_relations_of_a_version_are_replaced(self, catalogue, changes):
        stored = full_version()
        self.put(catalogue, stored.license, builders.addon(default_locale="fr"), stored)
        stored = replace(stored, **changes)
        assert self.put(catalogue, stored) == Outcome(changed=1)
        assert self.version(catalogue, stored.id) == stored

    def test_many_records_are_stored_at_once(self, catalogue):
        addons = [builders.addon(id_, tags=("x",)) for id_ in range(1, 2101)]
        own = [each for addon in addons for each in builders.listed(addon)]
        assert self.put(catalogue, *own) == Outcome(added=4200)
        assert self.put(catalogue, *own[-4:]) == Outcome(unchanged=4)
        with self.reading(catalogue) as session:
            assert session.count(RecordKind.VERSION) == 2100

    def test_addons_can_swap_slugs_and_guids(self, catalogue):
        first, second = builders.addon(1), builders.addon(2)
        self.put(catalogue, first, second)
        swapped = [
            replace(first, slug=second.slug, guid=second.guid),
            replace(second, slug=first.slug, guid=first.guid),
        ]
        assert self.put(catalogue, *swapped) == Outcome(changed=2)
        assert self.resolve(catalogue, "addon-1").id == 2

    def test_a_time_without_zone_is_refused(self, catalogue):
        with pytest.raises(Invalid):
            self.put(catalogue, builders.user(created=builders.CREATED.replace(tzinfo=None)))


class ConflictContract(CatalogueCase):
    """Each collision names the record and the value."""

    @pytest.mark.parametrize(
        ("record", "message"),
        [
            (builders.user(9, "user1"), 'User 9.*username "user1".*user 1'),
            (builders.addon(9, slug="ADDON-1"), 'Add-on 9.*slug "addon-1".*add-on 1'),
            (
                builders.addon(9, guid="addon1@example.com"),
                'Add-on 9.*guid "addon1@example.com".*add-on 1',
            ),
            (builders.version(99, 1), 'Version 99.*"1.0".*version 10'),
            (
                builders.version(99, 1, version="2", files=(builders.file(100),)),
                "Version 99.*file.*100.*version 10",
            ),
            (builders.addon(9, previews=(builders.preview(5),)), "Add-on 9.*preview.*5.*add-on 1"),
        ],
        ids=["username", "slug", "guid", "version", "file", "preview"],
    )
    def test_a_taken_value_is_a_conflict(self, catalogue, record, message):
        stored = builders.addon(previews=(builders.preview(5),))
        self.put(catalogue, builders.user(1), *builders.listed(stored))
        with pytest.raises(Conflict, match=message) as caught:
            self.put(catalogue, record)
        assert caught.value.__cause__ is not None

    @pytest.mark.parametrize(
        ("record", "message"),
        [
            (builders.group(9, members=(77,)), "Group 9.*no user 77"),
            (builders.addon(9, authors=(builders.author(builders.user(77)),)), "Add-on 9.*user 77"),
            (builders.version(99, 77), "Version 99.*no add-on 77"),
            (builders.version(99, 1, version="2", license_id=77), "Version 99.*no license 77"),
        ],
        ids=["member", "author", "add-on", "license"],
    )
    def test_an_unknown_reference_is_a_conflict(self, catalogue, record, message):
        self.put(catalogue, *one_of_each())
        with pytest.raises(Conflict, match=message):
            self.put(catalogue, record)

    def test_records_of_one_call_collide_too(self, catalogue):
        with pytest.raises(Conflict, match=r'Add-on 2.*slug "same".*add-on 1'):
            self.put(catalogue, builders.addon(1, slug="same"), builders.addon(2, slug="Same"))

    def test_a_deleted_version_s_number_is_free(self, catalogue):
        deleted = builders.version(10, is_deleted=True)
        self.put(catalogue, builders.addon(), deleted, builders.version(11))
        assert self.version(catalogue, 11).version == "1.0"

    def test_a_conflict_leaves_nothing_of_its_call_behind(self, catalogue):
        manager = transaction.TransactionManager(explicit=True)
        with manager:
            session = catalogue.join(manager)
            session.put([builders.user(1)])
            with pytest.raises(Conflict):
                session.put([builders.user(2), builders.user(3, "user1")])
        with self.reading(catalogue) as session:
            assert ids(session.users.by_ids([1, 2, 3])) == [1]


class RecordsContract(CatalogueCase):
    @pytest.mark.parametrize("kind", list(RecordKind))
    def test_records_of_a_kind_come_whole_and_by_id(self, catalogue, kind):
        stored = one_of_each()
        self.put(catalogue, *stored)
        with self.reading(catalogue) as session:
            assert list(session.records(kind)) == [stored[list(RecordKind).index(kind)]]
            assert session.count(kind) == 1
            assert list(session.records(kind, after=10)) == []

    def test_records_come_in_portions(self, catalogue):
        self.put(catalogue, builders.addon(), *versions(1, 5))
        with self.reading(catalogue) as session:
            assert ids(session.records(RecordKind.VERSION, limit=2)) == [10, 11]
            assert ids(session.records(RecordKind.VERSION, after=11, limit=9)) == [12, 13, 14]

    def test_full_records_can_be_stored_elsewhere_as_they_are(self, catalogue):
        addon, version = full_addon(), replace(full_version(), addon_id=1)
        self.put(catalogue, *builders.listed(addon, version))
        with self.reading(catalogue) as session:
            records = [record for kind in RecordKind for record in session.records(kind)]
        assert self.put(catalogue, *records) == Outcome(unchanged=len(records))

    def test_a_license_of_its_own_falls_back_to_english(self, catalogue):
        self.put(catalogue, builders.license(default_locale="fr"))
        with self.reading(catalogue) as session:
            loaded: Any = session.records(RecordKind.LICENSE)[0]
        assert loaded.name.fallbacks == ("en-US",)
