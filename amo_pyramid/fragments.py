"""Ready-made JSON, kept for as long as it is right.

A fragment's key holds the revision of what it shows, so there is nothing to invalidate: an old
revision is never asked for again, in any process. Only what every anonymous reader gets is kept.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from cachetools import LRUCache
from pyramid.response import Response

from amo_pyramid.settings import Setting

JSON_TYPE = ("Content-Type", "application/json")
#: What an entry costs beside its bytes: key, object and bookkeeping.
OVERHEAD = 1024
#: What an entry's bytes cost, with a compressed copy of texts and links.
WITH_COPY = 1.4


class Fragment:
    """JSON bytes with their strong entity tag; ``extra`` are facts kept along (a total)."""

    __slots__ = ("_gzipped", "body", "etag", "extra", "key_size")

    def __init__(self, body: bytes, extra: Any = None) -> None:
        # A copy, because an encoder's bytes may lie at the beginning of a much larger buffer.
        self.body = bytes(memoryview(body))
        self.etag = entity_tag(body)
        self.extra = extra
        self._gzipped: bytes | None = None
        #: What its key takes while it is kept.
        self.key_size = 0

    @property
    def gzipped(self) -> bytes:
        """The compressed body, made once."""
        if self._gzipped is None:
            self._gzipped = compress(self.body)
        return self._gzipped


class FragmentResponse(Response):
    """A 200 with a fragment."""

    def __init__(self, fragment: Fragment) -> None:
        length = ("Content-Length", str(len(fragment.body)))
        headers = [JSON_TYPE, length, ("ETag", fragment.etag)]
        super().__init__(app_iter=[fragment.body], headerlist=headers)
        self.fragment = fragment

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Send it; without a look at each header for a ``Location`` that might be relative."""
        if environ["REQUEST_METHOD"] != "GET":
            return super().__call__(environ, start_response)
        start_response(self.status, self.headerlist)
        return self.app_iter


def entity_tag(*parts: bytes) -> str:
    """A quoted strong entity tag of the bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return f'"{digest.hexdigest()}"'


def compress(body: bytes) -> bytes:
    """gzip without a time stamp, so that equal bodies stay equal."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def _size_of(fragment: Fragment) -> float:
    return WITH_COPY * len(fragment.body) + fragment.key_size + OVERHEAD


class Fragments:
    """A bounded store of fragments, shared by the threads of a process.

    ``size`` is the most bytes it holds; 0 keeps nothing. ``hits`` and ``misses`` count what was
    looked for.
    """

    def __init__(self, size: int) -> None:
        self._lock = threading.Lock()
        self._size = size
        self.hits = 0
        self.misses = 0
        self._cache: LRUCache[Hashable, Fragment] = LRUCache(max(size, 1), getsizeof=_size_of)

    def get(self, key: Hashable, make: Callable[[], Fragment]) -> Fragment:
        """The fragment of that key, made and kept when it is missing or does not fit."""
        with self._lock:
            found = self._cache.get(key)
            if found is None:
                self.misses += 1
            else:
                self.hits += 1
        if found is not None:
            return found
        made = make()
        if self._size:
            self._keep(key, made)
        return made

    def get_many(
        self,
        keys: Sequence[Hashable],
        make: Callable[[Sequence[int]], Mapping[int, Fragment]],
    ) -> dict[int, Fragment]:
        """The fragments of the keys by position, in order. ``make`` gets the positions of the
        missing ones, all at once; a position that it leaves out is left out of the answer."""
        with self._lock:
            found = [self._cache.get(key) for key in keys]
            missing = [position for position, fragment in enumerate(found) if fragment is None]
            self.misses += len(missing)
            self.hits += len(keys) - len(missing)
        made = make(missing) if missing else {}
        for position, fragment in made.items():
            found[position] = fragment
            if self._size:
                self._keep(keys[position], fragment)
        return {place: fragment for place, fragment in enumerate(found) if fragment is not None}

    @property
    def used(self) -> float:
        """About how many bytes it holds now."""
        return float(self._cache.currsize)

    def _keep(self, key: Hashable, fragment: Fragment) -> None:
        # Parameters are parts of keys, and callers choose how long they are.
        fragment.key_size = len(repr(key))
        with self._lock:
            if self._cache.getsizeof(fragment) <= self._cache.maxsize:
                self._cache[key] = fragment


def includeme(config: Any) -> None:
    megabytes = config.add_amo_setting(
        Setting("amo.fragments.size", float, 32.0, "MiB of ready answers kept per process.")
    )
    config.registry["amo.fragments"] = Fragments(int(megabytes * 1024 * 1024))
