"""Typed settings: declared next to their user, read from the ini and the environment.

Order: default, ini file, environment (``AMO_CATALOGUE__URL`` for ``amo.catalogue.url``; a name
ending in ``_FILE`` holds the path of a file with the value). Undeclared ``amo.*`` keys stop the
start, see :func:`refuse_unknown`.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.settings import asbool, aslist

from amo_pyramid.declaring import declare

PREFIX = "amo."
#: Environment variables of the same form that are not settings.
NOT_SETTINGS = frozenset({"AMO_INI"})
#: Variables of the test suite, which may be set while the service itself runs.
TEST_PREFIX = "AMO_TEST_"


def text(value: str) -> str:
    """A text without surrounding white space."""
    return value.strip()


def flag(value: str) -> bool:
    """``true``, ``yes``, ``on`` or ``1``; anything else is false."""
    return bool(asbool(value))


def words(value: str) -> tuple[str, ...]:
    """Words separated by white space or new lines."""
    return tuple(aslist(value))


@dataclass(frozen=True, slots=True)
class Setting:
    """One option.

    ``cast`` turns the text of the ini or environment into the value; ``default`` is used as it
    is. ``secret`` values are never printed.
    """

    key: str
    cast: Callable[[str], Any]
    default: Any
    help: str
    secret: bool = False


class Settings:
    """The declared settings of one application and their values."""

    def __init__(self, raw: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        self._raw = {key: value for key, value in raw.items() if key.startswith(PREFIX)}
        self._raw.update(_from_environment(environ))
        self._declared: dict[str, Setting] = {}
        self._values: dict[str, Any] = {}

    def declare(self, setting: Setting) -> Any:
        """Register an option and return its typed value. Raises ``ConfigurationError``."""
        self._declared[setting.key] = setting
        raw = self._raw.get(setting.key)
        try:
            value = setting.cast(raw) if isinstance(raw, str) else raw
        except ValueError as error:
            shown = "its value" if setting.secret else repr(raw)
            raise ConfigurationError(f"{setting.key}: {shown} is not valid: {error}") from error
        self._values[setting.key] = setting.default if raw is None else value
        return self._values[setting.key]

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[Setting]:
        return iter(sorted(self._declared.values(), key=lambda setting: setting.key))

    def refuse_unknown(self) -> None:
        """Raise ``ConfigurationError`` for ``amo.*`` keys that nobody declared."""
        for key in sorted(self._raw):
            if key not in self._declared:
                near = difflib.get_close_matches(key, self._declared, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise ConfigurationError(f"Unknown setting {key}.{hint}")


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in environ.items():
        if not name.startswith("AMO_") or name in NOT_SETTINGS or name.startswith(TEST_PREFIX):
            continue
        if name.endswith("_FILE"):
            found[_key(name[: -len("_FILE")])] = _read(name, value)
        else:
            found.setdefault(_key(name), value)
    return found


def _key(name: str) -> str:
    return PREFIX + name[len("AMO_") :].lower().replace("__", ".")


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{name}: cannot read {path}: {error.strerror}") from error


def add_amo_setting(config: Any, setting: Setting) -> Any:
    """Directive: declare an option and get its typed value at once.

    Two different declarations of one key are a configuration conflict.
    """
    settings: Settings = config.registry["amo.settings"]
    declare(config, "setting", (setting.key,), setting)
    return settings.declare(setting)


def includeme(config: Any) -> None:
    """Read ini and environment; check for unknown keys when everything else is configured."""
    settings = Settings(config.registry.settings, os.environ)
    config.registry["amo.settings"] = settings
    config.add_directive("add_amo_setting", add_amo_setting)
    config.action("amo-settings-known", settings.refuse_unknown, order=1000)
