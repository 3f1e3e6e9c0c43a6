"""Add-ons as little more than their ids and revisions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.tables.addons import addon
from amo_pyramid.backends.sql.tables.versions import version_app
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import AddonState

#: The columns from which :func:`build_state` makes a state.
STATE_COLUMNS = (
    addon.c.id,
    addon.c.revision,
    addon.c.type,
    addon.c.status,
    addon.c.is_disabled_by_developer,
    addon.c.excluded_regions,
)
#: Reviewed content: public, with a current version (catalog.md §2.3).
IS_REVIEWED = sa.and_(
    addon.c.status == Status.PUBLIC,
    addon.c.is_disabled_by_developer.is_(sa.false()),
    addon.c.current_version_id.is_not(None),
)


def runs_in_application(is_everywhere: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether an add-on's current version runs in ``:application``, or the condition says that it
    does so without naming it."""
    is_named = sa.exists().where(
        version_app.c.version_id == addon.c.current_version_id,
        version_app.c.application == sa.bindparam("application", type_=sa.BigInteger()),
    )
    return sa.or_(is_everywhere, is_named)


def build_state(columns: Any) -> AddonState:
    """The state in these columns."""
    id_, revision, type_, status, is_disabled_by_developer, excluded_regions = columns
    return AddonState(
        id=id_,
        revision=revision,
        type=type_,
        status=status,
        is_disabled_by_developer=is_disabled_by_developer,
        excluded_regions=excluded_regions,
    )
