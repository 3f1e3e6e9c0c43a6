"""Makes ``amo_pyramid/demo/demo.jsonl.gz`` out of published lists and recorded answers.

Usage: python tools/build_demo.py FOLDER, with the folder that holds the lists. What is real in
the result and what is made up stands in ``amo_pyramid/demo/__init__.py``.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from demo_editorial import edit
from demo_guesses import Dates, Weights
from demo_inputs import Promoted, inputs, promotions, reading, real_ids, series, unit
from demo_texts import summary

from amo_pyramid.backends.base.catalogue import CatalogueSession, Record, RecordKind
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.addon import Addon, Author
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.domain.text import EMPTY, Localized
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import ApplicationRange, File, Version
from amo_pyramid.operations.dumping import FORMAT, dump, load
from amo_pyramid.operations.importing import files_in, import_documents
from amo_pyramid.operations.importing.draft import UNKNOWN_DATE
from amo_pyramid.operations.records import encode_record, kind_of
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.series_files import SeriesImport, import_series
from amo_pyramid.operations.sitewide import SITE_NUMBERS, Due, note_days

TARGET = Path(__file__).resolve().parents[1] / "amo_pyramid" / "demo" / "demo.jsonl.gz"
#: Made-up ids are above this, far from those that AMO gives.
MADE_UP = 1_000_000_000
#: Ids of the scratch database below this were not told by any source.
FIRST_REAL = 10_000
OWNER = User(
    id=MADE_UP,
    username="demonstration",
    display_name="Demonstration",
    created=datetime(2025, 7, 21, tzinfo=timezone.utc),
)
#: After the last day that a list tells of.
NOW = datetime(2025, 8, 12, tzinfo=timezone.utc)
#: Languages of dictionaries and language packs whose slugs do not tell them.
LANGUAGES = {
    "deutsch-de-language-pack": "de",
    "français-language-pack": "fr",
    "dansk-da-language-pack": "da",
    "gàidhlig-language-pack": "gd",
    "scots-language-pack": "sco",
    "dictionnaire-français1": "fr",
    "dictionary-german": "de",
    "british-english-dictionary-2": "en-GB",
    "diccionario-de-español-españa": "es",
    "polish-spellchecker-dictionary": "pl",
    "ukrainian-dictionary": "uk",
    "görans-hemmasnickrade-ordli": "sv-SE",
    "bulgarian-dictionary": "bg",
    "dansk-ordbog": "da",
    "new-zealand-english-dict": "en-NZ",
}


def main(folder: Path) -> None:
    """Build the file and say what is in it."""
    with tempfile.TemporaryDirectory() as scratch:
        catalogue = SqlCatalogue(f"sqlite:///{scratch}/demo.db")
        catalogue.upgrade()
        for path in inputs(folder, Path(scratch)):
            import_documents(files_in([path]), lambda: unit(catalogue), loud_report())
        with reading(catalogue) as session:
            records = list(Build(session, folder).records())
        catalogue.close()
        slugs = {record.slug for record in records if isinstance(record, Addon) and record.slug}
        users = list(series(folder, slugs))
        write(list(with_public_statistics(records, users)), users, Path(scratch))
    kinds = [kind_of(record).value for record in records]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    print(counts, TARGET.stat().st_size, "bytes")


def loud_report() -> Report:
    return Report(on_problem=lambda problem: print(problem, file=sys.stderr))


def made_up(number: int) -> int:
    return MADE_UP + number


class Build:
    """The imported records without texts of others, with what they lack made up."""

    def __init__(self, session: CatalogueSession, folder: Path) -> None:
        self._licenses = list(session.every(RecordKind.LICENSE))
        self._versions: dict[int, list[Version]] = {}
        for version in session.every(RecordKind.VERSION):
            self._versions.setdefault(version.addon_id, []).append(version)
        self._addons: list[Addon] = [
            addon
            for addon in session.every(RecordKind.ADDON)
            if (addon.guid or addon.type is not AddonType.EXTENSION)
            and all(version.files for version in self._versions[addon.id])
        ]
        self._real_ids = real_ids(folder)
        self._promoted = promotions(folder)
        self._dates = Dates(folder)
        self._weights = Weights(self._addons)

    def records(self) -> Iterator[Record]:
        yield OWNER
        used = {self._versions[addon.id][0].license_id for addon in self._addons}
        for license_ in self._licenses:
            if license_.id in used:
                yield replace(license_, id=made_up(license_.id))
        addons = [(self._addon(addon), self._versions[addon.id]) for addon in self._addons]
        for addon, _ in addons:
            yield addon
        for addon, versions in addons:
            yield from self._versions_of(addon, versions)

    def _addon(self, addon: Addon) -> Addon:
        """The add-on with our summary, and with what no source tells."""
        versions = self._versions[addon.id]
        updated = addon.last_updated or max(map(self._dated, versions))
        number = addon.id if addon.id in self._real_ids else made_up(addon.id)
        guessed = self._dates.of_addon(addon.id)
        promoted = self._promoted.get(addon.guid or "")
        new = replace(
            addon,
            id=number,
            guid=addon.guid or guid(addon),
            homepage=EMPTY,
            icon_type="",
            icon_hash=None,
            created=min(guessed, updated, *map(self._dated, versions)),
            modified=updated,
            last_updated=updated,
            authors=(Author(user_id=OWNER.id, user=OWNER),),
            target_locale=LANGUAGES.get(addon.slug or ""),
            weekly_downloads=addon.average_daily_users // 50,
            text_ratings_count=addon.ratings_count // 4,
            bayesian_rating=self._weights.average(addon),
            promotion=promoted.promotion if promoted else None,
        )
        asked = next((f.permissions for v in versions for f in v.files if f.permissions), None)
        return replace(new, summary=Localized.of(summary(new, asked)))

    def _versions_of(self, addon: Addon, versions: list[Version]) -> Iterator[Version]:
        """The versions, oldest first: one inherits what is not known of it from the one before."""
        promoted = self._promoted.get(addon.guid or "")
        license_id = versions[0].license_id
        permissions: tuple[str, ...] = ()
        size = max(file.size for version in versions for file in version.files)
        ordered = sorted(versions, key=self._dated)
        for version in ordered:
            created = self._dated(version)
            files = [each for each in version.files if each.hash] or list(version.files)
            permissions = next(
                (each.permissions for each in files if each.permissions), permissions
            )
            yield replace(
                version,
                id=made_up(version.id),
                addon_id=addon.id,
                created=created,
                modified=created,
                files=tuple(
                    finished(replace(each, size=each.size or size), created, permissions)
                    for each in files
                ),
                ranges=ranges(addon, version, promoted),
                approvals=promoted.approvals if promoted and version is ordered[-1] else (),
                license=None,
                license_id=made_up(license_id) if license_id else None,
            )

    def _dated(self, version: Version) -> datetime:
        """When a version was made: known, or guessed by its file."""
        if version.created != UNKNOWN_DATE:
            return version.created
        return self._dates.of_file(version.files[0].id)


def finished(file: File, created: datetime, permissions: tuple[str, ...]) -> File:
    """The file with what no source tells of it."""
    digest = hashlib.sha256(file.filename.encode()).hexdigest()
    return replace(
        file,
        id=file.id if file.id >= FIRST_REAL else made_up(file.id),
        hash=file.hash or f"sha256:{digest}",
        created=created if file.created == UNKNOWN_DATE else file.created,
        permissions=file.permissions if file.hash else permissions,
    )


def guid(addon: Addon) -> str:
    """For an add-on whose guid no source tells: Mozilla's language packs are named by their
    language, and what was sent in without an id got a random one."""
    slug = addon.slug or ""
    if addon.type is AddonType.LANGUAGE:
        return f"langpack-{LANGUAGES[slug]}@firefox.mozilla.org"
    return f"{{{uuid5(NAMESPACE_URL, f'https://addons.mozilla.org/addon/{slug}/')}}}"


def ranges(
    addon: Addon, version: Version, promoted: Promoted | None
) -> tuple[ApplicationRange, ...]:
    """Real ones of promoted add-ons; a language pack is for one version of the application."""
    if promoted is not None:
        return promoted.ranges
    if addon.type is not AddonType.LANGUAGE:
        return version.ranges
    major = version.version.partition(".")[0]
    return (ApplicationRange(application=Application.FIREFOX, min=f"{major}.0", max=f"{major}.*"),)


def with_public_statistics(
    records: Sequence[Record], users: Sequence[Sequence[str]]
) -> Iterator[Record]:
    """The records; those add-ons whose users are known by day show them to everybody."""
    known = {line.split(",")[1] for lines in users for line in lines}
    for record in records:
        if isinstance(record, Addon) and record.slug in known:
            yield replace(record, has_public_stats=True)
        else:
            yield record


def write(records: Sequence[Record], users: Sequence[Sequence[str]], scratch: Path) -> None:
    """The dump of a database that holds exactly these records, what its editors chose, and users
    by day."""
    kinds = [kind_of(record) for record in records]
    counts = {kind.value: kinds.count(kind) for kind in RecordKind}
    header = {"amo_pyramid": "dump", "format": FORMAT, "counts": counts}
    lines = [json.dumps(each).encode() for each in (header, *map(encode_record, records))]
    catalogue = SqlCatalogue(f"sqlite:///{scratch}/final.db")
    catalogue.upgrade()
    load(lines, lambda: unit(catalogue), loud_report())
    with unit(catalogue) as session:
        edit(session)
    for each in users:
        import_series(each, lambda: unit(catalogue), loud_report(), lambda: NOW, SeriesImport())
    # Of Firefox alone, and where most are told: other days would look like a fall.
    told = Counter(line.partition(",")[0] for line in users[0][1:])
    days = [parse_day(day) for day, number in told.items() if number > max(told.values()) / 2]
    due = [Due(name, model, days) for name, model in SITE_NUMBERS.items()]
    for _ in note_days(lambda: unit(catalogue), due):
        pass
    content = io.BytesIO()
    dump(lambda: reading(catalogue), content)
    catalogue.close()
    # Neither name nor time: the same lists give the same file.
    with TARGET.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(content.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
