"""The command that signs a person in without a browser."""

from __future__ import annotations

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.operations.accounts import get_user

DAY = 24 * 60 * 60


@click.command()
@click.argument("user")
@click.option(
    "--days", type=click.IntRange(1, 3650), help="How long it is good. Default: the setting's."
)
@pass_site
def token(site: Site, user: str, days: int | None) -> None:
    """Print a Bearer token for USER, a username or id.

    \b
    Example:
      curl -H "Authorization: Bearer $(amo-pyramid token reviewer)" http://127.0.0.1:6543/…
    """
    if not site.registry["amo.settings"]["amo.secret_keys"]:
        # A key that nobody wrote down ends with this very process.
        raise click.ClickException("Set amo.secret_keys first: the service must know the key.")
    with site.reading() as session:
        person = get_user(session, user)
    lifetime = None if days is None else days * DAY
    click.echo(site.registry["amo.tokens"].issue(person, lifetime))
