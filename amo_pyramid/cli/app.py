"""The application that commands work on, started from its ini file when first needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from pyramid.paster import bootstrap

from amo_pyramid.backends.base.catalogue import Catalogue, CatalogueSession
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.work import Work, open_reading, open_work

DEFAULT_INI = Path("development.ini")


class Site:
    """What the commands of one call share. ``ini`` of None means the default one."""

    def __init__(self, ini: Path | None) -> None:
        self._ini = ini

    @cached_property
    def registry(self) -> Any:
        """The application's registry."""
        ini = self._ini or DEFAULT_INI
        if not ini.is_file():
            hint = "" if self._ini else ": name the settings with --ini or AMO_INI"
            raise click.UsageError(f"There is no file {ini}{hint}")
        environment = bootstrap(str(ini), options={"check_database": "false"})
        click.get_current_context().call_on_close(environment["closer"])
        return environment["registry"]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, whatever state its database is in."""
        catalogue: Catalogue = self.registry["amo.backends"]["catalogue"]
        return catalogue

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work with all the backends: committed on leaving, given up on an exception."""
        self.check()
        with open_work(self.registry) as work:
            yield work

    @contextmanager
    def unit(self) -> Iterator[CatalogueSession]:
        """The catalogue in a unit of work."""
        with self.work() as work:
            yield work.catalogue

    @contextmanager
    def reading(self) -> Iterator[CatalogueSession]:
        """A session that only reads."""
        self.check()
        with open_reading(self.registry) as work:
            yield work.catalogue

    def check(self) -> None:
        """Start the application. Raises ``Unavailable`` when the database does not fit it."""
        if not self._is_current:
            raise Unavailable("The database does not fit this version: run amo-pyramid db upgrade")

    @cached_property
    def _is_current(self) -> bool:
        return self.catalogue.schema_state().is_current


pass_site = click.make_pass_decorator(Site)
