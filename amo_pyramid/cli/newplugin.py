"""The command that writes a new plugin."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_SUFFIX = ".tmpl"
#: The folder of the template that gets the plugin's name.
_PACKAGE = "package"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
#: Room for the number in the names of its migrations.
_LONGEST = 24


@click.command("new-plugin")
@click.argument("name")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where its folder is made. Default: here.",
)
def new_plugin(name: str, folder: Path) -> None:
    """Write a package with a plugin to start from: a setting, a field, texts and tests.

    NAME is its name for amo.plugins, for Python and for pip.

    \b
    Example:
      amo-pyramid new-plugin badges
    """
    _check(name)
    target = folder / name
    if target.exists():
        raise click.ClickException(f"{target} exists already.")
    try:
        for path, text in _written(name):
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}") from error
    click.echo(f"{target} was written; its README.md says how to try it.")


def _check(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise click.BadParameter(
            f"{name} is not like badges or our_badges: small letters, digits and single "
            f"underscores, beginning with a letter, at most {_LONGEST}.",
            param_hint="NAME",
        )
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name == "amo_pyramid":
        raise click.BadParameter(f"{name} means something else in Python.", param_hint="NAME")


def _written(name: str) -> Iterator[tuple[Path, str]]:
    """The files of the plugin: path and text."""
    for path, source in _sources(files("amo_pyramid.cli") / "template", Path()):
        parts = [name if part == _PACKAGE else part for part in path.parts]
        text = Template(source.read_text(encoding="utf-8")).substitute(name=name)
        yield Path(*parts).with_suffix(""), text


def _sources(folder: Traversable, path: Path) -> Iterator[tuple[Path, Traversable]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _sources(each, path / each.name)
        elif each.name.endswith(_SUFFIX):
            yield path / each.name, each
