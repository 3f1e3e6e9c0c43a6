"""The SQL catalogue keeps the contract, on both databases."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.contracts.catalogue import CatalogueContract


class TestSqlite(CatalogueContract):
    @pytest.fixture
    def catalogue(self, sqlite_catalogue):
        return sqlite_catalogue


class TestPostgresql(CatalogueContract):
    @pytest.fixture
    def catalogue(self, postgresql_catalogue):
        return postgresql_catalogue
