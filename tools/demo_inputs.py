"""The published lists and recorded answers that the demonstration catalogue is made of."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transaction import TransactionManager

from amo_pyramid.backends.base.catalogue import CatalogueSession, RecordKind
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import ApplicationRange, Approval
from amo_pyramid.operations.importing import files_in, import_documents
from amo_pyramid.operations.reporting import Report

THUNDERBIRD_ADDONS = 12
#: Lists of users by day, and of how many of the most used add-ons in each the days are taken that
#: are told of them.
SERIES = (("firefox-popular-weekly", 60), ("thunderbird-users-daily", THUNDERBIRD_ADDONS))


@contextmanager
def unit(catalogue: SqlCatalogue) -> Iterator[CatalogueSession]:
    manager = TransactionManager(explicit=True)
    with manager:
        yield catalogue.join(manager)


@contextmanager
def reading(catalogue: SqlCatalogue) -> Iterator[CatalogueSession]:
    with closing(catalogue.read()) as session:
        yield session


def inputs(folder: Path, scratch: Path) -> Iterator[Path]:
    """The lists in the order in which they build on each other, cut to the popular add-ons."""
    popular = json.loads((folder / "firefox-popular-2025-07-21.json").read_bytes())
    slugs = {addon["slug"] for addon in popular["addons"]}
    legacy = {row["URL"].rpartition("/")[2]: row["guid"] for row in table(folder, "firefox-legacy")}
    yield folder / "firefox-popular-2025-07-21.json"
    catalogue = json.loads((folder / "firefox-catalog-2025-02-08.json").read_bytes())
    yield saved(scratch, "catalogue", [each for each in catalogue if each["pname"] in slugs])
    guids = {each["addonId"] for each in catalogue if each["pname"] in slugs}
    files = json.loads((folder / "firefox-files-2025-08-11.json").read_bytes())
    yield saved(scratch, "files", {key: each for key, each in files.items() if key in guids})
    known = {str(addon["id"]): addon["slug"] for addon in popular["addons"] if addon["id"]}
    yield saved(
        scratch,
        "guids",
        [
            {"id": int(number), "guid": legacy[number]}
            for number in known
            if legacy.get(number, "null") not in ("", "null")
        ],
    )
    yield from thunderbird(folder, scratch)


def thunderbird(folder: Path, scratch: Path) -> Iterator[Path]:
    """The most used Thunderbird add-ons, and their files."""
    rows = [row for row in table(folder, "thunderbird-catalog") if row["guid"]][:THUNDERBIRD_ADDONS]
    path = scratch / "thunderbird.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    yield path
    compat = json.loads((folder / "thunderbird-compat-2025-06-14.json").read_bytes())
    guids = {row["guid"] for row in rows}
    kept = [each for each in compat["addons"] if each["id"] in guids]
    yield saved(scratch, "compat", {**compat, "addons": kept})


def table(folder: Path, name: str) -> list[dict[str, str]]:
    path = next(folder.glob(f"{name}*.csv"))
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def series(folder: Path, slugs: set[str]) -> Iterator[list[str]]:
    """Users of the most used of these add-ons by day: lines of CSV, a list for each source."""
    for name, count in SERIES:
        told = (row for row in table(folder, name) if row["average_daily_users"])
        rows = [row for row in told if row["slug"] in slugs]
        users: dict[str, int] = {}
        for row in rows:
            users[row["slug"]] = max(users.get(row["slug"], 0), int(row["average_daily_users"]))
        most_used = sorted(users, key=lambda slug: (-users[slug], slug))[:count]
        shown = (row for row in rows if row["slug"] in most_used)
        yield [
            "date,slug,average_daily_users\n",
            *(f"{row['date']},{row['slug']},{row['average_daily_users']}\n" for row in shown),
        ]


def saved(scratch: Path, name: str, content: Any) -> Path:
    path = scratch / f"{name}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def real_ids(folder: Path) -> set[int]:
    """The ids that the lists tell."""
    popular = json.loads((folder / "firefox-popular-2025-07-21.json").read_bytes())
    rows = table(folder, "thunderbird-catalog")
    return {addon["id"] for addon in popular["addons"]} | {int(row["id"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Promoted:
    """What a recorded answer says of a promoted add-on."""

    promotion: Promotion
    approvals: tuple[Approval, ...]
    ranges: tuple[ApplicationRange, ...]


def promotions(folder: Path) -> dict[str, Promoted]:
    """The promoted add-ons in recorded answers, by guid."""
    with tempfile.TemporaryDirectory() as scratch:
        catalogue = SqlCatalogue(f"sqlite:///{scratch}/answers.db")
        catalogue.upgrade()
        answers = files_in([folder / "search-multiple-2023.json"])
        import_documents(answers, lambda: unit(catalogue), Report())
        with reading(catalogue) as session:
            versions = {each.addon_id: each for each in session.every(RecordKind.VERSION)}
            addons = list(session.every(RecordKind.ADDON))
        catalogue.close()
    return {
        addon.guid: Promoted(addon.promotion, version.approvals, version.ranges)
        for addon in addons
        if addon.promotion and (version := versions[addon.id])
    }
