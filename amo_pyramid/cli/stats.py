"""Commands about the statistics of add-ons."""

from __future__ import annotations

import click

from amo_pyramid.cli.archive import archive, export_command
from amo_pyramid.cli.statsdata import commands


@click.group()
def stats() -> None:
    """Look after the statistics of add-ons."""


for _command in (*commands(), archive, export_command):
    stats.add_command(_command)
