"""A process that packs days and stands still at one step, to be killed there.

Arguments: URL of the database, name of the step. It says when it is there.
"""

from __future__ import annotations

import sys
from typing import Any

from amo_pyramid.backends.sql import SqlCatalogue, statistics
from amo_pyramid.backends.sql.points import Points
from amo_pyramid.domain.series import StatModel
from amo_pyramid.testing.contracts.counters_base import DAY
from tests.operations.helpers import unit
from tests.statistics.standing import stand_still

#: In the order in which packing takes them.
STEPS = ("locked", "taken", "put", "committed")


def stand_still_at(step: str) -> None:
    if sys.argv[2] == step:
        stand_still(step)


class SlowPoints(Points):
    def taken(self, keys: Any) -> Any:
        stand_still_at("taken")
        return super().taken(keys)

    def put(self, points: Any) -> Any:
        replaced = super().put(points)
        stand_still_at("put")
        return replaced


if __name__ == "__main__":
    catalogue = SqlCatalogue(sys.argv[1])
    statistics.Points = SlowPoints
    with unit(catalogue) as session:
        session.users.rules_of(0)
        stand_still_at("locked")
        for model in StatModel:
            session.statistics.pack(model, DAY + 1)
    stand_still_at("committed")
