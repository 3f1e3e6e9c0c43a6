"""Commands about the structure of the database."""

from __future__ import annotations

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.search import indexed


@click.group()
def db() -> None:
    """Look after the structure of the database."""


@db.command()
@pass_site
def upgrade(site: Site) -> None:
    """Bring the database to the structure that this version wants.

    \b
    Example:
      amo-pyramid db upgrade
    """
    click.echo(upgraded(site))
    if (done := indexed(site)) is not None:
        click.echo(done)


@db.command()
@pass_site
def state(site: Site) -> None:
    """Tell whether the database fits this version; the exit code is 1 when it does not.

    \b
    Example:
      amo-pyramid db state
    """
    found = site.catalogue.schema_state()
    click.echo(f"current: {', '.join(found.current) or 'empty'}")
    click.echo(f"wanted:  {', '.join(found.wanted)}")
    if found.left:
        click.echo(f"of plugins that are not in use: {', '.join(found.left)}")
    if found.is_newer:
        click.echo("The database was made by a newer version.")
    elif not found.is_current:
        click.echo("The database is older: run amo-pyramid db upgrade")
    if not found.is_current:
        click.get_current_context().exit(1)


@db.command()
@click.argument("name")
@click.confirmation_option(prompt="Drop the tables of this plugin, with all that is in them?")
@pass_site
def remove(site: Site, name: str) -> None:
    """Undo the migrations of a plugin that is still in amo.plugins.

    NAME is the word before the number in the names of its revisions; see db state.

    \b
    Example:
      amo-pyramid db remove badges
    """
    site.catalogue.remove_plugin(name)
    click.echo(
        f"The tables of {name} are gone. Take it out of amo.plugins now: as long as it is there, "
        "the service does not start without them."
    )


def upgraded(site: Site) -> str:
    """Upgrade the database where needed; what was done, as a sentence."""
    before = site.catalogue.schema_state()
    if before.is_current:
        return "The database is up to date."
    site.catalogue.upgrade()
    if before.current:
        return f"The database was upgraded from {', '.join(before.current)}."
    return "The database was made."
