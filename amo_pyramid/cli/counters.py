"""Commands about what is counted."""

from __future__ import annotations

import re
from typing import Any

import click

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.domain.errors import NotFound
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import date_of, day_of, parse_day
from amo_pyramid.operations.statistics import downloads, live_series, reset_views, views
from amo_pyramid.work import Work, open_reading

_NAMES = {
    CounterKind.VIEWS: "views",
    CounterKind.DOWNLOADS: "downloads",
    CounterKind.UPDATES: "update checks",
    CounterKind.THEME_UPDATES: "theme checks",
}

#: Up to the last day of the calendar.
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


@click.group()
def counters() -> None:
    """Views and downloads, on their way into the database and there."""


@counters.command()
@pass_site
def flush(site: Site) -> None:
    """Move what Redis has counted into the database now.

    Servers do this themselves every minute. Without Redis there is nothing to move: what a
    process has counted in its memory, only it can flush.

    \b
    Example:
      amo-pyramid counters flush
    """
    site.check()
    if site.registry["amo.site_state"].current().is_read_only:
        click.echo("The site is read-only: counts wait where they are.")
        return
    moved = site.registry["amo.backends"]["counters"].flush()
    click.echo(f"{moved:,} increments were moved into the database.")


@counters.command()
@click.argument("addon", required=False)
@click.option("--days", type=click.IntRange(1), default=30, help="How many days, up to today.")
@pass_site
def show(site: Site, addon: str | None, days: int) -> None:
    """What waits to be moved into the database; or what was counted for ADDON: an id, slug, guid
    or package id.

    \b
    Examples:
      amo-pyramid counters show
      amo-pyramid counters show ublock-origin --days 7
    """
    site.check()
    with open_reading(site.registry) as work:
        if addon is None:
            _show_state(work)
        else:
            _show_addon(work, addon, days)


class Day(click.ParamType):
    """A day (UTC), as a date or as the number of days since 1970-01-01."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if _NUMBER.fullmatch(value):
            return int(value)
        try:
            return parse_day(value)
        except ValueError:
            self.fail(f"{value!r} is neither a date like 2021-01-04 nor a number.", param, ctx)


@click.command("views-reset")
@click.argument("package")
@click.option(
    "--period",
    type=Day(),
    help="Only the views of this day (UTC): its date, or the number of days since 1970-01-01.",
)
@click.confirmation_option(prompt="Delete these views for good?")
@pass_site
def views_reset(site: Site, package: str, period: int | None) -> None:
    """Delete the views of PACKAGE, a package id, of all days or of one.

    Whatever has been counted up to now is gone, in Redis and in servers too, and the package is
    counted anew. Downloads, update checks and other packages stay as they are. A server without
    Redis may show views that it has in its memory for another 5 seconds.

    \b
    Examples:
      amo-pyramid views-reset gorhill.ublock-origin
      amo-pyramid views-reset gorhill.ublock-origin --period 2021-01-04
    """
    site.check()
    if period is not None and period > day_of(site.registry["amo.clock"]()):
        raise click.BadParameter("that day has not come yet", param_hint="--period")
    with open_reading(site.registry) as work:
        deleted = reset_views(work, package, period)
    when = "" if period is None else f" on {date_of(period)}"
    click.echo(f"{deleted:,} views of {package}{when} were deleted.")


def _show_state(work: Work) -> None:
    state = work.counters.state()
    for kind, number in state.waiting.items():
        click.echo(f"{number:,} different counts of {_NAMES[kind]} wait for the database.")
    click.echo(
        f"{state.batches:,} batches are on their way; {state.dropped:,} increments were lost."
    )


def _show_addon(work: Work, addon: str, days: int) -> None:
    addon_id = _found(work, addon)
    last = day_of(work.now())
    first = last - days + 1
    viewed = views(work, addon_id, first, last)
    downloaded = downloads(work, addon_id, first, last)
    points = live_series(work, addon_id, StatModel.UPDATES, first, last)
    users = {point.day: point.count for point in points}
    click.echo("day\tviews\tusers\tdownloads\tsources")
    for day in sorted(viewed.keys() | downloaded.keys() | users.keys()):
        sources = downloaded.get(day, {})
        told = ", ".join(f"{source} {number}" for source, number in sorted(sources.items()))
        numbers = (viewed.get(day, 0), users.get(day, 0), sum(sources.values()))
        click.echo("\t".join((str(date_of(day)), *map(str, numbers), told)))


def _found(work: Work, addon: str) -> int:
    """The id of the add-on. Raises ``NotFound``."""
    state = work.catalogue.addons.resolve(AddonRef.parse(addon))
    found = work.catalogue.packages.addon_of(addon) if state is None else state.id
    if found is None:
        raise NotFound(f"There is no add-on {addon}.")
    return found
