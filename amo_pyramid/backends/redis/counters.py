"""Counting in Redis, by any number of processes together (stats.md §13.1-§13.4)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

from amo_pyramid.backends.base.counters import (
    Count,
    CounterKind,
    CounterState,
    Guard,
    Reset,
    Series,
)
from amo_pyramid.backends.base.halves import Batch, Store, Unflushed
from amo_pyramid.backends.redis.client import Client, reached
from amo_pyramid.backends.redis.outbox import Outbox, Parcel
from amo_pyramid.backends.redis.salts import Salts
from amo_pyramid.backends.redis.scripts import FREEZE, LEASE, TAKE

log = logging.getLogger(__name__)

#: Milliseconds for which a flusher that has died keeps the others away.
LEASE_TIME = 30_000
FIELDS_AT_ONCE = 1000
#: Seconds for which late parcels are looked at because of a reset.
RESETS_KEPT = 30 * 86_400


class RedisStore(Store):
    """``prefix`` tells this site's keys from others'. It is their hash tag, so that all of them
    are in one slot of a cluster.

    The id of a batch is ``live hash|unique name|generation``, as it is in the set of those that
    are pending.
    """

    def __init__(
        self, url: str, *, prefix: str = "amo", is_cluster: bool = False, timeout: float = 2.0
    ) -> None:
        self._client = Client(url, is_cluster=is_cluster, timeout=timeout)
        self._prefix = f"{{{prefix}}}"
        self._salts = Salts(self._prefix)
        self._outbox = Outbox(self._take)
        self._owner = uuid4().hex

    def increment(self, count: Count, amount: int, guard: Guard | None) -> bool:
        self._outbox.put(count, amount, guard)
        return False

    def freeze(self) -> None:
        self._outbox.empty()
        with reached():
            client = self._client.get()
            shared = [self._key(name) for name in ("days", "pending", "gen")]
            for name in sorted(client.smembers(self._key("days"))):
                unique = uuid4().hex
                keys = [f"{self._prefix}{name}", self._frozen(name, unique), *shared]
                client.eval(FREEZE, len(keys), *keys, name, unique)

    def batches(self) -> Sequence[str]:
        with reached():
            return sorted(self._client.get().smembers(self._key("pending")))

    def batch(self, batch_id: str) -> Batch | None:
        name, unique, generation = batch_id.split("|")
        with reached():
            client = self._client.get()
            client.eval(LEASE, 1, self._key("lock:flush"), self._owner, LEASE_TIME)
            if not client.sismember(self._key("pending"), batch_id):
                return None
            fields = client.hscan_iter(self._frozen(name, unique), count=FIELDS_AT_ONCE)
            counts = {_count(name, field): int(value) for field, value in fields}
        origin, _ = self.generation()
        return Batch(batch_id, origin, int(generation), counts)

    def acknowledge(self, batch_id: str) -> None:
        name, unique, _ = batch_id.split("|")
        with reached():
            client = self._client.get()
            client.unlink(self._frozen(name, unique))
            client.srem(self._key("pending"), batch_id)

    def unflushed(self, kind: CounterKind, addon_id: int, first: int, last: int) -> Unflushed:
        self._outbox.empty()
        origin, generation = self.generation()
        with reached():
            client = self._client.get()
            pending = client.smembers(self._key("pending"))
            hashes = {name: f"{self._prefix}{name}" for name in client.smembers(self._key("days"))}
            for batch_id in pending:
                name, unique, _ = batch_id.split("|")
                hashes[batch_id] = self._frozen(name, unique)
            found = self._fields(hashes, kind, addon_id, first, last)
        live: dict[int, Mapping[str, int]] = {}
        for name in hashes.keys() - pending:
            live.update(found.get(name, {}))
        return Unflushed(origin, generation, live, {id_: found.get(id_, {}) for id_ in pending})

    def generation(self) -> tuple[str, int]:
        with reached():
            client = self._client.get()
            origin = client.get(self._key("origin"))
            if origin is None:
                client.set(self._key("origin"), uuid4().hex, nx=True)
                origin = client.get(self._key("origin"))
            return origin, int(client.get(self._key("gen")) or 0)

    def restart(self, generation: int) -> None:
        with reached():
            client = self._client.get()
            for name in client.smembers(self._key("days")):
                client.unlink(f"{self._prefix}{name}")
            client.unlink(self._key("days"))
            client.set(self._key("gen"), generation)
        for batch_id in self.batches():
            self.acknowledge(batch_id)

    def refuse(self, reset: Reset) -> None:
        self._outbox.empty()  # what this process has made is deleted and told like the rest
        field = str(reset.addon_id) if reset.day is None else f"{reset.addon_id}|{reset.day}"
        with reached():
            client = self._client.get()
            client.hset(self._key("reset"), field, repr(reset.at.timestamp()))
            client.expire(self._key("reset"), RESETS_KEPT)

    def state(self) -> CounterState:
        waiting = dict.fromkeys(CounterKind, 0)
        with reached():
            client = self._client.get()
            for name in client.smembers(self._key("days")):
                waiting[_kind(name)] += client.hlen(f"{self._prefix}{name}")
            pending = client.smembers(self._key("pending"))
            for batch_id in pending:
                name, unique, _ = batch_id.split("|")
                waiting[_kind(name)] += client.hlen(self._frozen(name, unique))
            dropped = int(client.get(self._key("dropped")) or 0)
        return CounterState(waiting, len(pending), dropped + self._outbox.dropped)

    @property
    def lost(self) -> int:
        return self._outbox.lost

    def start(self) -> None:
        self._outbox.start()

    def close(self) -> None:
        self._outbox.close()
        self._client.close()

    @contextmanager
    def lease(self) -> Iterator[bool]:
        key = self._key("lock:flush")
        with reached():
            is_ours = self._client.get().set(key, self._owner, nx=True, px=LEASE_TIME)
        try:
            yield bool(is_ours)
        finally:
            if is_ours:
                with reached():
                    self._client.get().eval(LEASE, 1, key, self._owner, 0)

    def _take(self, process: str, parcel: Parcel) -> None:
        key = self._key(f"taken:{process}")
        with reached():
            client = self._client.get()
            arguments: list[str | int] = [self._prefix, parcel.number, parcel.dropped]
            arguments.append(repr(parcel.began))
            for (count, guard), amount in parcel.items.items():
                arguments += (f"{count.kind.value}:{count.day}", _field(count), amount)
                if guard is None:
                    arguments += ("", 0, 0, 0)
                else:
                    who = self._salts.digest(client, count, guard)
                    arguments += (who, guard.window, guard.cap, count.day)
            client.eval(TAKE, 1, key, *arguments)

    def _fields(
        self, hashes: Mapping[str, str], kind: CounterKind, addon_id: int, first: int, last: int
    ) -> dict[str, Series]:
        """What hashes, by some name that begins with that of a live hash, have of an add-on."""
        client = self._client.get()
        found: dict[str, Series] = {}
        for name, key in hashes.items():
            live = name.partition("|")[0]
            if _kind(live) is not kind or not first <= _day(live) <= last:
                continue
            if kind.has_details:
                fields = client.hscan_iter(key, match=f"{addon_id}|*", count=FIELDS_AT_ONCE)
                details = {field.partition("|")[2]: int(value) for field, value in fields}
            else:
                value = client.hget(key, str(addon_id))
                details = {} if value is None else {"": int(value)}
            if details:
                found[name] = {_day(live): details}
        return found

    def _key(self, name: str) -> str:
        return f"{self._prefix}pv:{name}"

    def _frozen(self, name: str, unique: str) -> str:
        return f"{self._prefix}{_kind(name).value}:flush:{_day(name)}:{unique}"


def _kind(name: str) -> CounterKind:
    return CounterKind(name.rpartition(":")[0])


def _day(name: str) -> int:
    return int(name.rpartition(":")[2])


def _field(count: Count) -> str:
    return f"{count.addon_id}|{count.detail}" if count.kind.has_details else str(count.addon_id)


def _count(name: str, field: str) -> Count:
    addon_id, _, detail = field.partition("|")
    return Count(_kind(name), _day(name), int(addon_id), detail)
