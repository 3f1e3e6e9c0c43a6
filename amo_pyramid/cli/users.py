"""Commands about people."""

from __future__ import annotations

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.operations.accounts import add_user, all_users
from amo_pyramid.work import utc_now


@click.group()
def users() -> None:
    """Add and list people."""


@users.command()
@click.argument("username")
@click.option("--display-name", default="", help="The name to show. Default: the username.")
@click.option("--email", help="Never shown.")
@pass_site
def add(site: Site, username: str, display_name: str, email: str | None) -> None:
    """Make an account.

    \b
    Example:
      amo-pyramid users add reviewer --display-name "A Reviewer"
    """
    with site.unit() as session:
        user = add_user(session, username, now=utc_now(), display_name=display_name, email=email)
    click.echo(f"User {user.id} was made: {user.username}")


@users.command("list")
@pass_site
def list_users(site: Site) -> None:
    """List all accounts: id, username, name.

    \b
    Example:
      amo-pyramid users list | grep reviewer
    """
    with site.reading() as session:
        for user in all_users(session):
            click.echo(f"{user.id}\t{user.username}\t{user.display_name}")
