"""The structure of the database: where it stands and how it is brought up to date."""

from __future__ import annotations

import os
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from amo_pyramid.backends.base.catalogue import SchemaState
from amo_pyramid.backends.sql.heads import ENVIRONMENT, folder
from amo_pyramid.domain.errors import Invalid

#: One upgrade of a PostgreSQL database at a time; the others wait for this long.
_ADVISORY_LOCK = 7306357
_WAIT_FOR_OTHERS = "60s"
_WAIT_FOR_TABLES = "10s"


class Schema:
    """``places`` are those with migrations, as ``package:folder``."""

    def __init__(self, places: Sequence[str]) -> None:
        self._config = Config()
        # Two names of one option: Alembic has renamed it.
        for name in ("path_separator", "version_path_separator"):
            self._config.set_main_option(name, "os")
        for name, value in (
            ("script_location", folder(ENVIRONMENT)),
            ("version_locations", os.pathsep.join(folder(place) for place in places)),
        ):
            self._config.set_main_option(name, value.replace("%", "%%"))
        self._scripts = ScriptDirectory.from_config(self._config)

    def state(self, connection: Connection) -> SchemaState:
        """Where the database stands."""
        current = MigrationContext.configure(connection).get_current_heads()
        known = {script.revision for script in self._scripts.walk_revisions()}
        return SchemaState(
            current=tuple(sorted(current)),
            wanted=tuple(sorted(self._scripts.get_heads())),
            is_newer=not known.issuperset(current),
        )

    def upgrade(self, connection: Connection) -> None:
        """Run the missing migrations in the connection's transaction, one process at a time."""
        if connection.dialect.name == "postgresql":
            _set(connection, "lock_timeout", _WAIT_FOR_OTHERS)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            _set(connection, "lock_timeout", _WAIT_FOR_TABLES)
        state = self.state(connection)
        if state.is_newer:
            raise Invalid(
                f"The database is newer than this program: it is at {', '.join(state.current)}, "
                f"and {', '.join(state.wanted)} is the newest known here. Install the newer "
                "release again, or restore a backup made before the upgrade."
            )
        if not state.is_current:
            self._config.attributes["connection"] = connection
            command.upgrade(self._config, "heads")


def _set(connection: Connection, name: str, value: str) -> None:
    connection.execute(sa.select(sa.func.set_config(name, value, True)))
