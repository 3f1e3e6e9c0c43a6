"""Commands for the add-ons that correspond to extensions of other browsers."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.cli.app import Site, pass_site
from amo_pyramid.cli.choices import tell
from amo_pyramid.domain.errors import Invalid
from amo_pyramid.operations.editorial import remove_mapping, set_mappings

_COLUMNS = ("browser", "extension_id", "addon_guid")


@click.group()
def mappings() -> None:
    """Say which add-ons correspond to extensions of other browsers."""


@mappings.command()
@click.argument("browser")
@click.argument("extension_id")
@click.argument("guid")
@pass_site
def add(site: Site, browser: str, extension_id: str, guid: str) -> None:
    """Let GUID stand for the extension EXTENSION_ID of BROWSER.

    BROWSER is Firefox's name for it, such as chrome.

    \b
    Example:
      amo-pyramid mappings add chrome cjpalhdlnbpafiamejdnhcphjbkeiagm uBlock0@raymondhill.net
    """
    with site.unit() as session:
        outcome = set_mappings(session, [(browser, extension_id, guid)])
    tell(f"The mapping of {extension_id}", outcome)


@mappings.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_site
def import_mappings(site: Site, file: Path) -> None:
    """Take mappings out of a CSV file with the columns browser, extension_id and addon_guid.

    The first line names the columns. All of the file is stored, or nothing when a line is bad.

    \b
    Example:
      amo-pyramid mappings import mappings.csv
    """
    entries = _read(file)
    with site.unit() as session:
        outcome = set_mappings(session, entries)
    click.echo(
        f"{outcome.added:,} mappings added, {outcome.changed:,} changed, "
        f"{outcome.unchanged:,} unchanged."
    )


@mappings.command("list")
@click.argument("browser", required=False)
@pass_site
def list_mappings(site: Site, browser: str | None) -> None:
    """List the mappings, of BROWSER or all: browser, extension, guid of the add-on.

    \b
    Example:
      amo-pyramid mappings list chrome
    """
    with site.reading() as session:
        for each in session.every(RecordKind.MAPPING):
            if browser in (None, each.browser):
                click.echo(f"{each.browser}\t{each.extension_id}\t{each.addon_guid}")


@mappings.command()
@click.argument("browser")
@click.argument("extension_id")
@pass_site
def remove(site: Site, browser: str, extension_id: str) -> None:
    """Forget the add-on of an extension.

    \b
    Example:
      amo-pyramid mappings remove chrome cjpalhdlnbpafiamejdnhcphjbkeiagm
    """
    with site.unit() as session:
        remove_mapping(session, browser, extension_id)
    click.echo(f"The mapping of {extension_id} was removed.")


def _read(file: Path) -> list[tuple[str, str, str]]:
    try:
        # Spreadsheets begin a file with a byte order mark.
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return _entries(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Invalid(f"{file} cannot be read: {error}") from error


def _entries(reader: csv.DictReader[str]) -> list[tuple[str, str, str]]:
    for name in _COLUMNS:
        if name not in (reader.fieldnames or ()):
            raise Invalid(f"line 1: there is no column {name}")
    entries = []
    for row in reader:
        browser, extension_id, guid = ((row[name] or "").strip() for name in _COLUMNS)
        if not (browser and extension_id and guid):
            raise Invalid(f"line {reader.line_num}: a value is missing")
        entries.append((browser, extension_id, guid))
    return entries
