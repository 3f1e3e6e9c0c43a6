"""The suite of editorial lists: their records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amo_pyramid.backends.base.catalogue import EDITORIAL_KINDS, Outcome, RecordKind
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.collection import CollectionAddon
from amo_pyramid.domain.editorial import (
    CompatRange,
    OverrideType,
)
from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.domain.version import PreviewColor
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import ids, texts
from amo_pyramid.testing.contracts.editorial_base import ALL, EditorialCase

COLORS = (PreviewColor(h=11.0, s=128.0, l=250.5, ratio=0.625), PreviewColor(h=0, s=1, l=2, ratio=0))


class EditorialRecordsContract(EditorialCase):
    FULL = (
        builders.discovery_item(
            2, 1, position_china=7, custom_addon_name="Name", custom_heading="{addon_name}"
        ),
        builders.replacement(2, path="/addon/grün/"),
        builders.override(
            2,
            name="A name",
            addon_id=1,
            ranges=(
                CompatRange(addon_max_version="1.*", application=Application.THUNDERBIRD),
                CompatRange(type=OverrideType.COMPATIBLE, min_version="3.0", max_version="9"),
                CompatRange(),
            ),
        ),
        builders.override(3, addon_id=None, ranges=()),
        builders.mapping(2, browser="Other"),
        builders.collection(
            2,
            1,
            default_locale="fr",
            is_listed=False,
            name={"fr": "Nom", "de": "Name"},
            description={"fr": "Texte"},
            addons=(
                CollectionAddon(addon_id=2, position=0, notes=texts(fr="Voilà")),
                CollectionAddon(addon_id=1, position=1),
            ),
        ),
    )

    @pytest.fixture
    def stored(self, catalogue):
        self.put(catalogue, builders.user(1))
        self.public(catalogue, 1, 2)
        self.put(catalogue, *self.FULL)
        return catalogue

    def test_full_records_are_equal_to_themselves(self, stored):
        assert self.put(stored, *self.FULL) == Outcome(unchanged=len(self.FULL))

    def test_records_come_back_as_they_were_put(self, stored):
        with self.reading(stored) as session:
            found = [each for kind in EDITORIAL_KINDS for each in session.records(kind)]
        assert set(found) == set(self.FULL[:-1])

    def test_texts_of_a_collection_fall_back_to_its_default_locale(self, stored):
        with self.reading(stored) as session:
            (found,) = session.collections.by_ids([2])
        assert found.name == builders.collection(2, default_locale="fr", name=found.name).name
        assert {found.name.fallbacks, found.addons[0].notes.fallbacks} == {("fr",)}
        assert found.addons[0].notes.texts == {"fr": "Voilà"}

    @pytest.mark.parametrize(
        "changed",
        [
            replace(FULL[0], position=9),
            replace(FULL[1], path="/addon/2/"),
            replace(FULL[2], ranges=FULL[2].ranges[1:]),
            replace(FULL[3], name="New", ranges=(CompatRange(),)),
            replace(FULL[4], addon_guid="other@example.com"),
            replace(FULL[5], addons=FULL[5].addons[:1]),
        ],
        ids=lambda record: type(record).__name__,
    )
    def test_a_record_is_replaced_whole(self, stored, changed):
        assert self.put(stored, changed) == Outcome(changed=1)
        assert self.put(stored, changed) == Outcome(unchanged=1)

    def test_editorial_changes_leave_addons_as_they_are(self, stored):
        before = self.revision(stored)
        self.put(stored, replace(self.FULL[0], custom_description="New"))
        assert self.revision(stored) == before

    def test_every_record_is_read_however_many_there_are(self, catalogue):
        numbers = range(1, 1203)
        self.put(catalogue, *(builders.mapping(id_) for id_ in numbers))
        with self.reading(catalogue) as session:
            assert [each.id for each in session.every(RecordKind.MAPPING)] == [*numbers]

    def test_ids_are_reserved_beside_those_in_use(self, stored):
        with self.writing(stored) as session:
            assert {*session.reserve(RecordKind.OVERRIDE, 2)} == {4, 5}

    def test_colors_of_previews_are_kept(self, catalogue):
        addon = builders.addon(previews=(builders.preview(1, colors=COLORS), builders.preview(2)))
        version = builders.version(previews=(builders.preview(1, colors=COLORS[:1]),))
        self.put(catalogue, addon, version)
        assert self.put(catalogue, addon, version) == Outcome(unchanged=2)
        found = [each.colors for each in self.addon(catalogue).previews]
        assert found == [COLORS, ()]
        assert self.version(catalogue, version.id).previews[0].colors == COLORS[:1]


class EditorialConflictContract(EditorialCase):
    @pytest.mark.parametrize(
        ("record", "message"),
        [
            (builders.discovery_item(9, 1), "Discovery item 9.*add-on 1.*discovery item 1"),
            (
                builders.replacement(9, guid="legacy1@example.com"),
                'Replacement 9.*"legacy1@example.com".*replacement 1',
            ),
            (
                builders.override(9, guid="override1@example.com"),
                'Override 9.*"override1@example.com".*override 1',
            ),
            (
                builders.mapping(9, extension_id="extension1"),
                'Mapping 9.*"extension1" of chrome.*mapping 1',
            ),
            (
                builders.collection(9, slug="collection-1"),
                'Collection 9.*"collection-1" of user 1.*collection 1',
            ),
            (builders.collection(9, uuid=f"{1:032x}"), "Collection 9.*uuid.*collection 1"),
        ],
        ids=["item", "replacement", "override", "mapping", "slug", "uuid"],
    )
    def test_a_taken_value_is_a_conflict(self, catalogue, record, message):
        self.put(catalogue, builders.user(1), builders.addon(1))
        self.put(
            catalogue,
            builders.discovery_item(),
            builders.replacement(),
            builders.override(),
            builders.mapping(),
            builders.collection(),
        )
        with pytest.raises(Conflict, match=message):
            self.put(catalogue, record)

    @pytest.mark.parametrize(
        ("record", "message"),
        [
            (builders.discovery_item(9, 77), "Discovery item 9.*no add-on 77"),
            (builders.override(9, addon_id=77), "Override 9.*no add-on 77"),
            (builders.collection(9, 77), "Collection 9.*no user 77"),
            (builders.collection(9, 1, 77), "Collection 9.*no add-on 77"),
        ],
        ids=["item", "override", "author", "add-on"],
    )
    def test_an_unknown_reference_is_a_conflict(self, catalogue, record, message):
        self.put(catalogue, builders.user(1))
        with pytest.raises(Conflict, match=message):
            self.put(catalogue, record)

    def test_the_same_value_elsewhere_is_none(self, catalogue):
        self.put(catalogue, builders.user(1), builders.user(2))
        self.put(catalogue, builders.mapping(1), builders.collection(1, 1, slug="same"))
        others = builders.mapping(2, browser="safari"), builders.collection(2, 2, slug="same")
        assert self.put(catalogue, *others) == Outcome(added=2)


class DeleteContract(EditorialCase):
    def test_records_of_the_lists_are_deleted_whole(self, catalogue):
        self.put(catalogue, builders.override(1), builders.override(2), builders.override(3))
        with self.writing(catalogue) as session:
            assert session.delete(RecordKind.OVERRIDE, [1, 3, 77]) == 2
        with self.reading(catalogue) as session:
            assert ids(session.records(RecordKind.OVERRIDE)) == [2]
        assert self.put(catalogue, builders.override(1)) == Outcome(added=1)

    def test_nothing_is_deleted_of_no_ids(self, catalogue):
        self.put(catalogue, builders.mapping())
        with self.writing(catalogue) as session:
            assert session.delete(RecordKind.MAPPING, []) == 0
            assert session.count(RecordKind.MAPPING) == 1

    def test_what_was_deleted_is_free_again(self, catalogue):
        self.put(catalogue, builders.replacement(1))
        with self.writing(catalogue) as session:
            session.delete(RecordKind.REPLACEMENT, [1])
            session.put([builders.replacement(2, guid="legacy1@example.com")])
        assert [each.guid for each in self.ask(catalogue, "replacements", ALL).items] == [
            "legacy1@example.com"
        ]

    @pytest.mark.parametrize("kind", sorted(set(RecordKind) - EDITORIAL_KINDS))
    def test_other_records_are_not_deleted(self, catalogue, kind):
        with self.writing(catalogue) as session, pytest.raises(Invalid):
            session.delete(kind, [1])

    def test_a_reading_session_deletes_nothing(self, catalogue):
        with self.reading(catalogue) as session, pytest.raises(Invalid):
            session.delete(RecordKind.MAPPING, [1])
