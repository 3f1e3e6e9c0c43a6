"""Backends in Redis, one server or a cluster."""

from __future__ import annotations

from amo_pyramid.backends.redis.counters import RedisStore

__all__ = ["RedisStore"]
