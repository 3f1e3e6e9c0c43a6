"""The JSON form of records."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.loading import NOT_LOADED
from amo_pyramid.operations.records import (
    ENTRY_TYPES,
    RECORD_TYPES,
    decode_record,
    described_fields,
    encode_record,
)
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_versions import full_version

from .helpers import everything

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "dump-format.md"


@pytest.mark.parametrize("record", everything(), ids=lambda record: type(record).__name__)
def test_what_was_written_is_read_back(record):
    written = encode_record(record)
    assert encode_record(decode_record(written)) == written


def test_every_value_comes_back_with_its_type():
    person = builders.user(picture_modified=builders.CREATED + timedelta(microseconds=5))
    assert decode_record(encode_record(person)) == person
    addon = builders.addon(categories=(1, 93), hotness=0.5)
    assert decode_record(encode_record(addon)) == addon


def test_values_are_written_in_the_words_of_the_api():
    written = encode_record(builders.addon(categories=(93, 7777), type=AddonType.PLUGIN))
    assert written["status"] == "public"
    assert written["categories"] == ["firefox/extension/tabs", 7777]
    assert written["type"] == 7
    assert written["created"] == "2018-10-11T12:30:45Z"
    assert written["name"] == {"en-US": "Add-on 1"}


def test_an_unknown_category_comes_back_by_its_number():
    addon = builders.addon(categories=(93, 7777))
    assert decode_record(encode_record(addon)) == addon


def test_fractions_of_a_second_are_kept():
    person = builders.user(created=builders.CREATED + timedelta(microseconds=10))
    assert encode_record(person)["created"] == "2018-10-11T12:30:45.000010Z"


def test_texts_are_sorted_by_locale():
    addon = builders.addon(name={"fr": "Nom", "de": "Name"})
    assert list(encode_record(addon)["name"]) == ["de", "fr"]


@pytest.mark.parametrize(
    "name",
    ["has_eula", "has_privacy_policy", "revision", "current_version", "latest_unlisted_version"],
)
def test_what_the_catalogue_derives_of_an_addon_is_left_out(name):
    assert name not in encode_record(builders.addon())


def test_what_is_a_record_of_its_own_is_left_out():
    written = encode_record(full_version())
    assert "license" not in written
    assert written["license_id"] == 5
    addon = builders.addon(authors=(builders.author(builders.user()),))
    assert set(encode_record(addon)["authors"][0]) == {"user_id", "role", "is_listed", "position"}
    assert "is_public" not in encode_record(builders.user())


def test_a_relation_that_was_not_loaded_is_not_written_as_empty():
    with pytest.raises(RuntimeError, match="not loaded"):
        encode_record(replace(builders.addon(), tags=NOT_LOADED))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"surprise": 1}, "surprise: is unknown"),
        ({"version": None}, "version: must be a text"),
        ({"version": "a\x00b"}, "version: must be a text"),
        ({"id": 0}, "id: must be a positive whole number"),
        ({"id": True}, "id: must be a positive whole number"),
        ({"addon_id": "1"}, "addon_id: must be a whole number"),
        ({"addon_id": 2**63}, "addon_id: must be a whole number"),
        ({"is_deleted": 1}, "is_deleted: must be true or false"),
        ({"channel": "LISTED"}, "channel: must be one of unlisted, listed"),
        ({"channel": []}, "channel: must be one of unlisted, listed"),
        ({"created": "2018-10-11"}, "created: must be a date"),
        ({"created": "2018-13-11T12:30:45Z"}, "created: must be a date"),
        ({"created": 5}, "created: must be a date"),
        ({"release_notes": "text"}, "release_notes: must be an object of locale and text"),
        ({"release_notes": {"fr": " "}}, "release_notes.fr: must be a text that is not blank"),
        ({"files": {}}, "files: must be a list"),
        ({"files": [[]]}, r"files[0]: must be an object"),
        ({"ranges": [{"application": "firefox", "min": "1"}]}, "ranges[0].max: is missing"),
    ],
)
def test_a_value_that_is_not_right_is_refused_with_its_path(change, reason):
    written = {**encode_record(builders.version()), **change}
    with pytest.raises(Invalid, match=f"^{re.escape(reason)}"):
        decode_record(written)


def test_what_an_older_release_did_not_write_has_its_default():
    written = encode_record(builders.version())
    for name in ("channel", "is_deleted", "reviewed"):
        del written[name]
    del written["files"][0]["host_permissions"]
    assert encode_record(decode_record(written)) == encode_record(builders.version())


def test_a_path_leads_into_nested_objects():
    written = encode_record(builders.version())
    written["files"][0]["size"] = "big"
    with pytest.raises(Invalid, match=r"^files\[0\]\.size: must be a whole number$"):
        decode_record(written)


@pytest.mark.parametrize(
    "name",
    ["id", "kind", "addon_id", "version", "created", "modified", "files", "ranges", "previews"],
)
def test_fields_without_a_default_must_be_there(name):
    written = encode_record(builders.version())
    del written[name]
    with pytest.raises(Invalid, match=name):
        decode_record(written)


@pytest.mark.parametrize(
    "category", ["tabs", "firefox/extension/nothing", "firefox/nothing/tabs", 93, True, None]
)
def test_a_category_is_its_application_type_and_slug(category):
    written = {**encode_record(builders.addon()), "categories": [category]}
    with pytest.raises(Invalid, match=r"^categories\[0\]: .* is not a category$"):
        decode_record(written)


def test_what_the_api_has_no_word_for_is_read_by_its_number():
    written = encode_record(builders.version(files=(builders.file(platform=Platform.BSD),)))
    assert decode_record(written).files[0].platform is Platform.BSD
    written["files"][0]["platform"] = 5
    with pytest.raises(Invalid, match="platform: must be one of"):
        decode_record(written)


def test_sizes_of_pictures_are_pairs():
    written = encode_record(builders.addon(previews=(builders.preview(image_size=(3, 2)),)))
    assert decode_record(written).previews[0].image_size == (3, 2)
    written["previews"][0]["image_size"] = [3]
    with pytest.raises(Invalid, match=r"^previews\[0\]\.image_size: must be a list of 2$"):
        decode_record(written)


def test_a_whole_number_is_a_number():
    written = {**encode_record(builders.addon()), "hotness": 1}
    assert decode_record(written).hotness == 1.0
    written["hotness"] = "1"
    with pytest.raises(Invalid, match="^hotness: must be a number$"):
        decode_record(written)


@pytest.mark.parametrize("value", [None, 5, [], "text"])
def test_a_record_is_an_object(value):
    with pytest.raises(Invalid, match="^the line must be an object$"):
        decode_record(value)


@pytest.mark.parametrize("kind", [None, "addons", 1, []])
def test_a_record_tells_its_kind(kind):
    with pytest.raises(Invalid, match=r"^kind: .* is not a kind of record$"):
        decode_record({"kind": kind, "id": 1})


def documented() -> dict[str, list[tuple[str, str]]]:
    """Fields and forms of each type, as the documentation has them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"### (\w+)", line):
            rows = found.setdefault(heading[1], [])
        elif row := re.match(r"\| `(\w+)` \| (.*?) \|", line):
            rows.append((row[1], row[2]))
    return found


def domain_type(name: str):
    modules = ("addon", "version", "user", "editorial", "collection", "series")
    places = [*(f"domain.{each}" for each in modules), "backends.base.ledger"]
    return next(
        getattr(module, name)
        for module in (import_module(f"amo_pyramid.{each}") for each in places)
        if hasattr(module, name)
    )


def test_the_documentation_lists_every_field_of_every_record_and_part():
    pages = documented()
    types = {*RECORD_TYPES.values(), *ENTRY_TYPES.values()}
    assert {type_.__name__ for type_ in types} <= set(pages)
    for name, rows in pages.items():
        assert rows == described_fields(domain_type(name)), name


def test_the_documentation_explains_every_part_that_it_names():
    pages = documented()
    for name, rows in pages.items():
        for _, form in rows:
            for part in re.findall(r"\b[A-Z][A-Za-z]+\b", form):
                assert part in pages, f"{name} names {part}"
