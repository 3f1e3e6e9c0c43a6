"""What the tests of operations share: units of work, answers, and a catalogue with everything."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from typing import Any

import transaction

from amo_pyramid.backends.base.catalogue import (
    ADDON_NEEDS,
    VERSION_NEEDS,
    Catalogue,
    CatalogueSession,
    RecordKind,
)
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.version import Version
from amo_pyramid.operations.dumping import dump, load
from amo_pyramid.operations.importing import import_documents
from amo_pyramid.operations.reporting import Report
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_addons import full_addon
from amo_pyramid.testing.contracts.catalogue_versions import full_version


@contextmanager
def unit(catalogue: Catalogue) -> Iterator[CatalogueSession]:
    """A unit of work: committed on leaving, given up on an exception."""
    manager = transaction.TransactionManager(explicit=True)
    with manager:
        yield catalogue.join(manager)


def reading(catalogue: Catalogue) -> Any:
    """A session that only reads."""
    return closing(catalogue.read())


def put(catalogue: Catalogue, *records: Any) -> None:
    with unit(catalogue) as session:
        session.put(records)


def everything() -> list[Any]:
    """A record of each kind at least, and something in every field."""
    person = builders.user(4, "ann", picture_modified=builders.CREATED, is_deleted=True)
    return [
        person,
        *builders.listed(full_addon(), full_version()),
        *builders.listed(builders.addon(2, slug=None, guid=None)),
        builders.group(rules=("Addons:Review", "*:*"), members=(4,)),
        builders.discovery_item(addon_id=2),
        builders.replacement(),
        builders.override(addon_id=1),
        builders.mapping(),
        builders.collection(1, 4, 1, 2),
    ]


def dumped(catalogue: Catalogue) -> bytes:
    """The whole catalogue as a dump."""
    stream = io.BytesIO()
    dump(partial(reading, catalogue), stream)
    return stream.getvalue()


def loaded(catalogue: Catalogue, content: bytes) -> tuple[Report, list[str]]:
    """What came of loading a dump: the report, and the problems it told."""
    problems: list[str] = []
    report = Report(on_problem=lambda problem: problems.append(str(problem)))
    load(content.splitlines(keepends=True), partial(unit, catalogue), report)
    return report, problems


@dataclass
class Imported:
    """What came of an import."""

    report: Report
    problems: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def changes(self) -> tuple[int, int]:
        """Records added and changed."""
        return self.report.outcome.added, self.report.outcome.changed


@dataclass
class Content:
    """A document of known content."""

    value: Any
    name: str = "answer.json"

    def content(self) -> Any:
        return self.value


def imported_from(catalogue: Catalogue, documents: Iterable[Any]) -> Imported:
    """Import documents and keep what was told."""
    result = Imported(Report())
    result.report.on_problem = lambda problem: result.problems.append(str(problem))
    result.report.on_skip = lambda problem: result.skipped.append(str(problem))
    import_documents(documents, partial(unit, catalogue), result.report)
    return result


def imported(catalogue: Catalogue, *documents: Any) -> Imported:
    """Import documents; plain values stand for documents of that content."""
    return imported_from(
        catalogue, (each if hasattr(each, "content") else Content(each) for each in documents)
    )


def stored_addon(catalogue: Catalogue, addon_id: int = 1) -> Addon:
    with reading(catalogue) as session:
        (addon,) = session.addons.by_ids([addon_id], ADDON_NEEDS)
        return addon


def stored_version(catalogue: Catalogue, version_id: int = 10) -> Version:
    with reading(catalogue) as session:
        version = session.versions.get(version_id, VERSION_NEEDS)
        assert version is not None
        return version


def stored(catalogue: Catalogue, kind: RecordKind) -> list[Any]:
    with reading(catalogue) as session:
        return list(session.records(kind))


def date(text: str) -> datetime:
    """A time of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def addon_of(catalogue: Catalogue, **fields: Any) -> Addon:
    """What is stored of an answer about one add-on, which has no problems."""
    result = imported(catalogue, answer(**fields))
    assert result.problems == []
    return stored_addon(catalogue)


def version_of(catalogue: Catalogue, addon: dict[str, Any] | None = None, **fields: Any) -> Version:
    """The same of its current version; ``addon`` has fields of the add-on itself."""
    result = imported(catalogue, answer(**(addon or {}), current_version=version_answer(**fields)))
    assert result.problems == []
    return stored_version(catalogue)


def answer(addon_id: int = 1, **fields: Any) -> dict[str, Any]:
    """An add-on as v4 answers it without ``lang``; fields of None given as ``...`` are left out."""
    site = "https://addons.example/en-US"
    values: dict[str, Any] = {
        "id": addon_id,
        "authors": [{"id": 3, "name": "Sample Dev", "username": "sampledev", "url": None}],
        "average_daily_users": 4242,
        "categories": {"firefox": ["bookmarks"]},
        "contributions_url": "",
        "created": "2018-10-11T12:30:45Z",
        "current_version": version_answer(addon_id * 10),
        "default_locale": "en-US",
        "description": None,
        "guid": f"addon{addon_id}@example.com",
        "icon_url": "https://addons.example/static/img/addon-icons/default-64.png",
        "is_disabled": False,
        "last_updated": "2018-10-12T08:00:00Z",
        "name": {"en-US": "My Addon", "fr": "Mon module"},
        "previews": [],
        "promoted": None,
        "ratings": {"average": 4.21, "bayesian_average": 4.18, "count": 12, "text_count": 9},
        "requires_payment": False,
        "slug": f"addon-{addon_id}",
        "status": "public",
        "summary": {"en-US": "Short", "fr": "Court"},
        "tags": ["b", "a"],
        "type": "extension",
        "url": f"{site}/firefox/addon/addon-{addon_id}/",
        "weekly_downloads": 99,
    }
    values.update(fields)
    return {name: value for name, value in values.items() if value is not ...}


def version_answer(version_id: int = 10, **fields: Any) -> dict[str, Any]:
    """A version as v4 answers it."""
    values: dict[str, Any] = {
        "id": version_id,
        "compatibility": {"firefox": {"min": "57.0", "max": "*"}},
        "edit_url": f"https://addons.example/en-US/developers/addon/addon-1/versions/{version_id}",
        "files": [file_answer(version_id * 10)],
        "is_strict_compatibility_enabled": False,
        "license": {
            "id": 5,
            "is_custom": False,
            "name": {"en-US": "Sample", "fr": "Exemple"},
            "url": "http://license.example/",
        },
        "release_notes": None,
        "reviewed": "2018-10-12T08:00:00Z",
        "version": "1.0",
        **fields,
    }
    return {name: value for name, value in values.items() if value is not ...}


def file_answer(file_id: int = 100, **fields: Any) -> dict[str, Any]:
    """A file as v4 answers it."""
    values: dict[str, Any] = {
        "id": file_id,
        "created": "2018-10-11T12:30:45Z",
        "hash": f"sha256:{file_id:064x}",
        "is_restart_required": False,
        "is_webextension": True,
        "is_mozilla_signed_extension": False,
        "platform": "all",
        "size": 4321,
        "status": "public",
        "url": f"https://addons.example/firefox/downloads/file/{file_id}/my_addon-1.0.xpi?src=",
        "permissions": ["bookmarks"],
        "optional_permissions": [],
        **fields,
    }
    return {name: value for name, value in values.items() if value is not ...}


def search(*results: Any) -> dict[str, Any]:
    """A page of search results."""
    return {"count": len(results), "next": None, "previous": None, "results": list(results)}


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()
