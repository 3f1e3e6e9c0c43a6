"""The structure of the database: where it stands and how it is brought up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import SchemaState
from amo_pyramid.backends.sql.heads import ENVIRONMENT, VERSIONS, Branch, folder, label_of, state
from amo_pyramid.domain.errors import Invalid, NotFound

#: One upgrade of a PostgreSQL database at a time; the others wait for this long.
_ADVISORY_LOCK = 7306357
_WAIT_FOR_OTHERS = "60s"
_WAIT_FOR_TABLES = "10s"
_REVISIONS = sa.table("alembic_version", sa.column("version_num", sa.Text()))


class Schema:
    """``branches`` are the migrations that are in use, the catalogue's own first."""

    def __init__(self, branches: Sequence[Branch]) -> None:
        self._branches = branches
        self._config = Config()
        # Two names of one option: Alembic has renamed it.
        for name in ("path_separator", "version_path_separator"):
            self._config.set_main_option(name, "os")
        for name, value in (
            ("script_location", folder(ENVIRONMENT)),
            ("version_locations", os.pathsep.join(folder(each.place) for each in branches)),
        ):
            self._config.set_main_option(name, value.replace("%", "%%"))

    def state(self, connection: Connection) -> SchemaState:
        """Where the database stands."""
        current = MigrationContext.configure(connection).get_current_heads()
        return state(current, self._branches)

    def upgrade(self, connection: Connection) -> None:
        """Run the missing migrations in the connection's transaction, one process at a time; the
        catalogue's own first, so that a plugin finds its tables."""
        _lock(connection)
        state = self.state(connection)
        if state.is_newer:
            raise Invalid(
                f"The database is newer than this program: it is at {', '.join(state.current)}, "
                f"and {', '.join(state.wanted)} is the newest known here. Install the newer "
                "release again, or restore a backup made before the upgrade."
            )
        if state.is_current:
            return
        self._config.attributes["connection"] = connection
        own = [head for each in self._branches if each.place == VERSIONS for head in each.heads]
        with _set_aside(connection, state.left):
            for target in (*own, "heads"):
                command.upgrade(self._config, target)

    def remove(self, connection: Connection, label: str) -> None:
        """Undo the migrations of a plugin, in the connection's transaction."""
        _lock(connection)
        state = self.state(connection)
        branch = next((each for each in self._branches if each.label == label and label), None)
        if branch is None:
            is_left = label in {label_of(revision) for revision in state.left}
            hint = " Put it into amo.plugins: its own migrations are needed." if is_left else ""
            raise NotFound(f"No plugin in use has migrations of the name {label}.{hint}")
        if not branch.known.intersection(state.current):
            raise NotFound(f"The database has no tables of {label}.")
        self._config.attributes["connection"] = connection
        with _set_aside(connection, state.left):
            for base in branch.bases:
                _downgrade(self._config, base)


def _downgrade(config: Config, base: str) -> None:
    try:
        command.downgrade(config, f"{base}@base")
    except (AttributeError, NotImplementedError) as error:
        raise Invalid("A migration of the plugin cannot be undone: it has no downgrade.") from error


@contextmanager
def _set_aside(connection: Connection, revisions: Sequence[str]) -> Iterator[None]:
    """Hide revisions of plugins that are not in use from Alembic, which would not know them."""
    if revisions:
        connection.execute(_REVISIONS.delete().where(_REVISIONS.c.version_num.in_(revisions)))
    yield
    if revisions:
        rows = [{"version_num": revision} for revision in revisions]
        connection.execute(_REVISIONS.insert(), rows)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _set(connection, "lock_timeout", _WAIT_FOR_OTHERS)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        _set(connection, "lock_timeout", _WAIT_FOR_TABLES)


def _set(connection: Connection, name: str, value: str) -> None:
    connection.execute(sa.select(sa.func.set_config(name, value, True)))
