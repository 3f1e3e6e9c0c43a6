"""Fixtures for tests of signing in."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import Service
from tests.security.signing import NOW, Signer


@pytest.fixture
def catalogue(warm_catalogue):
    return warm_catalogue


@pytest.fixture
def service(catalogue):
    """The service on an empty catalogue, at a time that stands still."""
    yield from stopped(Service(catalogue))


@pytest.fixture
def signer(service):
    """A person with an active key who has accepted the developer agreement."""
    return Signer.put(service)


@pytest.fixture(params=["v3", "v4", "v4dev", "v5"])
def version(request):
    """Each API version."""
    return request.param


def stopped(service):
    clock = service.registry["amo.clock"]
    service.registry["amo.clock"] = lambda: NOW
    yield service
    service.registry["amo.clock"] = clock
    service.registry["amo.observations"].flush()
