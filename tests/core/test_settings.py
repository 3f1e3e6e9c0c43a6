"""Options: declared, typed, read from ini and environment."""

from __future__ import annotations

import pytest
from pyramid.exceptions import ConfigurationError

from amo_pyramid.settings import Setting, Settings, flag, words


def settings(raw=None, environ=None):
    return Settings(raw or {}, environ or {})


def test_a_declared_option_has_its_default():
    assert settings().declare(Setting("amo.x", int, 7, "")) == 7


def test_the_ini_wins_over_the_default_and_the_environment_over_the_ini():
    raw, option = {"amo.a.b": "1"}, Setting("amo.a.b", int, 0, "")
    assert settings(raw).declare(option) == 1
    assert settings(raw, {"AMO_A__B": "2"}).declare(option) == 2


def test_a_secret_can_be_read_from_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("from-a-file\n")
    option = Setting("amo.secret_keys", words, (), "")
    environ = {"AMO_SECRET_KEYS_FILE": str(path)}
    assert settings({"amo.secret_keys": "ini"}, environ).declare(option) == ("from-a-file",)


def test_a_file_that_cannot_be_read_stops_the_start():
    with pytest.raises(ConfigurationError, match="AMO_X_FILE: cannot read /nowhere"):
        settings({}, {"AMO_X_FILE": "/nowhere"})


def test_values_are_cast_once_and_a_bad_one_is_named():
    with pytest.raises(ConfigurationError, match=r"amo\.x: 'many' is not valid"):
        settings({"amo.x": "many"}).declare(Setting("amo.x", int, 0, ""))


def test_the_value_of_a_bad_secret_is_not_shown():
    with pytest.raises(ConfigurationError) as caught:
        settings({"amo.x": "hunter2"}).declare(Setting("amo.x", int, 0, "", secret=True))
    assert str(caught.value).startswith("amo.x: its value is not valid")


def test_an_unknown_option_stops_the_start_and_the_nearest_is_suggested():
    found = settings({"amo.catalogue.ulr": "x"})
    found.declare(Setting("amo.catalogue.url", str, "", ""))
    with pytest.raises(ConfigurationError, match="Did you mean amo.catalogue.url"):
        found.refuse_unknown()


def test_variables_of_the_commands_and_of_tests_are_no_options():
    found = settings({}, {"AMO_INI": "x", "AMO_TEST_REDIS_URL": "x", "HOME": "/"})
    found.refuse_unknown()


@pytest.mark.parametrize(("text", "value"), [("true", True), ("1", True), ("off", False)])
def test_flags_are_words(text, value):
    assert flag(text) is value
