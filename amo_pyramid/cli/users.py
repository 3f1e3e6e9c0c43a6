"""Commands about people."""

from __future__ import annotations

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.operations.accounts import (
    add_user,
    all_users,
    ban_user,
    set_agreement,
    unban_user,
)
from amo_pyramid.work import utc_now


@click.group()
def users() -> None:
    """Add and list people, and say who may do what developers do."""


@users.command()
@click.argument("username")
@click.option(
    "--display-name",
    default="",
    help="The name to show. Default: the username of an author, else Firefox user and the id.",
)
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


@users.command()
@click.argument("user")
@click.option("--withdraw", is_flag=True, help="The agreement is no longer accepted.")
@pass_site
def agreement(site: Site, user: str, withdraw: bool) -> None:
    """Note that USER, a username or id, has accepted the developer agreement. API keys need it.

    \b
    Example:
      amo-pyramid users agreement developer
    """
    with site.unit() as session:
        set_agreement(session, user, None if withdraw else utc_now())
    state = "has not accepted" if withdraw else "has accepted"
    click.echo(f"{user} {state} the developer agreement.")


@users.command()
@click.argument("user")
@pass_site
def ban(site: Site, user: str) -> None:
    """Shut USER out, and disable the add-ons that nobody else is an author of.

    \b
    Example:
      amo-pyramid users ban spammer
    """
    with site.unit() as session:
        disabled = ban_user(session, user)
    click.echo(f"{user} is banned. Add-ons disabled: {disabled}")


@users.command()
@click.argument("user")
@pass_site
def unban(site: Site, user: str) -> None:
    """Let USER in again. Add-ons that the ban disabled stay as they are.

    \b
    Example:
      amo-pyramid users unban reformed
    """
    with site.unit() as session:
        was_banned = unban_user(session, user)
    click.echo(f"{user} {'is no longer' if was_banned else 'was not'} banned.")
