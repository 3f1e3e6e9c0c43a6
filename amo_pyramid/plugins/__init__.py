"""Cross-cutting rules. Each module is one concern with one ``includeme`` and uses only the
directives that third parties have too. Any of them can be left out."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

from pyramid.exceptions import ConfigurationError

from amo_pyramid.settings import Setting, words

#: The plugins that come along, in the order in which they are included.
BUILT_IN = (
    "headers",
    "cors",
    "caching",
    "readonly",
    "localisation",
    "translations",
    "outgoing",
    "sanitize",
    "pagination",
    "throttling",
    "viewcounts",
    "requestlog",
    "metrics",
    "health",
    "capabilities",
)


class SettingsOnly:
    """A configurator that declares settings and does nothing else."""

    def __init__(self, config: Any) -> None:
        self.registry = dict(config.registry)
        self.add_amo_setting = config.add_amo_setting

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **options: None


def includeme(config: Any) -> None:
    """Include those that the site has not switched off. Raises ``ConfigurationError``."""
    disabled = config.add_amo_setting(
        Setting("amo.plugins.disabled", words, (), "Built-in plugins to leave out.")
    )
    unknown = set(disabled).difference(BUILT_IN)
    if unknown:
        raise ConfigurationError(
            f"amo.plugins.disabled: there is no plugin {', '.join(sorted(unknown))}; "
            f"there are {', '.join(BUILT_IN)}"
        )
    included = [name for name in BUILT_IN if name not in disabled]
    #: Names of what is in use, third parties' included.
    config.registry["amo.plugins"] = included
    for name in included:
        config.include(f"amo_pyramid.plugins.{name}")
    for name in disabled:
        # Whoever leaves a plugin out need not take its settings out of their file.
        with suppress(ConfigurationError):
            import_module(f"amo_pyramid.plugins.{name}").includeme(SettingsOnly(config))
