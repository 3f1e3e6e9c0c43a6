"""The parts of the documentation that are made from the code itself, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from amo_pyramid import main
from amo_pyramid.settings import Setting

INI = Path(__file__).resolve().parents[1] / "production.ini"
AREA = re.compile(r"^# -- (.+?) -+$")
OPTION = re.compile(r"^#?(amo\.[a-z0-9_.]+) = ?(.*)$")
#: A start without a database, for what it declares.
UNOPENED = {
    "amo.catalogue.url": "sqlite:///var/never-opened.db",
    "amo.check_database": "false",
    "amo.secret_keys": "only-to-see-what-there-is-only-to-see-what-there-is",
}
#: Defaults that would fill the page.
LONG = {"amo.locales": "all that AMO has"}


def registry() -> Any:
    """The registry of an application with all that comes along, which has no database."""
    return main({}, **UNOPENED).registry


def areas(ini: str) -> dict[str, dict[str, str]]:
    """The keys that an ini explains, with the last value that it shows for each, by the heading
    above them."""
    found: dict[str, dict[str, str]] = {}
    options: dict[str, str] = {}
    for line in ini.splitlines():
        if heading := AREA.match(line):
            options = found.setdefault(heading[1], {})
        elif option := OPTION.match(line):
            options[option[1]] = option[2]
    return found


def settings_page(ini: Path = INI) -> str:
    """A table for each area. Raises ``ValueError`` when the ini and the code differ in what there
    is to set."""
    settings = {setting.key: setting for setting in registry()["amo.settings"]}
    by_area = areas(ini.read_text(encoding="utf-8"))
    explained = {key for options in by_area.values() for key in options}
    if explained != settings.keys():
        raise ValueError(f"{ini.name} and the code differ in {sorted(explained ^ settings.keys())}")
    return "\n".join(line for area in by_area for line in _table(area, by_area[area], settings))


def _table(area: str, options: Mapping[str, str], settings: Mapping[str, Setting]) -> Iterator[str]:
    yield from (f"## {area}", "", "| Setting | Default | Meaning |", "|---|---|---|")
    for key, shown in options.items():
        meaning = settings[key].help.replace("|", "\\|")
        yield f"| `{key}` | {LONG.get(key) or _default(settings[key], shown)} | {meaning} |"
    yield ""


def _default(setting: Setting, shown: str) -> str:
    """The default as an ini has it: what one shows, unless that is an example."""
    text = shown if setting.cast(shown) == setting.default else str(setting.default)
    return f"`{text}`" if text else "empty"


def directives_page() -> str:
    """The documentation of every directive, in the order of the modules that are configured."""
    functions = [function for function, _ in registry()._directives.values()]
    return "\n".join(
        f"```{{eval-rst}}\n.. autofunction:: {function.__module__}.{function.__name__}\n```\n"
        for function in functions
        if function.__module__.startswith("amo_pyramid.")
    )
