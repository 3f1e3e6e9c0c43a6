"""Jobs that one process does at a time."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
import transaction

from amo_pyramid.domain.errors import Conflict
from amo_pyramid.operations.jobs import alone

NOW = datetime(2021, 1, 4, 3, tzinfo=timezone.utc)


@pytest.fixture
def unit(warm_catalogue):
    @contextmanager
    def unit():
        manager = transaction.TransactionManager(explicit=True)
        with manager:
            yield warm_catalogue.join(manager)

    return unit


def at(hours=0.0):
    return lambda: NOW + timedelta(hours=hours)


def test_a_job_is_done_by_one_at_a_time(unit):
    with alone("archive", unit, at()):
        with pytest.raises(Conflict, match="archive"), alone("archive", unit, at(0.5)):
            pass
        with alone("other", unit, at()):
            pass
    with alone("archive", unit, at()):
        pass


def test_a_job_that_fails_does_not_keep_others_away(unit):
    with pytest.raises(ZeroDivisionError), alone("archive", unit, at()):
        raise ZeroDivisionError
    with alone("archive", unit, at()):
        pass


def test_who_dies_keeps_others_away_for_an_hour_at_most(unit):
    with (
        alone("archive", unit, at()) as first,
        alone("archive", unit, at(1.1)),
        pytest.raises(Conflict),
    ):
        first.renew()


def test_a_renewed_lease_lasts_longer(unit):
    times = iter([NOW, NOW + timedelta(minutes=50)])
    with alone("archive", unit, lambda: next(times)) as lease:
        lease.renew()
        with pytest.raises(Conflict), alone("archive", unit, at(1.1)):
            pass
