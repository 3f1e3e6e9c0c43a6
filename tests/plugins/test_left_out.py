"""Each built-in plugin can be left out: the service starts and answers without it."""

from __future__ import annotations

import pytest
from pyramid.exceptions import ConfigurationError

from amo_pyramid import main
from amo_pyramid.plugins import BUILT_IN
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SETTINGS, Service

#: Nobody but those who run the service sees a difference without the others; and without the last
#: one there is no list.
NOTICED = tuple(each for each in BUILT_IN if each not in ("requestlog", "metrics", "capabilities"))
PATHS = (
    "/addons/addon/1/",
    "/addons/addon/1/?lang=fr",
    "/addons/search/?q=add",
    "/addons/addon/1/versions/",
    "/addons/categories/",
    "/site/",
)


@pytest.fixture
def without(warm_sqlite):
    """The service without some plugins, with an add-on."""

    def without(*names: str, **settings: str) -> Service:
        service = Service(warm_sqlite, **{"amo.plugins.disabled": " ".join(names), **settings})
        service.put(*builders.listed(builders.addon(1, homepage={"en-US": "https://e.test/"})))
        return service

    return without


def check(service: Service) -> None:
    """It reads, refuses, counts and finds nothing where nothing is."""
    for path in PATHS:
        assert service.get(path).status_int == 200, path
    assert service.get("/addons/addon/1/").json["id"] == 1
    assert service.get("/nope/").status_int == 404
    assert service.request("POST", "/site/").status_int == 405
    assert service.request("OPTIONS", "/site/").status_int == 200
    assert service.get_page("/v2/stats?packageId=a.b&resolution=day").status_int == 200


def test_the_service_works_with_all_of_them(without):
    service = without()
    check(service)
    assert service.get_page("/").json["plugins"] == list(BUILT_IN)
    assert service.get_page("/__heartbeat__").status_int == 200


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_service_works_without_one(without, name):
    service = without(name)
    check(service)
    if name != "capabilities":
        assert name not in service.get_page("/").json["plugins"]


@pytest.mark.parametrize("name", NOTICED)
def test_a_client_is_told_of_what_it_can_notice_and_of_nothing_that_is_left_out(without, name):
    told = without().get_page("/").json["capabilities"]
    assert told[name]["description"].endswith(".")
    assert name not in without(name).get_page("/").json["capabilities"]


def test_what_the_settings_switch_off_is_no_capability(without):
    off = {"amo.api.throttling": "false", "amo.outgoing.base": ""}
    told = without(**off).get_page("/").json["capabilities"]
    assert told.keys().isdisjoint({"throttling", "outgoing"})


def test_capabilities_have_facts_for_programs(without):
    told = without(**{"amo.http_cache.seconds": "360"}).get_page("/").json["capabilities"]
    assert told["caching"]["seconds"] == 360
    assert (told["pagination"]["page_size"], told["pagination"]["largest_page_size"]) == (25, 50)
    assert told["localisation"]["default"] == "en-US"
    assert "pt-BR" in told["localisation"]["locales"]
    assert told["outgoing"]["base"] == SETTINGS["amo.outgoing.base"]
    assert told["health"]["paths"] == ["/__heartbeat__", "/__lbheartbeat__", "/__version__"]
    assert told["packages"]["path"] == "/v2/"
    assert told["openapi"]["document"] == "openapi.json"


def test_the_service_works_without_any(without):
    service = without(*BUILT_IN)
    check(service)
    assert service.get_page("/").status_int == 404


def test_a_plugin_that_is_left_out_does_nothing(without):
    origin = {"Origin": "https://x.test"}
    bare = without("cors", "headers", "caching", "pagination").get("/site/", headers=origin)
    for name in ("Access-Control-Allow-Origin", "X-AMO-Request-ID", "Vary", "ETag"):
        assert name not in bare.headers


def test_a_plugin_that_does_not_exist_cannot_be_left_out():
    with pytest.raises(ConfigurationError, match="there is no plugin corz; there are headers"):
        main({}, **{**SETTINGS, "amo.plugins.disabled": "corz cors"})
