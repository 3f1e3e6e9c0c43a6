"""The repository of what commands say of the whole site."""

from __future__ import annotations

import sqlalchemy as sa

from amo_pyramid.backends.base.site import SiteSwitches
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.tables.site import maintenance
from amo_pyramid.domain.maintenance import NORMAL, Maintenance

_STATE = sa.select(
    maintenance.c.is_read_only, maintenance.c.message, maintenance.c.until, maintenance.c.notice
)
_FORGET = maintenance.delete().returning(maintenance.c.id)
_STORE = maintenance.insert().returning(maintenance.c.id)


class SqlSiteSwitches(SiteSwitches):
    """The one row, or none."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def maintenance(self) -> Maintenance:
        rows = self._run(_STATE, {})
        if not rows:
            return NORMAL
        is_read_only, message, until, notice = rows[0]
        return Maintenance(is_read_only=is_read_only, message=message, until=until, notice=notice)

    def switch(self, state: Maintenance) -> None:
        self._run(_FORGET, {})
        self._run(
            _STORE,
            {
                "id": 1,
                "is_read_only": state.is_read_only,
                "message": state.message,
                "until": state.until,
                "notice": state.notice,
            },
        )
