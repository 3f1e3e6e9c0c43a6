"""Plugins that do not come along: named in ``amo.plugins`` and included as the built-in ones are.

A name is looked up among the installed packages (entry points ``amo_pyramid.plugins``) and else
taken as the dotted name of a module with an ``includeme``.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from pyramid.exceptions import ConfigurationError

from amo_pyramid.settings import Setting, words

GROUP = "amo_pyramid.plugins"


def module_of(name: str) -> str:
    """The module that a plugin's name means."""
    for entry_point in entry_points(group=GROUP):
        if entry_point.name == name:
            return entry_point.value
    return name


def includeme(config: Any) -> None:
    """Include the plugins of the site, in their order. Raises ``ConfigurationError``."""
    names = config.add_amo_setting(
        Setting("amo.plugins", words, (), "Plugins to use: names of installed ones, or modules.")
    )
    for name in names:
        try:
            config.include(module_of(name))
        except ImportError as error:
            raise ConfigurationError(f"amo.plugins: there is no plugin {name}: {error}") from error
        config.registry["amo.plugins"].append(name)
