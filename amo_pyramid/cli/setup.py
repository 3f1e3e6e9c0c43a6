"""The command that makes a place ready to serve."""

from __future__ import annotations

from importlib.resources import as_file, files

import click

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.db import upgraded
from amo_pyramid.cli.search import indexed
from amo_pyramid.operations.compression import plain
from amo_pyramid.operations.dumping import load
from amo_pyramid.operations.reporting import Report

_DEMO = files("amo_pyramid.demo") / "demo.jsonl.gz"


@click.command()
@click.option("--no-demo", is_flag=True, help="Leave an empty catalogue empty.")
@pass_site
def setup(site: Site, no_demo: bool) -> None:
    """Make or upgrade the database and its search index, and fill an empty one with the
    demonstration catalogue.

    Nothing is done twice: it may run before every start.

    \b
    Examples:
      amo-pyramid setup
      amo-pyramid --ini production.ini setup --no-demo
    """
    click.echo(upgraded(site))
    if (done := indexed(site)) is not None:
        click.echo(done)
    with site.reading() as session:
        is_empty = not any(session.count(kind) for kind in RecordKind)
    if is_empty and not no_demo:
        click.echo(f"The demonstration catalogue was loaded: {load_demo(site):,} add-ons.")


def load_demo(site: Site) -> int:
    """Store the demonstration catalogue; how many add-ons there are then."""
    with as_file(_DEMO) as path, path.open("rb") as stream, plain(stream) as lines:
        load(lines, site.unit, Report())
    with site.reading() as session:
        return session.count(RecordKind.ADDON)
