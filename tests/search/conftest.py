"""The recorded add-ons as a catalogue with its search index, made once for each database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
import transaction

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.search import SqlSearch
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.version import ApplicationRange
from amo_pyramid.operations.importing import files_in, import_documents
from amo_pyramid.operations.reporting import Report
from amo_pyramid.testing import builders
from tests.conftest import temporary_database

EVERYWHERE = tuple(
    ApplicationRange(application=each, min="57.0", max="*")
    for each in (Application.FIREFOX, Application.THUNDERBIRD)
)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def real_catalogue(request, shared, tmp_path_factory) -> Iterator[SqlCatalogue]:
    """All recorded add-ons, on each kind of database in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('real') / 'real.db'}"
        yield from filled(url, shared)
    else:
        server = request.getfixturevalue("postgresql_server")
        for url in temporary_database(server, "real"):
            yield from filled(url, shared)


@pytest.fixture(scope="module")
def real_search(real_catalogue) -> SqlSearch:
    search = SqlSearch(real_catalogue)
    search.rebuild()
    return search


def filled(url, shared):
    catalogue = SqlCatalogue(url)
    catalogue.upgrade()
    import_documents(files_in([shared / "data" / "amo"]), lambda: unit(catalogue), Report())
    release_all(catalogue)
    yield catalogue
    catalogue.close()


@pytest.fixture
def real_slugs(real_catalogue) -> dict[int, str]:
    """The slug of each add-on."""
    session = real_catalogue.read()
    found: dict[int, str] = {}
    while addons := session.records(RecordKind.ADDON, after=max(found, default=0), limit=5000):
        found.update((each.id, each.slug) for each in addons)
    session.close()
    return found


@contextmanager
def unit(catalogue):
    manager = transaction.TransactionManager(explicit=True)
    with manager:
        yield catalogue.join(manager)


def release_all(catalogue):
    """Give a version to the add-ons of which only the name is recorded."""
    last = 0
    numbers = count(50_000_000)
    while True:
        with unit(catalogue) as session:
            addons = session.records(RecordKind.ADDON, after=last, limit=1000)
            if not addons:
                return
            last = addons[-1].id
            known = session.addons.by_ids(
                [each.id for each in addons], frozenset({"current_version"})
            )
            session.put(
                [
                    builders.version(
                        number, each.id, files=(builders.file(number),), ranges=EVERYWHERE
                    )
                    for each, number in zip(
                        (one for one in known if one.current_version is None), numbers, strict=False
                    )
                ]
            )
