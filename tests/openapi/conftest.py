"""A catalogue with real add-ons and with every rare thing, made once for all tests here."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.operations.dumping import load
from amo_pyramid.operations.reporting import Report
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import open_work
from tests.clients.catalogue import AUTHOR, everything
from tests.openapi.describing import Description

DEMO = files("amo_pyramid.demo") / "demo.jsonl.gz"
VERSIONS = ("v3", "v4", "v4dev", "v5")
#: All that describe themselves: AMO's API, and that of packages.
APIS = ("v2", *VERSIONS)


def rarities() -> list:
    """What neither the demonstration nor the clients' catalogue has."""
    persona = builders.addon(
        18, type=AddonType.PERSONA, categories=(300,), persona=Persona(accent_color="ff0000")
    )
    withheld = builders.addon(19, slug="withheld", excluded_regions=("DE",))
    return [
        *builders.listed(persona),
        *builders.listed(withheld),
        builders.group(1, rules=("*:*",), members=(AUTHOR.id,)),
        builders.override(1, addon_id=1),
        builders.replacement(900),
    ]


@pytest.fixture(scope="session")
def filled_path(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The database, which nobody changes."""
    path = tmp_path_factory.mktemp("filled") / "amo.db"
    shutil.copy(sqlite_template, path)
    catalogue = SqlCatalogue(f"sqlite:///{path}")
    service = Service(catalogue)

    @contextmanager
    def unit() -> Iterator[CatalogueSession]:
        with open_work(service.registry) as work:
            yield work.catalogue

    load(gzip.decompress(DEMO.read_bytes()).splitlines(keepends=True), unit, Report())
    service.put(*everything(), *rarities())
    catalogue.close()
    return path


@pytest.fixture(scope="session")
def filled(filled_path: Path) -> Iterator[SqlCatalogue]:
    catalogue = SqlCatalogue(f"sqlite:///{filled_path}")
    yield catalogue
    catalogue.close()


@pytest.fixture
def service(filled: SqlCatalogue) -> Service:
    return Service(filled)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=APIS)
def api(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def description(service: Service, version: str) -> Description:
    return Description(service, version)
