"""Switch read-only mode and the site's notice, for every process at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.domain.maintenance import Maintenance


@click.group()
def maintenance() -> None:
    """Refuse writes for a while, or show a notice.

    Every running process follows within seconds, without a restart.
    """


@maintenance.command()
@click.option("--message", help="Instead of the usual text, which is translated.")
@click.option("--minutes", type=click.IntRange(min=1), help="How long it will take.")
@click.option("--notice", help="A text for clients to show.")
@pass_site
def on(site: Site, message: str | None, minutes: int | None, notice: str | None) -> None:
    """Refuse everything that would change something.

    \b
    Example:
      amo-pyramid maintenance on --minutes 10 --notice "Back at noon."
    """
    until = minutes and datetime.now(timezone.utc) + timedelta(minutes=minutes)
    with site.unit() as session:
        session.site.switch(
            Maintenance(is_read_only=True, message=message, until=until or None, notice=notice)
        )
    click.echo("The site is in read-only mode.")


@maintenance.command()
@click.option("--notice", help="A text for clients to show from now on.")
@pass_site
def off(site: Site, notice: str | None) -> None:
    """Let everything work again, without a notice unless one is given."""
    with site.unit() as session:
        session.site.switch(Maintenance(notice=notice))
    click.echo("The site works as usual.")


@maintenance.command()
@pass_site
def show(site: Site) -> None:
    """Tell what is stored, which amo.read_only in the settings outdoes."""
    with site.reading() as session:
        state = session.site.maintenance()
    click.echo(f"read-only: {'yes' if state.is_read_only else 'no'}")
    for name in ("message", "until", "notice"):
        value = getattr(state, name)
        if value is not None:
            click.echo(f"{name}: {value}")
