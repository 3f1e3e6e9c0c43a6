"""Editorial lists and collections leave by a dump and come back."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.collection import CollectionAddon
from amo_pyramid.domain.editorial import CompatRange
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import PreviewColor
from amo_pyramid.operations.records import decode_record, encode_record
from amo_pyramid.testing import builders

from .helpers import dumped, loaded, put, reading

NOTES = Localized({"fr": "Note"}, ("fr",))
RECORDS = [
    builders.user(1),
    builders.addon(
        1,
        previews=(builders.preview(1, colors=(PreviewColor(h=1.5, s=2.0, l=3.0, ratio=0.25),)),),
    ),
    builders.discovery_item(1, 1, position_china=2, custom_description="Text"),
    builders.replacement(1),
    builders.override(1, name="Name", ranges=(CompatRange(application=Application.ANDROID),)),
    builders.override(2, addon_id=1, ranges=()),
    builders.mapping(1),
    builders.collection(
        1,
        default_locale="fr",
        name={"fr": "Nom"},
        addons=(CollectionAddon(addon_id=1, notes=NOTES, position=4),),
    ),
]


@pytest.mark.parametrize("direction", ["to PostgreSQL", "to SQLite"])
def test_a_loaded_dump_is_equal_in_every_field(sqlite_catalogue, postgresql_catalogue, direction):
    pair = sqlite_catalogue, postgresql_catalogue
    source, target = pair if direction == "to PostgreSQL" else pair[::-1]
    put(source, *RECORDS)
    report, problems = loaded(target, dumped(source))
    assert problems == []
    assert report.outcome.added == len(RECORDS)
    with reading(target) as session:
        assert [each for kind in RecordKind for each in session.every(kind)] == RECORDS


def test_an_override_is_written_in_words():
    assert encode_record(RECORDS[4]) == {
        "kind": "override",
        "id": 1,
        "guid": "override1@example.com",
        "addon_id": None,
        "name": "Name",
        "ranges": [
            {
                "addon_min_version": "0",
                "addon_max_version": "*",
                "type": "incompatible",
                "application": "android",
                "min_version": "0",
                "max_version": "*",
            }
        ],
    }


def test_a_bad_value_is_refused_with_its_path():
    value = encode_record(RECORDS[4])
    value["ranges"][0]["application"] = "netscape"
    with pytest.raises(Invalid, match=r"ranges\[0\].application"):
        decode_record(value)
