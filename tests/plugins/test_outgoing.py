"""The plugin for links that lead away, alone."""

from __future__ import annotations

from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from amo_pyramid.plugins.outgoing import PLAIN
from amo_pyramid.text.outgoing import Outgoing
from amo_pyramid.values import Link, OutgoingLink
from tests.plugins.alone import CORE, shown

BASE = "https://out.example/v1/"
SETTINGS = {
    "amo.outgoing.base": BASE,
    "amo.outgoing.secret": "sekrit",
    "amo.outgoing.exempt_hosts": "friend.test other.test:8080",
    "amo.site_url": "https://addons.example",
}
URL = "http://e.test/"
WRAPPED = Outgoing(BASE, "sekrit", frozenset()).wrap(URL)


def look(value: Any, *gates: str, **point_of_view: Any) -> Any:
    return shown("outgoing", value, *gates, settings=SETTINGS, **point_of_view)


def test_with_the_gate_a_link_is_wrapped_when_the_reader_asks():
    assert look(Link(URL), PLAIN) == URL
    assert look(Link(URL), PLAIN, wrap_outgoing=True) == WRAPPED


def test_without_the_gate_a_link_has_both_forms():
    for asked in (True, False):
        assert look(Link(URL), wrap_outgoing=asked) == {"url": URL, "outgoing": WRAPPED}


def test_an_empty_link_stays_empty_or_is_null():
    assert look(Link(""), PLAIN, wrap_outgoing=True) == ""
    assert look(Link("")) is None


def test_an_outgoing_link_is_always_wrapped():
    assert look(OutgoingLink(URL)) == look(OutgoingLink(URL), PLAIN) == WRAPPED


@pytest.mark.parametrize(
    "url", ["https://friend.test/", "http://other.test:8080/", "https://addons.example/x"]
)
def test_exempt_hosts_and_the_site_are_not_wrapped(url):
    assert look(OutgoingLink(url)) == url


def test_hosts_that_are_not_named_are_not_exempt():
    assert look(OutgoingLink("https://addons.mozilla.org/")).startswith(BASE)


def test_without_a_base_nothing_is_wrapped():
    assert shown("outgoing", OutgoingLink(URL)) == URL


def test_two_plugins_for_one_type_stop_the_start():
    def rival(config: Any) -> None:
        config.add_json_adapter(Link, lambda value, rendering: value.url)

    config = Configurator()
    for module in (*CORE, "plugins.outgoing"):
        config.include(f"amo_pyramid.{module}")
    config.include(rival)
    with pytest.raises(ConfigurationConflictError):
        config.commit()
