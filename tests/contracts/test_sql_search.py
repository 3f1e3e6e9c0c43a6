"""The SQL search keeps the contract, on both databases."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.search import SqlSearch
from amo_pyramid.testing.contracts.search import SearchContract


class _OnSql(SearchContract):
    @pytest.fixture
    def search(self, catalogue):
        return SqlSearch(catalogue)

    @pytest.fixture
    def another_search(self, url):
        catalogue = SqlCatalogue(url)
        yield SqlSearch(catalogue)
        catalogue.close()


class TestSqlite(_OnSql):
    @pytest.fixture
    def catalogue(self, sqlite_catalogue):
        return sqlite_catalogue

    @pytest.fixture
    def url(self, sqlite_url):
        return sqlite_url


class TestPostgresql(_OnSql):
    @pytest.fixture
    def catalogue(self, postgresql_catalogue):
        return postgresql_catalogue

    @pytest.fixture
    def url(self, postgresql_url):
        return postgresql_url
