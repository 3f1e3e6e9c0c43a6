"""Refusals as a line for the person who typed, never as a traceback."""

from __future__ import annotations

from typing import Any

import click
from pyramid.exceptions import ConfigurationError

from amo_pyramid.domain.errors import DomainError


class SafeGroup(click.Group):
    """A group of commands that fail with exit code 1 and a message when something is refused
    (2, as always, is for how a command is called)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as refusal:
            raise click.ClickException(refusal.message or type(refusal).__name__) from refusal
        except ConfigurationError as error:
            raise click.ClickException(str(error)) from error
