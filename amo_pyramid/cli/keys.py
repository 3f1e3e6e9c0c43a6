"""Commands about API keys."""

from __future__ import annotations

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.operations.accounts import get_user
from amo_pyramid.operations.keys import issue_key, list_keys, reseal_keys, revoke_key
from amo_pyramid.work import utc_now


@click.group()
def keys() -> None:
    """Give people API keys, which sign requests (Authorization: JWT)."""


def _require_secret_keys(site: Site) -> None:
    if not site.registry["amo.settings"]["amo.secret_keys"]:
        # What is sealed with a key that nobody wrote down is lost with this very process.
        raise click.ClickException("Set amo.secret_keys first: it encrypts the secrets of keys.")


@keys.command()
@click.argument("user")
@pass_site
def create(site: Site, user: str) -> None:
    """Make a key for USER, a username or id, and show its secret, this once.

    \b
    Example:
      amo-pyramid keys create developer
    """
    _require_secret_keys(site)
    with site.unit() as session:
        issued = issue_key(session, user, seal=site.registry["amo.vault"].seal, now=utc_now())
        person = get_user(session, user)
    click.echo(f"JWT issuer: {issued.key.issuer}")
    click.echo(f"JWT secret: {issued.secret}")
    click.echo("The secret cannot be shown again.", err=True)
    if person.read_dev_agreement is None:
        hint = f"amo-pyramid users agreement {person.username}"
        click.echo(f"It is of no use before the developer agreement is accepted: {hint}", err=True)


@keys.command("list")
@click.argument("user", required=False)
@pass_site
def list_command(site: Site, user: str | None) -> None:
    """List all keys, or those of USER: issuer, id of the user, when made, active or when revoked.

    \b
    Example:
      amo-pyramid keys list developer
    """
    with site.reading() as session:
        for key in list_keys(session, user):
            state = "active" if key.revoked is None else f"revoked {key.revoked:%Y-%m-%d}"
            click.echo(f"{key.issuer}\t{key.user_id}\t{key.created:%Y-%m-%d}\t{state}")


@keys.command()
@click.argument("name")
@pass_site
def revoke(site: Site, name: str) -> None:
    """End the key NAME (an issuer), or the active key of the user NAME.

    \b
    Example:
      amo-pyramid keys revoke user:7:345
    """
    with site.unit() as session:
        issuer = revoke_key(session, name, now=utc_now())
    click.echo(f"{issuer} is no longer good.")


@keys.command()
@pass_site
def reseal(site: Site) -> None:
    """Encrypt all secrets with the first of amo.secret_keys, so that others can be removed.

    \b
    Example:
      amo-pyramid keys reseal
    """
    _require_secret_keys(site)
    with site.unit() as session:
        report = reseal_keys(session, site.registry["amo.vault"].reseal)
    click.echo(f"Keys whose secret was encrypted again: {report.done}")
    if report.unreadable:
        names = ", ".join(report.unreadable)
        raise click.ClickException(f"No key of amo.secret_keys opens the secrets of {names}")
