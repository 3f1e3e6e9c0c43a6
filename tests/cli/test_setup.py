"""Commands that start a place, and how the command finds its settings."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from amo_pyramid import __version__


def test_setup_makes_a_database_with_the_demonstration_catalogue_once(run):
    first = run("setup").stdout
    assert "The database was made." in first
    assert "The demonstration catalogue was loaded: " in first
    assert run("setup").stdout == "The database is up to date.\n"


def test_setup_leaves_a_catalogue_alone_that_holds_something(ready):
    ready("users", "add", "ann")
    assert ready("setup").stdout == "The database is up to date.\n"


def test_db_upgrade_makes_and_db_state_tells(run):
    before = run("db", "state", code=1).stdout
    assert "current: empty" in before
    assert "run amo-pyramid db upgrade" in before
    assert run("db", "upgrade").stdout == "The database was made.\n"
    assert run("db", "upgrade").stdout == "The database is up to date.\n"
    assert "run amo-pyramid" not in run("db", "state").stdout


def test_an_older_database_is_upgraded_and_that_is_told(run, place):
    first = make_first_database(place / "amo.db")
    assert "The database is older" in run("db", "state", code=1).stdout
    assert run("setup", "--no-demo").stdout == f"The database was upgraded from {first}.\n"
    run("db", "state")


def make_first_database(path) -> str:
    """A database as the first release made it; the name of its structure."""
    config = Config()
    config.set_main_option("script_location", str(files("amo_pyramid.backends.sql") / "migrations"))
    first = ScriptDirectory.from_config(config).get_bases()[0]
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, first)
    engine.dispose()
    return first


def test_a_newer_database_is_refused(ready, place):
    with sqlite3.connect(place / "amo.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer version" in ready("db", "state", code=1).stdout
    assert "newer" in ready("setup", code=1).stderr
    assert "does not fit" in ready("users", "list", code=1).stderr


def test_other_commands_want_a_current_database(run):
    assert "run amo-pyramid db upgrade" in run("users", "list", code=1).stderr


def test_the_ini_is_named_by_option_variable_or_default(run, place, monkeypatch):
    run("db", "upgrade")
    (place / "development.ini").rename(place / "other.ini")
    assert "name the settings with --ini or AMO_INI" in run("db", "state", code=2).stderr
    run("--ini", "other.ini", "db", "state")
    monkeypatch.setenv("AMO_INI", "other.ini")
    run("db", "state")
    assert "There is no file none.ini" in run("--ini", "none.ini", "db", "state", code=2).stderr


def test_a_setting_that_is_wrong_is_told(run, place):
    with (place / "development.ini").open("a", encoding="utf-8") as ini:
        ini.write("amo.no_such_setting = 1\n")
    assert "amo.no_such_setting" in run("db", "state", code=1).stderr


def test_the_version_is_told(run):
    assert run("--version").stdout == f"amo-pyramid, version {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "",
        "setup",
        "db upgrade",
        "db state",
        "import",
        "dump",
        "load",
        "users add",
        "users list",
        "groups add",
        "groups join",
        "groups leave",
        "groups list",
        "token",
    ],
)
def test_every_command_explains_itself_with_an_example(run, command):
    shown = run(*command.split(), "--help").stdout
    assert "Example" in shown
    assert "amo-pyramid" in shown.partition("Example")[2]
    assert run(*command.split(), "-h").stdout == shown
