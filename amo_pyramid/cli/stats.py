"""Commands about the statistics of add-ons."""

from __future__ import annotations

import click

from amo_pyramid.cli.archive import archive
from amo_pyramid.cli.statsdata import commands


@click.group()
def stats() -> None:
    """Look after the statistics of add-ons."""


for _command in (*commands(), archive):
    stats.add_command(_command)
