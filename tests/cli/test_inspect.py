"""What the application tells of itself."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from amo_pyramid.cli import main


@pytest.fixture
def run(tmp_path):
    """Runs a command on an application whose database does not exist yet."""
    ini = tmp_path / "test.ini"
    ini.write_text(
        "[app:main]\n"
        "use = egg:amo_pyramid\n"
        f"amo.catalogue.url = sqlite:///{tmp_path / 'none.db'}\n"
        "amo.secret_keys = only-for-tests-only-for-tests-only-for-tests\n",
        encoding="utf-8",
    )

    def run(*words):
        result = CliRunner().invoke(main, ["--ini", str(ini), *words])
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    return run


def test_endpoints_are_listed_with_their_methods_and_versions(run):
    (detail,) = [line for line in run("routes") if " /addons/addon/{addon}/ " in line]
    assert detail.split()[:4] == ["GET,", "HEAD,", "OPTIONS", "v3,v4,v5"]


def test_gates_are_listed_with_the_versions_they_are_on_in(run):
    lines = run("gates")
    assert lines[0].split() == ["gate", "v3", "v4", "v5"]
    (created,) = [line for line in lines if line.startswith("del-addons-created-field")]
    assert created.split()[1:4] == ["on", "-", "-"]


def test_the_fields_a_gate_decides_about_are_named_below_it(run):
    lines = [line.strip() for line in run("gates")]
    assert "addon.created: only when off" in lines


def test_pages_are_listed_with_their_whole_path(run):
    path = "/{locale}/{app}/addon/{slug}/statistics/"
    assert len([line for line in run("routes") if f" {path} " in line]) == 1
