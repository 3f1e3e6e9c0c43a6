"""Arguments that are words of the API, and what is said of a change."""

from __future__ import annotations

from typing import Any

import click

from amo_pyramid.backends.base.catalogue import Outcome
from amo_pyramid.constants.names import NamedNumber


class Named(click.ParamType):
    """A member of an enumeration, by the name the API gives it."""

    name = "name"

    def __init__(self, members: type[NamedNumber]) -> None:
        self._members = members

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        member = value if isinstance(value, self._members) else self._members.named(value)
        if member is None:
            names = ", ".join(str(each.api_name) for each in self._members)
            self.fail(f"{value!r} is none of {names}.", param, ctx)
        return member


def tell(what: str, outcome: Outcome) -> None:
    """Say what became of one thing."""
    if outcome.added or outcome.changed:
        click.echo(f"{what} was {'added' if outcome.added else 'changed'}.")
    else:
        click.echo(f"{what} is stored like this already.")
