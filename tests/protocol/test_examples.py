"""The packages in examples/, installed with pip and tested from outside."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.protocol.environment import Environment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The environment, and the folder with copies that hold the tests only."""
    environment = Environment(tmp_path_factory.mktemp("environment"))
    sources = tmp_path_factory.mktemp("sources")
    for name in NAMES:
        shutil.copytree(EXAMPLES / name, sources / name)
    environment.install(*(sources / name for name in NAMES))
    for name in NAMES:
        # So that only what was installed can be found.
        shutil.rmtree(sources / name / name)
    return environment, sources


def test_there_are_three():
    assert len(NAMES) == 3
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_passes_its_own_tests(installed, name):
    environment, sources = installed
    assert re.search(r"\d+ passed", environment.test(sources / name))
