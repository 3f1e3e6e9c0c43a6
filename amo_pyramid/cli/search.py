"""Commands about the search index."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

from amo_pyramid.backends.base.search import Progress, Search
from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.operations.indexing import ensure_index
from amo_pyramid.work import open_work

#: How many add-ons are between two lines where there is no bar.
LINE_EVERY = 10_000


@click.group()
def search() -> None:
    """Look after the search index."""


@search.command()
@pass_site
def rebuild(site: Site) -> None:
    """Make the index anew from the catalogue.

    The old index answers until the new one is complete, and the service goes on meanwhile. It may
    be interrupted and run again at any time. It needs as much free space as the index has.

    \b
    Example:
      amo-pyramid search rebuild
    """
    site.check()
    with shown() as progress:
        count = search_of(site).rebuild(progress)
    click.echo(f"The search index was made: {count:,} add-ons.")


@search.command()
@click.argument("ids", nargs=-1, required=True, type=int, metavar="ID...")
@pass_site
def index(site: Site, ids: tuple[int, ...]) -> None:
    """Bring single add-ons up to date in the index.

    \b
    Example:
      amo-pyramid search index 607454 722
    """
    site.check()
    with open_work(site.registry) as work:
        work.search.index(ids)
    click.echo(f"{len(set(ids)):,} add-ons are up to date in the index.")


@search.command()
@pass_site
def check(site: Site) -> None:
    """Tell whether the index can be used and follows the catalogue; if not, the exit code is 1.

    \b
    Example:
      amo-pyramid search check
    """
    site.check()
    backend = search_of(site)
    backend.check()
    stale = backend.stale()
    if backend.needs_rebuild():
        click.echo("There is no index of this version: run amo-pyramid search rebuild")
    elif stale:
        click.echo(f"{stale:,} add-ons are not up to date: run amo-pyramid search rebuild")
    else:
        click.echo("The index is up to date.")
        return
    click.get_current_context().exit(1)


def search_of(site: Site) -> Search:
    """The search backend of the application."""
    backend: Search = site.registry["amo.backends"]["search"]
    return backend


def indexed(site: Site) -> str | None:
    """Make the index where that has to be done; what was done, as a sentence."""
    with shown() as progress:
        count = ensure_index(search_of(site), progress)
    return None if count is None else f"The search index was made: {count:,} add-ons."


@contextmanager
def shown() -> Iterator[Progress]:
    """A progress on stderr: a bar on a terminal, a line now and then elsewhere."""
    with ExitStack() as stack:
        yield _bar(stack) if sys.stderr.isatty() else _tell


def _bar(stack: ExitStack) -> Progress:
    bars: list[Any] = []

    def progress(done: int, total: int) -> None:
        if not bars:
            bar = click.progressbar(length=total, label="Indexing", file=sys.stderr)
            bars.append(stack.enter_context(bar))
        bars[0].length = total
        bars[0].update(done - bars[0].pos)

    return progress


def _tell(done: int, total: int) -> None:
    step = min(LINE_EVERY, max(total, 1))
    if done and (done % step == 0 or done == total):
        click.echo(f"Indexing: {done:,} of {total:,}", err=True)
