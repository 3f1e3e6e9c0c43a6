"""Commands that bring data in and out."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, cast

import click

from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.progress import Progress, progress
from amo_pyramid.operations.compression import plain
from amo_pyramid.operations.dumping import dump, load, stored_counts
from amo_pyramid.operations.importing import files_in, import_documents, pages_from

_STANDARD = "-"


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--from", "url", metavar="URL", help="Read from a server instead, page by page.")
@pass_site
def import_command(site: Site, paths: tuple[Path, ...], url: str | None) -> None:
    """Take add-ons out of answers of AMO's API: search, collection, detail, versions.

    PATHS are files, plain or gzip, and folders of them. Only what an answer contains is
    overwritten; importing it again changes nothing. Bad records are told and left out; the exit
    code is 1 when there were any.

    \b
    Examples:
      amo-pyramid import answers/ collection.json.gz
      amo-pyramid import --from "https://addons.example/api/v4/addons/search/?page_size=50"
    """
    if bool(paths) == (url is not None):
        raise click.UsageError("Name either files and folders or --from URL.")
    site.check()
    files = list(files_in(paths))
    done = Counted(files if url is None else pages_from(url))
    with progress("Importing", len(files), done.so_far) as shown:
        import_documents(done, site.unit, shown.report)
    shown.finish("add-ons and versions")
    _conclude(shown)


@click.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@pass_site
def load_command(site: Site, file: Path) -> None:
    """Store the records of a dump, plain or gzip; FILE of - is the standard input.

    What is stored already is overwritten, record by record. Bad lines are told and left out; the
    exit code is 1 when there were any.

    \b
    Example:
      amo-pyramid load backup.jsonl.gz
    """
    site.check()
    with _reading(file) as stream:
        length = 0 if str(file) == _STANDARD else file.stat().st_size
        with progress("Loading", length, stream.tell) as shown, plain(stream) as lines:
            load(lines, site.unit, shown.report)
    shown.finish("records")
    _conclude(shown)


@click.command("dump")
@click.argument("file", type=click.Path(path_type=Path), default=_STANDARD)
@pass_site
def dump_command(site: Site, file: Path) -> None:
    """Write the whole catalogue to FILE, one JSON object a line (default: standard output).

    A name ending in .gz is compressed. The file takes its name only when it is complete.

    \b
    Examples:
      amo-pyramid dump backup.jsonl.gz
      amo-pyramid dump | wc -l
    """
    with site.reading() as session:
        length = sum(stored_counts(session).values())
    with progress("Dumping", length) as shown, _writing(file) as stream:
        dump(site.reading, stream, shown.report)
    shown.finish("records")


class Counted:
    """Hands documents on and knows how many it has handed."""

    def __init__(self, documents: Iterable[Any]) -> None:
        self._documents = documents
        self._count = 0

    def __iter__(self) -> Iterator[Any]:
        for document in self._documents:
            yield document
            self._count += 1

    def so_far(self) -> int:
        return self._count


def _conclude(shown: Progress) -> None:
    """Say what was done, and fail when something was left out."""
    report, outcome = shown.report, shown.report.outcome
    if outcome.added or outcome.changed:
        click.echo(
            f"{outcome.added:,} records added, {outcome.changed:,} changed, "
            f"{outcome.unchanged:,} unchanged."
        )
    elif outcome.unchanged:
        click.echo(f"Nothing changed: {outcome.unchanged:,} records are stored like this already.")
    else:
        click.echo("Nothing was stored.")
    if report.refused:
        click.echo(f"{report.refused:,} could not be used, see above.", err=True)
        click.get_current_context().exit(1)


@contextmanager
def _reading(file: Path) -> Iterator[BufferedReader]:
    if str(file) == _STANDARD:
        yield BufferedReader(cast(RawIOBase, sys.stdin.buffer))
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error
    with stream:
        yield stream


@contextmanager
def _writing(file: Path) -> Iterator[IO[bytes]]:
    """The file to write, renamed to its name when the block ends well."""
    if str(file) == _STANDARD:
        yield cast("IO[bytes]", sys.stdout.buffer)
        return
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as raw, _packed(raw, file.suffix == ".gz") as stream:
            yield stream
            stream.flush()
        part.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _packed(raw: IO[bytes], is_gzip: bool) -> Iterator[IO[bytes]]:
    if not is_gzip:
        yield raw
        return
    # Neither name nor time: the same catalogue gives the same file.
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
        yield cast("IO[bytes]", stream)
