"""API versions and gates."""

from __future__ import annotations

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from amo_pyramid.settings import Setting
from amo_pyramid.versions import ApiVersion, Gate, Versions


def versions(*gates: Gate) -> Versions:
    table = Versions()
    table.add("v4", None, frozenset())
    table.add("v4dev", "v4", frozenset({"flat"}))
    for gate in gates:
        table.add_gate(gate)
    return table


def test_a_gate_is_on_in_the_versions_it_names():
    table = versions(Gate("old", frozenset({"v4"}), ""))
    assert table["v4"].gate("old")
    assert not ApiVersion("v5").gate("old")


def test_a_version_takes_the_gates_of_its_base_less_some():
    table = versions(Gate("flat", frozenset({"v4"}), ""), Gate("wrapped", frozenset({"v4"}), ""))
    assert table["v4dev"].gates == {"wrapped"}


def test_a_gate_that_nobody_declared_stops_the_start():
    with pytest.raises(ConfigurationError, match="Unknown gate: flta"):
        versions(Gate("flat", frozenset(), "")).check_gates({"flat", "flta"})


def configured(*includes) -> Configurator:
    config = Configurator()
    config.include("amo_pyramid.settings")
    config.include("amo_pyramid.versions")
    for include in includes:
        config.include(include)
    return config


def test_two_plugins_with_the_same_gate_stop_the_start_with_both_places_named():
    def first(config):
        config.add_gate("mine", ("v4",), "one")

    def second(config):
        config.add_gate("mine", ("v3",), "another")

    with pytest.raises(ConfigurationConflictError) as caught:
        configured(first, second).commit()
    assert str(caught.value).count("test_versions.py") == 2


def test_a_plugin_can_add_a_version_to_all_that_exist():
    def plugin(config):
        config.add_api_version("v6", based_on="v4", without=("l10n_flat_input_output",))

    config = configured(plugin)
    config.commit()
    added = config.registry["amo.versions"]["v6"]
    assert added.gate("wrap-outgoing-parameter")
    assert not added.gate("l10n_flat_input_output")


def test_two_plugins_with_the_same_option_stop_the_start():
    def first(config):
        config.add_amo_setting(Setting("amo.mine", str, "", "one"))

    def second(config):
        config.add_amo_setting(Setting("amo.mine", str, "", "another"))

    with pytest.raises(ConfigurationConflictError):
        configured(first, second).commit()
