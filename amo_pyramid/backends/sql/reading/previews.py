"""Screenshots, of add-ons and of versions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.sql.reading.relations import Relation, child_text, of_owner
from amo_pyramid.domain.version import Preview


def preview_relation(table: sa.Table, owner: sa.Column[int]) -> Relation:
    """The previews in ``table``, in the order in which they are shown (catalog.md §6.6)."""
    columns = [column for column in table.c if column is not owner]
    order = (table.c.position, table.c.created, table.c.id)
    return Relation(of_owner(owner, *columns).order_by(owner, *order), _preview)


def _preview(row: Any, default_locale: str) -> Preview:
    _, id_, position, caption, created, modified, *sizes, colors = row
    width, height, thumb_width, thumb_height = sizes
    return Preview(
        id=id_,
        position=position,
        caption=child_text(caption, default_locale),
        created=created,
        modified=modified,
        image_size=None if width is None else (width, height),
        thumbnail_size=None if thumb_width is None else (thumb_width, thumb_height),
        colors=colors,
    )
