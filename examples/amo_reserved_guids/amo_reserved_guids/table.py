"""The table, and the questions to it. Everything happens in the transaction of ``work``."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.work import Work

reserved = sa.Table(
    "reserved_guids",
    sa.MetaData(),
    sa.Column("guid", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
)


def every(work: Work) -> list[dict[str, str]]:
    """All reserved guids, in their order."""
    rows = work.catalogue.execute(sa.select(reserved).order_by(reserved.c.guid))
    return [{"guid": row.guid, "reason": row.reason} for row in rows]


def reserve(work: Work, guid: str, reason: str, limit: int) -> None:
    """Reserve a guid. Raises ``Invalid`` when that would be too many, ``Conflict`` when it is
    reserved or taken by an add-on."""
    (row,) = work.catalogue.execute(sa.select(sa.func.count()).select_from(reserved))
    if row[0] >= limit:
        raise Invalid(f"No more than {limit} guids can be reserved.")
    if work.catalogue.addons.ids_of(guids=[guid]):
        raise Conflict("An add-on has this guid already.")
    work.catalogue.execute(reserved.insert().values(guid=guid, reason=reason))


def among(work: Work, guids: Collection[str]) -> list[str]:
    """Those of the guids that are reserved."""
    rows = work.catalogue.execute(sa.select(reserved.c.guid).where(reserved.c.guid.in_(guids)))
    return sorted(row.guid for row in rows)
