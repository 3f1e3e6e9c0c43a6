"""Commands of plugins: those of every installed package, by its entry points."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any, NoReturn

import click

from amo_pyramid.cli.errors import SafeGroup

GROUP = "amo_pyramid.commands"


class GroupWithPlugins(SafeGroup):
    """The commands that come along and those in the entry points ``amo_pyramid.commands``.

    A plugin's command is a click command; :func:`amo_pyramid.cli.app.pass_site` gives it the site.
    A name that is claimed twice, or a command that cannot be loaded, is refused with the reason
    when it is called; the others work.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(each.name for each in _offered())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        offered = [each for each in _offered() if each.name == cmd_name]
        if not offered:
            return own
        places = [_place(each) for each in offered]
        if own is not None:
            places.insert(0, "amo_pyramid")
        if len(places) > 1:
            return _refused(cmd_name, f"Several packages have this command: {', '.join(places)}.")
        return _loaded(offered[0])


def _offered() -> list[EntryPoint]:
    # A package that is found in two places of the path is still one package.
    return list(dict.fromkeys(entry_points(group=GROUP)))


def _place(entry_point: EntryPoint) -> str:
    package = entry_point.dist.name if entry_point.dist is not None else "unknown"
    return f"{package} ({entry_point.value})"


def _loaded(entry_point: EntryPoint) -> click.Command:
    try:
        command = entry_point.load()
    except Exception as error:
        text = f"{_place(entry_point)} cannot be loaded: {type(error).__name__}: {error}"
        return _refused(entry_point.name, text)
    if not isinstance(command, click.Command):
        return _refused(entry_point.name, f"{_place(entry_point)} is no click command.")
    return command


def _refused(name: str, reason: str) -> click.Command:
    """A command that does nothing but say why."""

    def refuse(**_: Any) -> NoReturn:
        raise click.ClickException(reason)

    return click.Command(
        name,
        callback=refuse,
        params=[click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)],
        help=reason,
        context_settings={"ignore_unknown_options": True},
    )
