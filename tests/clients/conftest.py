"""A service with a small catalogue, and a recommendation engine beside it."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import Service
from tests.clients.catalogue import everything


@pytest.fixture
def service(warm_catalogue, engine) -> Service:
    """The catalogue of :mod:`tests.clients.catalogue`."""
    service = engine.service(
        warm_catalogue, **{"amo.recommendations.fallback": "plain@example.org addon14@example.com"}
    )
    service.put(*everything())
    return service
