"""Fixtures for tests that speak HTTP."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import Service


@pytest.fixture
def catalogue(warm_catalogue):
    """The many tests over HTTP share their catalogues, emptied between them."""
    return warm_catalogue


@pytest.fixture
def service(catalogue):
    """The service on an empty catalogue."""
    return Service(catalogue)


@pytest.fixture
def unasked(warm_sqlite):
    """The service, for requests that are refused before the catalogue is asked: one kind of
    database will do."""
    return Service(warm_sqlite)


@pytest.fixture(params=["v3", "v4", "v4dev", "v5"])
def version(request):
    """Each API version."""
    return request.param
