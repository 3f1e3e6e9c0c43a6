"""Days that are over become one row for each add-on (stats.md §3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from amo_pyramid.domain.series import StatModel
from amo_pyramid.operations.storing import OpenUnit


def pack_days(open_unit: OpenUnit, before: int, size: int) -> Iterator[int]:
    """Pack the single counts of days before that one; how many add-ons more are done with, once
    for each unit of work. Raises ``Unavailable``."""
    for model in StatModel:
        after = 0
        while True:
            with open_unit() as session:
                packed = session.statistics.pack(model, before, after=after, limit=size)
            if not packed:
                break
            yield len(packed)
            after = packed[-1]
