"""The ini files that come with the project, and the settings that they explain."""

from __future__ import annotations

import re
from pathlib import Path

import plaster
import pytest

from amo_pyramid import main

ROOT = Path(__file__).resolve().parents[1]
OPTION = re.compile(r"^#?(amo\.[a-z0-9_.]+) =", re.MULTILINE)


def settings_of(name: str) -> dict[str, str]:
    loader = plaster.get_loader(str(ROOT / name))
    return {
        key: value
        for key, value in loader.get_settings("app:main").items()
        if key.startswith("amo.")
    }


@pytest.fixture
def empty(sqlite_url: str) -> dict[str, str]:
    """The setting that names an empty catalogue."""
    return {"amo.catalogue.url": sqlite_url}


def test_the_production_ini_explains_every_option_once(empty: dict[str, str]) -> None:
    declared = {setting.key for setting in main({}, **empty).registry["amo.settings"]}
    explained = OPTION.findall((ROOT / "production.ini").read_text(encoding="utf-8"))
    assert set(explained) == declared
    # The catalogue's address has an example for PostgreSQL beside the line that counts.
    explained.remove("amo.catalogue.url")
    assert len(explained) == len(set(explained))


def test_what_the_production_ini_shows_as_a_default_is_one(empty: dict[str, str]) -> None:
    examples = {"amo.catalogue.url", "amo.locales", "amo.site_url"}
    text = (ROOT / "production.ini").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^#(amo\.[a-z0-9_.]+) = ?(.*)$", text, re.MULTILINE))
    for setting in main({}, **empty).registry["amo.settings"]:
        if setting.key in shown.keys() - examples:
            value = shown[setting.key]
            assert setting.cast(value) == setting.default, setting.key


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_the_service_starts_with_the_ini(name: str, empty: dict[str, str]) -> None:
    assert main({}, **{**settings_of(name), **empty})


def test_v4dev_is_served_in_development_only(empty: dict[str, str]) -> None:
    served = {
        name: set(main({}, **{**settings_of(name), **empty}).registry["amo.versions"].by_name)
        for name in ("development.ini", "production.ini")
    }
    assert served["development.ini"] - served["production.ini"] == {"v4dev"}
