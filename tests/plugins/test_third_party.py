"""What a plugin that does not come along can do."""

from __future__ import annotations

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from amo_pyramid import main
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SETTINGS, Service

BADGES = {"amo.plugins": "tests.plugins.badges", "amo.badges.addons": "2"}


@pytest.fixture
def service(catalogue):
    """The service with a plugin, and two add-ons of which the second has a badge."""
    service = Service(catalogue, **BADGES)
    for number in (1, 2):
        service.put(*builders.listed(builders.addon(number)))
    return service


def test_a_field_shows_in_detail_and_in_search_but_not_in_fixed_lists(service):
    assert service.get("/addons/addon/2/").json["badge"] == "gold"
    assert service.get("/addons/addon/1/").json["badge"] is None
    found = service.get("/addons/search/").json["results"]
    assert {each["id"]: each["badge"] for each in found} == {1: None, 2: "gold"}
    assert "badge" not in service.get("/addons/autocomplete/").json["results"][0]


def test_a_search_parameter_narrows_search_and_autocomplete(service):
    for path in ("/addons/search/", "/addons/autocomplete/"):
        found = service.get(f"{path}?badged=1").json["results"]
        assert [each["id"] for each in found] == [2]
        assert len(service.get(path).json["results"]) == 2


def test_a_search_parameter_is_refused_in_the_style_of_search(service):
    refused = service.get("/addons/search/?badged=yes")
    assert refused.status_int == 400
    assert isinstance(refused.json, list)


def test_a_service_with_a_plugin_and_one_without_do_not_touch_each_other(service, catalogue):
    other = Service(catalogue)
    assert "badge" not in other.get("/addons/addon/2/").json
    assert service.get("/addons/addon/2/").json["badge"] == "gold"


def test_two_plugins_with_the_same_field_stop_the_start_with_both_places_named():
    settings = {**SETTINGS, "amo.plugins": "tests.plugins.badges tests.plugins.rival_badges"}
    with pytest.raises(ConfigurationConflictError) as caught:
        main({}, **settings)
    assert "badges.py" in str(caught.value)
    assert "rival_badges.py" in str(caught.value)


def test_a_plugin_that_is_not_there_stops_the_start():
    with pytest.raises(ConfigurationError, match=r"amo\.plugins: there is no plugin no_such_thing"):
        main({}, **{**SETTINGS, "amo.plugins": "no_such_thing"})
