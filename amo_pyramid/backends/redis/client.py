"""Connections to Redis, and its errors as the domain's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.cluster import RedisCluster
from redis.exceptions import RedisError
from redis.retry import Retry

from amo_pyramid.domain.errors import Unavailable


@contextmanager
def reached() -> Iterator[None]:
    """Redis errors become ``Unavailable``, which repeats nothing of an address."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise Unavailable(f"Redis cannot be used right now ({type(error).__name__}).") from error


class Client:
    """A server or a cluster, connected when it is first used.

    ``timeout`` are the seconds it has for an answer. Nothing is tried again by itself.
    """

    def __init__(self, url: str, *, is_cluster: bool, timeout: float) -> None:
        self._url = url
        self._is_cluster = is_cluster
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connected: Any = None

    def get(self) -> Any:
        """The client of redis-py. Raises its errors."""
        with self._lock:
            if self._connected is None:
                kind = RedisCluster if self._is_cluster else redis.Redis
                self._connected = kind.from_url(
                    self._url,
                    socket_timeout=self._timeout,
                    socket_connect_timeout=self._timeout,
                    decode_responses=True,
                    retry=Retry(NoBackoff(), 0),
                )
            return self._connected

    def close(self) -> None:
        with self._lock:
            if self._connected is not None:
                self._connected.close()
                self._connected = None
