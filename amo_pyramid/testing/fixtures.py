"""pytest fixtures for tests of plugins, for those who ask for them.

Put this into the ``conftest.py`` at the root of the tests::

    pytest_plugins = ["amo_pyramid.testing.fixtures"]

They run on SQLite. For another database define a fixture ``amo_database`` of your own that gives
the URL of an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amo_pyramid.backends.base.catalogue import Catalogue

if TYPE_CHECKING:
    # Later than pytest measures coverage or rewrites assertions, and only where it is used.
    from amo_pyramid.testing.app import Service

#: Opens a service: ``amo_service("badges", **{"amo.badges.colour": "gold"})``.
OpenService = Callable[..., "Service"]


def pytest_configure(config: pytest.Config) -> None:
    """The suites in :mod:`amo_pyramid.testing.contracts` name the facts that they prove."""
    config.addinivalue_line("markers", "fact(*numbers): facts of the contract of the API")


@pytest.fixture
def amo_database(tmp_path: Path) -> str:
    """The URL of a database without tables."""
    return f"sqlite:///{tmp_path / 'amo.db'}"


@pytest.fixture
def amo_service(amo_database: str) -> Iterator[OpenService]:
    """Opens the whole service with some plugins and settings, on an empty catalogue."""
    from amo_pyramid.testing.app import Service

    opened = []

    def open_service(*plugins: str, **settings: str) -> Service:
        chosen = {"amo.plugins": " ".join(plugins), **settings}
        opened.append(Service.at(amo_database, **chosen))
        return opened[-1]

    yield open_service
    for service in opened:
        service.close()


@pytest.fixture
def amo_catalogue(amo_service: OpenService) -> Catalogue:
    """An empty catalogue, for backends that stand beside one."""
    return amo_service().catalogue
