"""The orders of results, as the databases write them (catalog.md §5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from amo_pyramid.domain.search import SortKey

_COLUMNS = {
    SortKey.CREATED: "d.created DESC",
    SortKey.DOWNLOADS: "d.downloads DESC",
    SortKey.HOTNESS: "d.hotness DESC",
    SortKey.NAME: "d.name_key",
    SortKey.RATING: "d.rating DESC",
    SortKey.RECOMMENDED: "d.is_plain",
    SortKey.UPDATED: "d.updated DESC",
    SortKey.USERS: "d.users DESC",
}
#: A prime above every usual id, small enough for products to stay within 63 bits.
_PRIME = (1 << 31) - 1


def order_of(sort: Sequence[SortKey], seed: str = "") -> str:
    """The order as a list of columns, the newest id first where all else is equal.

    ``RELEVANCE`` is no column and left out.
    """
    columns = [_column(each, seed) for each in sort if each is not SortKey.RELEVANCE]
    if columns and sort[-1] is SortKey.USERS:
        # Users, then the newest id: the order of the keys, which needs no sorting.
        return ", ".join([*columns[:-1], "d.key"])
    return ", ".join([*columns, "d.id DESC"])


def is_by_key(sort: Sequence[SortKey]) -> bool:
    """Whether the order is that of the keys."""
    return tuple(sort) == (SortKey.USERS,)


def random_place(id_: int, seed: str) -> float:
    """Where a shuffle puts an add-on: from 0 (first) to 1."""
    return id_ * _multiplier(seed) % _PRIME / _PRIME


def _column(key: SortKey, seed: str) -> str:
    if key is SortKey.RANDOM:
        return f"(d.id * {_multiplier(seed)}) % {_PRIME}"
    return _COLUMNS[key]


def _multiplier(seed: str) -> int:
    number = int.from_bytes(blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    return number % (_PRIME - 1) + 1
