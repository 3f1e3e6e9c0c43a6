"""The catalogues that are measured, written through the catalogue contract."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
import transaction

from amo_pyramid.backends.base.catalogue import Record, RecordKind
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.constants import categories
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.addon import Author
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import ApplicationRange
from amo_pyramid.operations.dumping import FORMAT
from amo_pyramid.operations.records import encode_record, kind_of
from amo_pyramid.testing import builders
from bench import documents

#: Language packs, each for a language of its own, and the id of the first.
PACKS, FIRST_PACK = 100, 100
#: Id of the first add-on beside the measured ones; the others follow without a gap.
FIRST_FILLER = 1_000
BATCH = 500
PEOPLE = 200
ADJECTIVES = ("Quiet", "Blue", "Swift", "Simple", "Tidy", "Clever", "Night", "Paper", "Little")
NOUNS = ("Tabs", "Reader", "Blocker", "Notes", "Translator", "Theme", "Clock", "Search", "Vault")
RANGES = (
    ApplicationRange(application=Application.FIREFOX, min="78.0", max="*"),
    ApplicationRange(application=Application.ANDROID, min="113.0", max="*"),
)


def fill(url: str, fillers: int) -> None:
    """Make the tables and store the measured add-ons and ``fillers`` others."""
    make_tables(url)
    catalogue = SqlCatalogue(url)
    manager = transaction.TransactionManager(explicit=True)
    for batch in _batches(records(fillers)):
        with manager:
            catalogue.join(manager).put(batch)
    catalogue.close()


def make_tables(url: str) -> None:
    """Bring an empty database to the structure that the service wants."""
    catalogue = SqlCatalogue(url)
    catalogue.upgrade()
    catalogue.close()


def records(fillers: int) -> Iterator[Record]:
    """Everything that is stored, each record after those it refers to."""
    for number in range(1, PEOPLE + 1):
        yield builders.user(number, f"user{number}")
    yield builders.license(
        1, name=Localized.of(documents.LICENSE_NAME), url="https://www.mozilla.org/MPL/2.0/"
    )
    yield from _measured(1, documents.SLUG, versions=1)
    yield from _measured(2, documents.VERSIONS_SLUG, versions=25)
    for number in range(FIRST_PACK, FIRST_PACK + PACKS):
        yield from _pack(number)
    for number in range(FIRST_FILLER, FIRST_FILLER + fillers):
        yield from _filler(number)


def write_dump(path: Path, fillers: int) -> None:
    """The same as a dump, in the order of ``amo-pyramid dump``: kind after kind."""
    found = Counter(kind_of(record) for record in records(fillers))
    counts = {kind.value: found[kind] for kind in RecordKind}
    with path.open("wb") as stream:
        stream.write(_line({"amo_pyramid": "dump", "format": FORMAT, "counts": counts}))
        for kind in found:
            same = (record for record in records(fillers) if kind_of(record) is kind)
            stream.writelines(_line(encode_record(record)) for record in same)


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _batches(items: Iterable[Record]) -> Iterator[list[Record]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def _measured(number: int, slug: str, *, versions: int) -> Iterator[Record]:
    """An add-on whose detail answer is about as long as :data:`bench.documents.ADDON`."""
    yield builders.addon(
        number,
        slug=slug,
        guid=f"{slug}@example.com",
        name=Localized.of(documents.NAME),
        summary=Localized.of(documents.SUMMARY),
        description=Localized.of(documents.DESCRIPTION),
        homepage=Localized.of({"en-US": "https://gardener.example.com/"}),
        support_email=Localized.of({"en-US": "help@gardener.example.com"}),
        support_url=Localized.of({"en-US": "https://gardener.example.com/help"}),
        average_daily_users=45_678,
        weekly_downloads=1_234,
        average_rating=4.4,
        bayesian_rating=4.375,
        ratings_count=321,
        text_ratings_count=123,
        authors=(Author(user_id=1),),
        categories=_categories("tabs", "other"),
        tags=documents.TAGS,
        previews=tuple(_preview(number * 10 + position, position) for position in (0, 1)),
    )
    for index in range(versions):
        yield _version(number, index, Localized.of(documents.RELEASE_NOTES))


def _filler(number: int) -> Iterator[Record]:
    words = ADJECTIVES[number % len(ADJECTIVES)], NOUNS[number // 9 % len(NOUNS)]
    name = f"{' '.join(words)} {number}"
    yield builders.addon(
        number,
        name=Localized.of({"en-US": name, "de": f"{name} (deutsch)"}),
        summary=Localized.of({"en-US": f"{name} does one thing and does it well."}),
        description=Localized.of({"en-US": documents.DESCRIPTION["en-US"]}),
        average_daily_users=number * 7_919 % 100_000,
        authors=(Author(user_id=number % PEOPLE + 1),),
        categories=_categories("tabs"),
        tags=(words[1].lower(),),
    )
    yield _version(number, 0, Localized.of({"en-US": documents.RELEASE_NOTES["en-US"]}))


def _pack(number: int) -> Iterator[Record]:
    """A language pack; languages have names of three letters here, as some real ones have."""
    index = number - FIRST_PACK
    language = f"x{chr(ord('a') + index // 26)}{chr(ord('a') + index % 26)}"
    yield builders.addon(
        number,
        type=AddonType.LANGUAGE,
        slug=f"langpack-{language}",
        guid=f"langpack-{language}@example.com",
        name=Localized.of({"en-US": f"Language: {language}", "de": f"Sprache: {language}"}),
        target_locale=language,
        authors=(Author(user_id=1),),
    )
    yield _version(number, 0, Localized.of({"en-US": documents.RELEASE_NOTES["en-US"]}))


def _version(addon: int, index: int, release_notes: Localized) -> Any:
    number = addon * 100 + index
    return builders.version(
        number,
        addon,
        version=f"2.{index}",
        release_notes=release_notes,
        license_id=1,
        ranges=RANGES,
        files=(
            builders.file(
                number,
                filename=f"addon_{addon}-2.{index}.xpi",
                hash=documents.HASH,
                size=123_456,
                permissions=documents.PERMISSIONS,
            ),
        ),
    )


def _preview(number: int, position: int) -> Any:
    return builders.preview(
        number,
        position=position,
        caption=Localized.of(documents.CAPTION),
        image_size=(1280, 800),
        thumbnail_size=(640, 400),
    )


def _categories(*slugs: str) -> tuple[int, ...]:
    found = (categories.find(Application.FIREFOX, AddonType.EXTENSION, slug) for slug in slugs)
    return tuple(category.id for category in found if category)
