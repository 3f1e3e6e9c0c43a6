"""Commands for the lists that the people who run a site keep.

ADDON is the id, slug or guid of an add-on everywhere.
"""

from __future__ import annotations

from typing import Any

import click

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.choices import Named, tell
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.operations.editorial import (
    end_promotion,
    promote,
    remove_item,
    remove_replacement,
    set_item,
    set_replacement,
)

_POSITION = click.IntRange(min=0)


@click.group()
def discovery() -> None:
    """Choose the add-ons of the discovery pane."""


@discovery.command("add")
@click.argument("addon")
@click.option("--position", type=_POSITION, help="In the list; 0 shows it nowhere. Default: last.")
@click.option("--position-china", type=_POSITION, help="In the list of the edition for China.")
@click.option("--name", "custom_addon_name", help="Shown instead of the add-on's name.")
@click.option(
    "--heading",
    "custom_heading",
    help="For API v3; may contain {start_sub_heading}, {end_sub_heading} and {addon_name}.",
)
@click.option("--description", "custom_description", help="Shown instead of the add-on's summary.")
@pass_site
def add_item(site: Site, addon: str, **options: Any) -> None:
    """Show ADDON (an id, slug or guid), or change how it is shown.

    Of an add-on that is there already, only what is given changes.

    \b
    Examples:
      amo-pyramid discovery add ublock-origin --description "Blocks what you do not want."
      amo-pyramid discovery add ublock-origin --position 1 --position-china 2
    """
    given = {name: value for name, value in options.items() if value is not None}
    with site.unit() as session:
        outcome = set_item(session, addon, **given)
    tell(f"The discovery item of {addon}", outcome)


@discovery.command("list")
@pass_site
def list_items(site: Site) -> None:
    """List all items: guid, position, position in China, promoted group, own description.

    \b
    Example:
      amo-pyramid discovery list | sort -t "$(printf '\\t')" -k 2n
    """
    with site.reading() as session:
        for entry in session.editorial.discovery_items():
            item, group = entry.item, entry.group.api_name if entry.group else ""
            positions = f"{item.position}\t{item.position_china}"
            click.echo(f"{entry.guid}\t{positions}\t{group}\t{item.custom_description}")


@discovery.command("remove")
@click.argument("addon")
@pass_site
def remove_item_command(site: Site, addon: str) -> None:
    """Take ADDON (an id, slug or guid) off the pane, with its texts.

    \b
    Example:
      amo-pyramid discovery remove ublock-origin
    """
    with site.unit() as session:
        remove_item(session, addon)
    click.echo(f"The discovery item of {addon} was removed.")


@click.group()
def replacements() -> None:
    """Say what replaces legacy add-ons."""


@replacements.command("add")
@click.argument("guid")
@click.argument("path")
@pass_site
def add_replacement(site: Site, guid: str, path: str) -> None:
    """Send the people who look for the legacy GUID to PATH.

    PATH is /addon/SLUG/, /addon/ID/ or /collections/USER/SLUG/ for what the API answers with;
    any other path or a URL for the page on which people are sent elsewhere.

    \b
    Examples:
      amo-pyramid replacements add legacy@example.com /addon/ublock-origin/
      amo-pyramid replacements add legacy@example.com /collections/editor/privacy/
    """
    with site.unit() as session:
        outcome = set_replacement(session, guid, path)
    tell(f"The replacement of {guid}", outcome)


@replacements.command("list")
@pass_site
def list_replacements(site: Site) -> None:
    """List all replacements: legacy guid, path.

    \b
    Example:
      amo-pyramid replacements list
    """
    with site.reading() as session:
        for each in session.every(RecordKind.REPLACEMENT):
            click.echo(f"{each.guid}\t{each.path}")


@replacements.command("remove")
@click.argument("guid")
@pass_site
def remove_replacement_command(site: Site, guid: str) -> None:
    """Forget what replaces GUID.

    \b
    Example:
      amo-pyramid replacements remove legacy@example.com
    """
    with site.unit() as session:
        remove_replacement(session, guid)
    click.echo(f"The replacement of {guid} was removed.")


@click.group()
def promoted() -> None:
    """Put add-ons into promoted groups."""


@promoted.command("add")
@click.argument("addon")
@click.argument("group", type=Named(PromotedGroup))
@click.option("--app", type=Named(Application), help="Only in this application. Default: in all.")
@click.option(
    "--approve-current", is_flag=True, help="Also approve the current version for the group."
)
@pass_site
def add_promoted(
    site: Site, addon: str, group: PromotedGroup, app: Application | None, approve_current: bool
) -> None:
    """Put ADDON (an id, slug or guid) into GROUP, and out of any other.

    GROUP is recommended, sponsored, verified, line, spotlight or strategic. All but strategic
    count only for versions that are approved for the group.

    \b
    Examples:
      amo-pyramid promoted add ublock-origin recommended --approve-current
      amo-pyramid promoted add ublock-origin line --app android
    """
    with site.unit() as session:
        outcome = promote(session, addon, group, app, approve_current=approve_current)
    tell(f"The promotion of {addon}", outcome)


@promoted.command("list")
@pass_site
def list_promoted(site: Site) -> None:
    """List promoted add-ons: group, guid, application, whether the current version counts.

    \b
    Example:
      amo-pyramid promoted list | grep "not approved"
    """
    with site.reading() as session:
        for entry in session.editorial.promoted():
            group, app = entry.promotion.group, entry.promotion.application
            where = app.api_name if app else "all"
            state = "approved" if entry.is_approved else "not approved"
            click.echo(f"{group.api_name}\t{entry.guid}\t{where}\t{state}")


@promoted.command("remove")
@click.argument("addon")
@pass_site
def remove_promoted(site: Site, addon: str) -> None:
    """Take ADDON (an id, slug or guid) out of its group. Approvals of its versions stay.

    \b
    Example:
      amo-pyramid promoted remove ublock-origin
    """
    with site.unit() as session:
        end_promotion(session, addon)
    click.echo(f"The promotion of {addon} was removed.")
