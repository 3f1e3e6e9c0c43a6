"""Writers at the same moment on PostgreSQL: derived values know of both."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import transaction

from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.catalogue_base import CatalogueCase

case = CatalogueCase()


@pytest.fixture
def at_once(postgresql_catalogue, is_waiting):
    """Stores two records in two transactions; the first ends while the second waits for it."""

    def put(first, second):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        postgresql_catalogue.join(manager).put([first])
        with ThreadPoolExecutor(1) as pool:
            later = pool.submit(case.put, postgresql_catalogue, second)
            assert any(is_waiting() for _ in range(20_000))
            manager.commit()
            later.result()
        return postgresql_catalogue

    return put


def test_the_newest_of_two_versions_is_current(postgresql_catalogue, at_once):
    case.put(postgresql_catalogue, builders.addon())
    newer = builders.version(11, version="2.0", created=builders.CREATED + timedelta(days=1))
    catalogue = at_once(newer, builders.version(10))
    assert case.addon(catalogue).current_version.id == 11


def test_an_author_who_loses_both_public_addons_is_not_public(postgresql_catalogue, at_once):
    person = builders.user()
    authors = (builders.author(person),)
    case.put(
        postgresql_catalogue, person, *(builders.addon(id_, authors=authors) for id_ in (1, 2))
    )
    hidden = [builders.addon(id_, authors=authors, status=Status.DISABLED) for id_ in (1, 2)]
    catalogue = at_once(*hidden)
    assert not case.addon(catalogue).authors[0].user.is_public
