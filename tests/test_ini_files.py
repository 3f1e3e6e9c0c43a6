"""The ini files that come with the project, and the settings that they explain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import plaster
import pytest

from amo_pyramid import main

ROOT = Path(__file__).resolve().parents[1]
OPTION = re.compile(r"^#?(amo\.[a-z0-9_.]+) =", re.MULTILINE)
SHOWN = re.compile(r"^#(amo\.[a-z0-9_.]+) = ?(.*)$", re.MULTILINE)
#: What these show is an example and not the default.
EXAMPLES = {"amo.catalogue.url", "amo.locales", "amo.metrics.path", "amo.site_url"}

Start = Callable[[dict[str, str]], Any]


def settings_of(name: str) -> dict[str, str]:
    settings = plaster.get_settings(str(ROOT / name), "app:main")
    return {key: value for key, value in settings.items() if key.startswith("amo.")}


@pytest.fixture
def start(sqlite_url: str) -> Iterator[Start]:
    """Starts the service with settings, on an empty catalogue; gives the registry."""
    registries = []

    def start(settings: dict[str, str]) -> Any:
        app = main({}, **{**settings, "amo.catalogue.url": sqlite_url})
        registries.append(app.registry)
        return app.registry

    yield start
    for registry in registries:
        registry["amo.backends"]["catalogue"].close()


@pytest.fixture
def production() -> str:
    """The text of the production ini."""
    return (ROOT / "production.ini").read_text(encoding="utf-8")


def test_the_production_ini_explains_every_option_once(start: Start, production: str) -> None:
    explained = OPTION.findall(production)
    assert set(explained) == {setting.key for setting in start({})["amo.settings"]}
    # The catalogue's address has an example for PostgreSQL beside the line that counts.
    explained.remove("amo.catalogue.url")
    assert len(explained) == len(set(explained))


def test_what_the_production_ini_shows_as_a_default_is_one(start: Start, production: str) -> None:
    shown = {key: value for key, value in SHOWN.findall(production) if key not in EXAMPLES}
    for setting in start({})["amo.settings"]:
        if setting.key in shown:
            assert setting.cast(shown[setting.key]) == setting.default, setting.key


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_the_ini_names_a_server_that_is_installed(name: str) -> None:
    loader = plaster.get_loader(str(ROOT / name), protocols=["wsgi"])
    assert callable(loader.get_wsgi_server(defaults={"http_port": "0"}))


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_the_service_starts_with_the_ini(name: str, start: Start) -> None:
    assert start(settings_of(name))["amo.settings"]


def test_v4dev_is_served_in_development_only(start: Start) -> None:
    served = {
        name: set(start(settings_of(name))["amo.versions"].by_name)
        for name in ("development.ini", "production.ini")
    }
    assert served["development.ini"] - served["production.ini"] == {"v4dev"}
