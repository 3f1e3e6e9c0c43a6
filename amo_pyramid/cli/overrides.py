"""Commands for compatibility overrides."""

from __future__ import annotations

import click

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.choices import Named, tell
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.editorial import CompatRange
from amo_pyramid.operations.editorial import add_override, remove_override


@click.group()
def overrides() -> None:
    """Overrule what add-ons say of their compatibility (API v3)."""


@overrides.command()
@click.argument("guid")
@click.option("--addon", help="The add-on meant: id, slug or guid. Default: the one of GUID.")
@click.option("--name", help="A name for those who read the list.")
@click.option(
    "--range",
    "versions",
    nargs=2,
    default=("0", "*"),
    metavar="MIN MAX",
    help="Versions of the add-on. Default: all.",
)
@click.option(
    "--app",
    "applications",
    type=(Named(Application), str, str),
    multiple=True,
    metavar="APP MIN MAX",
    help="Versions of an application; may be repeated. Default: firefox 0 *.",
)
@pass_site
def add(
    site: Site,
    *,
    guid: str,
    addon: str | None,
    name: str | None,
    versions: tuple[str, str],
    applications: tuple[tuple[Application, str, str], ...],
) -> None:
    """Say that versions of GUID do not run in versions of applications.

    The add-on need not be in the catalogue. Adding to a GUID that is there adds a range.

    \b
    Examples:
      amo-pyramid overrides add bad@example.com
      amo-pyramid overrides add bad@example.com --range 1.0 1.9 --app firefox 57.0 "*"
    """
    oldest, newest = versions
    ranges = [
        CompatRange(
            addon_min_version=oldest,
            addon_max_version=newest,
            application=application,
            min_version=least,
            max_version=most,
        )
        for application, least, most in applications or [(Application.FIREFOX, "0", "*")]
    ]
    with site.unit() as session:
        outcome = add_override(session, guid, ranges, addon, name)
    tell(f"The override of {guid}", outcome)


@overrides.command("list")
@pass_site
def list_overrides(site: Site) -> None:
    """List all ranges: guid, versions, application, its versions; minimum and maximum each.

    \b
    Example:
      amo-pyramid overrides list | grep bad@example.com
    """
    with site.reading() as session:
        for override in session.every(RecordKind.OVERRIDE):
            for each in override.ranges:
                own = f"{each.addon_min_version}\t{each.addon_max_version}"
                app = f"{each.application.api_name}\t{each.min_version}\t{each.max_version}"
                click.echo(f"{override.guid}\t{own}\t{app}")


@overrides.command()
@click.argument("guid")
@pass_site
def remove(site: Site, guid: str) -> None:
    """Forget all ranges of GUID.

    \b
    Example:
      amo-pyramid overrides remove bad@example.com
    """
    with site.unit() as session:
        remove_override(session, guid)
    click.echo(f"The override of {guid} was removed.")
