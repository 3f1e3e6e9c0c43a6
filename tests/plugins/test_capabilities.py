"""The plugin that says what a site is and can do, alone."""

from __future__ import annotations

from typing import Any

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError
from pyramid.request import Request
from pyramid.response import Response
from webtest import TestApp

from amo_pyramid import __version__
from tests.plugins.alone import SITE, application


class Asked(Request):
    site_url = SITE


def telling(*parts: Any) -> TestApp:
    def names(config: Any) -> None:
        config.registry["amo.plugins"] = ["capabilities"]

    return application(
        "capabilities",
        lambda request: Response(),
        "settings",
        "observing",
        "versions",
        names,
        *parts,
        request_factory=Asked,
        settings={"amo.api.versions": "v3 v4"},
    )


def badges(config: Any) -> None:
    config.add_amo_capability("badges", colors=["gold"], url="/badges/")


def test_the_root_names_versions_plugins_and_capabilities():
    assert telling(badges).get("/").json == {
        "name": "amo_pyramid",
        "version": __version__,
        "api": {"v3": {"url": f"{SITE}/api/v3/"}, "v4": {"url": f"{SITE}/api/v4/"}},
        "plugins": ["capabilities"],
        "capabilities": {"badges": {"colors": ["gold"], "url": "/badges/"}},
    }


def test_a_sentence_for_people_comes_before_the_facts():
    def described(config: Any) -> None:
        config.add_amo_capability("stars", "Add-ons have stars.", most=5)

    told = telling(described).get("/").json["capabilities"]["stars"]
    assert list(told.items()) == [("description", "Add-ons have stars."), ("most", 5)]


def test_a_fact_that_is_no_json_stops_the_start():
    def odd(config: Any) -> None:
        config.add_amo_capability("odd", what=object())

    with pytest.raises(ConfigurationError, match="capability odd"):
        telling(odd)


def test_two_capabilities_of_one_name_stop_the_start():
    def rival(config: Any) -> None:
        config.add_amo_capability("badges")

    with pytest.raises(ConfigurationConflictError):
        telling(badges, rival)
