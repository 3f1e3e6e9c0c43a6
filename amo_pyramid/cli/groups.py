"""Commands about groups and their permissions."""

from __future__ import annotations

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.operations.accounts import (
    add_group,
    all_groups,
    grant,
    join_group,
    leave_group,
    withdraw,
)


@click.group()
def groups() -> None:
    """Give people permissions, through groups."""


@groups.command()
@click.argument("name")
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
@pass_site
def add(site: Site, name: str, rules: tuple[str, ...]) -> None:
    """Make a group with permission rules like Addons:Review, Addons:* or *:*.

    \b
    Example:
      amo-pyramid groups add Reviewers Addons:Review Addons:ReviewUnlisted
    """
    with site.unit() as session:
        group = add_group(session, name, rules)
    click.echo(f"Group {group.id} was made: {group.name}")


@groups.command()
@click.argument("name")
@click.argument("username")
@pass_site
def join(site: Site, name: str, username: str) -> None:
    """Make a user a member of a group.

    \b
    Example:
      amo-pyramid groups join Reviewers reviewer
    """
    with site.unit() as session:
        is_new = join_group(session, name, username)
    click.echo(f"{username} is {'now' if is_new else 'already'} a member of {name}.")


@groups.command()
@click.argument("name")
@click.argument("username")
@pass_site
def leave(site: Site, name: str, username: str) -> None:
    """End a user's membership of a group.

    \b
    Example:
      amo-pyramid groups leave Reviewers reviewer
    """
    with site.unit() as session:
        was_member = leave_group(session, name, username)
    click.echo(f"{username} is {'no longer' if was_member else 'not'} a member of {name}.")


@groups.command("grant")
@click.argument("name")
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
@pass_site
def grant_command(site: Site, name: str, rules: tuple[str, ...]) -> None:
    """Give a group more permission rules. They count from the next request on.

    \b
    Example:
      amo-pyramid groups grant Reviewers ReviewerTools:View
    """
    with site.unit() as session:
        group = grant(session, name, rules)
    click.echo(f"{name} has now: {' '.join(group.rules)}")


@groups.command("withdraw")
@click.argument("name")
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
@pass_site
def withdraw_command(site: Site, name: str, rules: tuple[str, ...]) -> None:
    """Take permission rules from a group.

    \b
    Example:
      amo-pyramid groups withdraw Reviewers Addons:ReviewUnlisted
    """
    with site.unit() as session:
        group = withdraw(session, name, rules)
    click.echo(f"{name} has now: {' '.join(group.rules) or 'no rules'}")


@groups.command("list")
@pass_site
def list_groups(site: Site) -> None:
    """List all groups: id, name, rules, number of members.

    \b
    Example:
      amo-pyramid groups list
    """
    with site.reading() as session:
        for group in all_groups(session):
            rules = " ".join(group.rules)
            click.echo(f"{group.id}\t{group.name}\t{rules}\t{len(group.members)}")
