"""The command ``amo-pyramid``: one module per topic, each command a thin layer on an operation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amo_pyramid import __version__
from amo_pyramid.cli.app import Site
from amo_pyramid.cli.counters import counters, views_reset
from amo_pyramid.cli.data import dump_command, import_command, load_command
from amo_pyramid.cli.db import db
from amo_pyramid.cli.editorial import discovery, promoted, replacements
from amo_pyramid.cli.groups import groups
from amo_pyramid.cli.inspect import gates, routes
from amo_pyramid.cli.keys import keys
from amo_pyramid.cli.maintenance import maintenance
from amo_pyramid.cli.mappings import mappings
from amo_pyramid.cli.newplugin import new_plugin
from amo_pyramid.cli.openapi import openapi
from amo_pyramid.cli.overrides import overrides
from amo_pyramid.cli.plugins import GroupWithPlugins
from amo_pyramid.cli.search import search
from amo_pyramid.cli.setup import setup
from amo_pyramid.cli.stats import stats
from amo_pyramid.cli.token import token
from amo_pyramid.cli.users import users

_COMMANDS = (
    setup,
    db,
    import_command,
    dump_command,
    load_command,
    users,
    groups,
    token,
    keys,
    discovery,
    promoted,
    replacements,
    overrides,
    mappings,
    counters,
    views_reset,
    stats,
    search,
    maintenance,
    gates,
    routes,
    new_plugin,
    openapi,
)


@click.group(cls=GroupWithPlugins, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--ini",
    type=click.Path(path_type=Path),
    envvar="AMO_INI",
    help="The settings, also named by AMO_INI. Default: development.ini, where there is one.",
)
@click.version_option(__version__, prog_name="amo-pyramid")
@click.pass_context
def main(context: Any, ini: Path | None) -> None:
    """Run an add-on catalogue that speaks the API of addons.mozilla.org.

    \b
    Examples:
      amo-pyramid setup
      amo-pyramid --ini production.ini import answers/
      amo-pyramid dump backup.jsonl.gz
    """
    context.obj = Site(ini)


for _command in _COMMANDS:
    main.add_command(_command)
