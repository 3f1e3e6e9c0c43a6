"""A process that flushes and stands still at one step, to be killed there.

Arguments: URL of Redis, prefix, URL of the database, name of the step. It says when it is there.
"""

from __future__ import annotations

import sys
from typing import Any

from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql.counters import SqlTotals
from tests.statistics.standing import stand_still

#: In the order in which a flush takes them.
STEPS = ("leased", "frozen", "read", "written", "committed", "unlinked", "acknowledged")


def stand_still_at(step: str) -> None:
    if sys.argv[4] == step:
        stand_still(step)


class SlowStore(RedisStore):
    def freeze(self) -> None:
        stand_still_at("leased")
        super().freeze()
        stand_still_at("frozen")

    def batch(self, batch_id: str) -> Any:
        batch = super().batch(batch_id)
        stand_still_at("read")
        return batch

    def acknowledge(self, batch_id: str) -> None:
        stand_still_at("committed")
        name, unique, _ = batch_id.split("|")
        self._client.get().unlink(self._frozen(name, unique))
        stand_still_at("unlinked")
        super().acknowledge(batch_id)
        stand_still_at("acknowledged")


class SlowTotals(SqlTotals):
    def _write(self, connection: Any, counts: Any) -> None:
        super()._write(connection, counts)
        stand_still_at("written")


if __name__ == "__main__":
    url, prefix, database = sys.argv[1:4]
    BatchedCounters(SlowStore(url, prefix=prefix), SlowTotals(database), interval=0).flush()
