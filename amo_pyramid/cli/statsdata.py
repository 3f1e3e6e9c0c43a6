"""Commands that bring statistics in, and bring what follows from them up to date."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.progress import Progress, progress
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.domain.popularity import WINDOW
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import date_of, day_of, day_of_date
from amo_pyramid.operations.compression import plain
from amo_pyramid.operations.popularity import Updated, update_numbers
from amo_pyramid.operations.request_logs import Tally, count_log, replace_day
from amo_pyramid.operations.series_files import SeriesImport, import_series
from amo_pyramid.work import open_reading

_LOGS = {
    "downloads": StatModel.DOWNLOADS,
    "updates": StatModel.UPDATES,
    "themes": StatModel.THEME_UPDATES,
}
_FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


@click.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Add the numbers of the whole site up again from this day on. Default: four weeks ago.",
)
@pass_site
def update(site: Site, since: datetime | None) -> None:
    """Bring users, weekly downloads, hotness and popularity of all add-ons up to date.

    Meant to run once a day, a while after midnight (UTC): they are made of the days that are
    over. Numbers of add-ons of which nothing has been counted stay as they are.

    The numbers of the whole site are added up of the last four weeks, and of older days that have
    none yet. Where older numbers of add-ons have been replaced, by an import, --since names the
    first such day.

    \b
    Examples:
      amo-pyramid stats update
      amo-pyramid stats update --since 2020-01-01
    """
    _require_writable(site)
    site.registry["amo.backends"]["counters"].flush()
    done = Updated(_step)
    first = None if since is None else day_of_date(since.date())
    update_numbers(site.unit, site.registry["amo.clock"], done, first)
    click.echo(f"{done.seen:,} add-ons, of which {done.changed:,} have new numbers.")
    click.echo(f"{done.noted:,} numbers of the whole site were added up.")


@contextmanager
def _step(name: str, length: int) -> Iterator[Callable[[int], None]]:
    with progress(name, length) as shown:
        yield shown.report.has_read


@click.command("import")
@_FILES
@click.option(
    "--model",
    type=click.Choice([model.value for model in StatModel]),
    help="What a column named count is of.",
)
@pass_site
def import_command(site: Site, files: tuple[Path, ...], model: str | None) -> None:
    """Take numbers by day out of CSV files, plain or gzip.

    A file begins with a line of names. There must be a column date (2021-01-31); one of guid,
    slug, id; and one or more of average_daily_users, downloads, updatecounts, downloadcounts,
    themeupdatecount, count. Others are ignored. What is stored for the same add-on and day is
    replaced, so importing again changes nothing. Rows of days that have been archived go into
    the archive.

    \b
    Examples:
      amo-pyramid stats import users.csv
      amo-pyramid stats import --model downloadcounts downloads.csv.gz
    """
    _require_writable(site)
    done = SeriesImport(None if model is None else StatModel(model))
    with progress("Importing") as shown:
        for file in files:
            with _text(file) as lines:
                import_series(lines, site.unit, shown.report, site.registry["amo.clock"], done)
    shown.finish("rows")
    click.echo(f"{done.points:,} numbers stored, {done.archived:,} of them in the archive.")
    if done.strangers:
        click.echo(f"{done.strangers:,} rows are of add-ons that are not in the catalogue.")
    if done.first is not None:
        _tell_what_follows(site, done.first)
    _conclude(shown)


@click.command("import-log")
@click.argument("kind", type=click.Choice(list(_LOGS)))
@_FILES
@click.option(
    "--date", "moment", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC)."
)
@pass_site
def import_log(site: Site, kind: str, files: tuple[Path, ...], moment: datetime) -> None:
    """Count a day again from a web server's log, plain or gzip, in the common or the combined
    format.

    What was counted of that day and KIND is replaced by what the requests in FILES count. Of a
    day that has been archived, the add-ons in the logs get new numbers in the archive. A file
    whose first line is of another day is refused, and nothing is changed.

    \b
    Example:
      amo-pyramid stats import-log downloads --date 2021-01-04 access.log.1.gz
    """
    _require_writable(site)
    day, model = day_of_date(moment.date()), _LOGS[kind]
    if day >= day_of(site.registry["amo.clock"]()):
        raise click.BadParameter("that day is not over", param_hint="--date")
    tally = Tally(model, day)
    with progress("Counting") as shown, open_reading(site.registry) as work:
        for file in files:
            with _text(file) as lines:
                count_log(work, lines, tally, day, shown.report)
    shown.finish("requests")
    site.registry["amo.backends"]["counters"].flush()
    stored, is_archived = replace_day(site.unit, model, day, tally)
    place = "in the archive" if is_archived else "in place of what was counted"
    click.echo(f"{model.value} of {date_of(day)}: {stored:,} add-ons, {place}.")
    _tell_what_follows(site, day)
    _conclude(shown)


def commands() -> Sequence[click.Command]:
    """Those of the group ``stats``."""
    return update, import_command, import_log


def _require_writable(site: Site) -> None:
    site.check()
    if site.registry["amo.site_state"].current().is_read_only:
        raise click.ClickException("The site is read-only: statistics are not changed.")


@contextmanager
def _text(file: Path) -> Iterator[TextIO]:
    """The content of a file. Refusals within the block name it."""
    try:
        with file.open("rb") as stream, plain(stream) as content:
            yield io.TextIOWrapper(content, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error
    except Invalid as refusal:
        raise click.ClickException(f"{file}: {refusal.message}") from refusal


def _tell_what_follows(site: Site, first: int) -> None:
    """Say how the numbers of the whole site follow those of a day and later ones."""
    is_recent = first >= day_of(site.registry["amo.clock"]()) - WINDOW
    since = "" if is_recent else f" --since {date_of(first)}"
    click.echo(f"What follows from them is computed by: amo-pyramid stats update{since}")


def _conclude(shown: Progress) -> None:
    if shown.report.refused:
        click.echo(f"{shown.report.refused:,} could not be used, see above.", err=True)
        click.get_current_context().exit(1)
