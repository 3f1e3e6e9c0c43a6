"""Long series of days: package statistics by month."""

from __future__ import annotations

import transaction

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.backends.base.ledger import LedgerKind, SingleCount
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.work import utc_now
from bench.documents import SLUG
from bench.measure import Goal, Result, target
from bench.processes import Failed
from bench.run import Job, Run

DAYS = 5 * 365


def view_daily(url: str) -> str:
    """Give the measured add-on views on each of the last days; its package id."""
    catalogue = SqlCatalogue(url)
    manager = transaction.TransactionManager(explicit=True)
    with manager:
        session = catalogue.join(manager)
        state = session.addons.resolve(AddonRef.parse(SLUG))
        package = state and session.packages.id_of(state.id)
        if state is None or package is None:
            raise Failed("the measured add-on has no package id")
        last = day_of(utc_now()) - 1
        views = [
            SingleCount(
                kind_of_count=CounterKind.VIEWS, addon_id=state.id, day=day, value=1 + day % 1000
            )
            for day in range(last - DAYS + 1, last + 1)
        ]
        session.put_entries(LedgerKind.COUNT, views)
    catalogue.close()
    return package


def months(run: Run) -> Result:
    """Five years of daily views added up by month, against R′: R with this very answer as its
    document."""
    url = run.url("sqlite")
    path = f"/v2/stats?packageId={view_daily(url)}&resolution=month"
    with run.serving(run.service(url, {"amo.pkgstats.query_rate": "0"})) as ours:
        body = ours.ask(path).body
        if not 2 * 60 <= body.count(b'"Period":') <= 2 * 62:
            raise Failed("the answer does not have five years of months")
        return run.compare_with_same(target("service", [ours], path), body)


JOBS = [Job("months", "five years of days, by month, SQLite", Goal(0.50, "× R′"), months)]
