"""Commands of plugins, found by the entry points of installed packages."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from amo_pyramid.cli import main
from tests.protocol.packages import write_plugin

COMMAND = """
import click

from amo_pyramid.cli.app import pass_site


@click.command()
@click.argument("username")
@pass_site
def badge(site, username):
    "Give somebody a badge."
    with site.work() as work:
        click.echo(f"{username} has {work.catalogue.users.by_username(username)}")


broken = 1
"""


@pytest.fixture
def install(place):
    """Makes a package look installed, with these commands (name → object)."""

    def install(package, **commands):
        (place / f"{package}.py").write_text(COMMAND)
        info = place / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        lines = [f"{name} = {package}:{value}" for name, value in commands.items()]
        (info / "entry_points.txt").write_text("\n".join(["[amo_pyramid.commands]", *lines, ""]))
        return package

    return install


@pytest.fixture
def run(tmp_path):
    def run(*words, plugins="", code=0):
        ini = tmp_path / "test.ini"
        ini.write_text(
            "[app:main]\n"
            "use = egg:amo_pyramid\n"
            f"amo.catalogue.url = sqlite:///{tmp_path / 'amo.db'}\n"
            "amo.secret_keys = only-for-tests-only-for-tests-only-for-tests\n"
            f"amo.plugins = {plugins}\n",
            encoding="utf-8",
        )
        result = CliRunner().invoke(main, ["--ini", str(ini), *words])
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_a_command_of_a_plugin_works_on_the_site(install, run, word):
    install(word, badge="badge")
    assert "Give somebody a badge." in run("--help")
    run("db", "upgrade")
    assert "nobody has None" in run("badge", "nobody")


def test_two_packages_with_one_command_are_both_named(install, run, word):
    install(f"{word}a", badge="badge")
    install(f"{word}b", badge="badge")
    told = run("badge", "somebody", "--option", code=1)
    assert f"{word}a:badge" in told
    assert f"{word}b:badge" in told
    assert "Several packages" in run("--help")
    run("gates")


def test_a_command_of_the_service_is_not_replaced_in_silence(install, run, word):
    install(word, gates="badge")
    told = run("gates", code=1)
    assert "amo_pyramid, " in told
    assert f"{word}:badge" in told


@pytest.mark.parametrize(
    ("value", "reason"), [("gone", "cannot be loaded: AttributeError"), ("broken", "no click")]
)
def test_a_broken_command_says_why_and_leaves_the_others_alone(install, run, word, value, reason):
    install(word, badge=value)
    assert reason in run("badge", code=1)
    run("gates")


def test_the_state_of_the_database_tells_of_plugins(run, place, word):
    write_plugin(place, word)
    run("db", "upgrade")
    assert "run amo-pyramid db upgrade" in run("db", "state", plugins=word, code=1)
    run("db", "upgrade", plugins=word)
    assert "current: 0" in run("db", "state", plugins=word)
    assert f"{word}_0001" in run("db", "state", plugins=word)
    assert f"not in use: {word}_0001" in run("db", "state")
    assert "Put it into amo.plugins" in run("db", "remove", word, "--yes", code=1)
    assert "are gone" in run("db", "remove", word, "--yes", plugins=word)
    assert word not in run("db", "state")
