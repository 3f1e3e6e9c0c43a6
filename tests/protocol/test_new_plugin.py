"""A plugin that was just written works as it is."""

from __future__ import annotations

import re
import shutil

import pytest
from click.testing import CliRunner

from amo_pyramid.cli import main
from tests.protocol.environment import Environment


def new_plugin(*words, code=0):
    result = CliRunner().invoke(main, ["new-plugin", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


def test_a_new_plugin_passes_its_tests_where_it_is_installed(tmp_path):
    assert "was written" in new_plugin("our_badges", "--dir", tmp_path / "new")
    plugin = tmp_path / "new" / "our_badges"
    names = {path.relative_to(plugin).as_posix() for path in plugin.rglob("*") if path.is_file()}
    assert names == {
        "README.md",
        "pyproject.toml",
        "our_badges/__init__.py",
        "our_badges/locale/de.po",
        "tests/test_plugin.py",
    }
    environment = Environment(tmp_path / "environment")
    environment.install(plugin)
    # Only what was installed is left to be found.
    shutil.rmtree(plugin / "our_badges")
    assert re.search(r"3 passed", environment.test(plugin))


@pytest.mark.parametrize(
    "name", ["Badges", "2badges", "our-badges", "our__badges", "../badges", "", "b" * 25]
)
def test_a_name_that_is_none_is_refused(tmp_path, name):
    assert "small letters" in new_plugin("--dir", tmp_path, "--", name, code=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["class", "json", "amo_pyramid"])
def test_a_name_that_python_uses_is_refused(tmp_path, name):
    assert "means something else" in new_plugin(name, "--dir", tmp_path, code=2)


def test_what_is_there_is_left_alone(tmp_path):
    (tmp_path / "badges").mkdir()
    assert "exists already" in new_plugin("badges", "--dir", tmp_path, code=1)
    (tmp_path / "file").touch()
    assert "cannot be written" in new_plugin("badges", "--dir", tmp_path / "file" / "x", code=1)
