"""Commands about the archive of statistics."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.progress import progress
from amo_pyramid.domain.statistics import FIRST_DAY, date_of, day_of_date
from amo_pyramid.operations.archive_files import Exported, export_archive
from amo_pyramid.operations.archiving import Archiver, ArchiveReport, cut_off


@click.command()
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Archive only what is older than this day. Default: a year ago.",
)
@click.option("--addon", "addon_id", type=click.IntRange(1), metavar="ID", help="Only of this one.")
@click.option("--dry-run", is_flag=True, help="Tell what would be archived, and change nothing.")
@pass_site
def archive(site: Site, before: datetime | None, addon_id: int | None, dry_run: bool) -> None:
    """Move statistics that are older than a year into the archive.

    Meant to run once a day, at 03:00 UTC for example. It may be interrupted at any time and run
    again; it goes on where it was. While one process does this others refuse, and for an hour
    after one that was killed. The exit code is 1 when something could not be archived, which
    stays where it is.

    \b
    Examples:
      amo-pyramid stats archive
      amo-pyramid stats archive --dry-run
      amo-pyramid stats archive --before 2020-01-01 --addon 607454
    """
    site.check()
    if not dry_run and site.registry["amo.site_state"].current().is_read_only:
        click.echo("The site is read-only: nothing is archived.")
        return
    now = site.registry["amo.clock"]
    limit = _limit(before, cut_off(now()))
    with progress("Archiving") as shown:
        report = ArchiveReport(shown.report.has_read)
        if dry_run:
            Archiver(site.reading, report, limit, addon_id).rehearse()
        else:
            Archiver(site.unit, report, limit, addon_id).run(now)
    _tell(report, limit, dry_run=dry_run)


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only of this day and those after it."
)
@click.option("--addon", "addon_id", type=click.IntRange(1), metavar="ID", help="Only of this one.")
@pass_site
def export_command(site: Site, folder: Path, since: datetime | None, addon_id: int | None) -> None:
    """Write the archive into FOLDER, a JSON file for each add-on, day and model, named as
    addons.mozilla.org did: 3615/2016/01/2016_01_18_updatecount.json.

    It may be interrupted at any time and run again: files that are as they should be stay, and
    one takes its name only when it is complete. Only what has been archived is written.

    \b
    Examples:
      amo-pyramid stats export /srv/statistics
      amo-pyramid stats export --since 2024-01-01 /srv/statistics
    """
    first = FIRST_DAY if since is None else day_of_date(since.date())
    with progress("Writing") as shown:
        done = Exported(shown.report)
        try:
            export_archive(site.reading, folder, done, since=first, addon_id=addon_id)
        except OSError as error:
            told = f"{error.filename or folder} cannot be written: {error.strerror}"
            raise click.ClickException(told) from error
    shown.finish("files")
    click.echo(f"{done.written:,} files written, {done.unchanged:,} were there already.")


def _limit(before: datetime | None, live_from: int) -> int:
    """The first day that is not archived."""
    if before is None:
        return live_from
    limit = day_of_date(before.date())
    if limit > live_from:
        raise click.BadParameter(
            f"What is not older than {date_of(live_from)} stays live.", param_hint="--before"
        )
    return limit


def _tell(report: ArchiveReport, limit: int, *, dry_run: bool) -> None:
    verb = "would be archived" if dry_run else "archived"
    click.echo(f"Statistics before {date_of(limit)}:")
    for model, done in report.models.items():
        click.echo(
            f"{model.value}: {done.archived:,} {verb}, {done.replaced:,} of them in place of "
            f"others, {done.failed:,} failed."
        )
    if any(done.failed for done in report.models.values()):
        click.get_current_context().exit(1)
