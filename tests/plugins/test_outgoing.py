"""The plugin for links that lead away, alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError
from pyramid.response import Response

from amo_pyramid.plugins.outgoing import PLAIN
from amo_pyramid.text.outgoing import Outgoing
from amo_pyramid.values import Link, OutgoingLink
from tests.plugins.alone import CORE, application, shown

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


OWN = {
    "amo.site_url": "https://addons.example",
    "amo.outgoing.base": "https://addons.example/out/v1/",
    "amo.outgoing.secret": "a secret that is long enough",
    "amo.outgoing.redirect": "true",
}
OURS = Outgoing(OWN["amo.outgoing.base"], OWN["amo.outgoing.secret"], frozenset())


def redirecting(**settings: str) -> Any:
    named = {f"amo.{name.replace('__', '.')}": value for name, value in settings.items()}
    return application("outgoing", lambda _: Response(), *CORE, settings={**OWN, **named})


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://e.test/", None),
        ("https://e.test/a?b=c&d=%20#e~f", None),
        ("http://e.test/%E4%20", None),
        ("https://e.test/ü /x", "https://e.test/%C3%BC%20/x"),
    ],
)
def test_a_link_with_our_signature_leads_where_it_says(url, location):
    wrapped = OURS._signed(url.encode())
    response = redirecting().get(urlsplit(wrapped).path)
    assert response.status_int == 302
    assert response.headers["Location"] == (location or url)
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        f"{'0' * 64}/https%3A//evil.test/",
        "https%3A//evil.test/",
        "",
        "/",
        "é/https%3A//evil.test/",
        urlsplit(OURS.wrap("https://e.test/")).path.removeprefix("/out/v1/") + "x",
        urlsplit(OURS.wrap("https://e.test/")).path.removeprefix("/out/v1/").upper(),
        urlsplit(Outgoing("https://x/", "", frozenset()).wrap("https://e.test/")).path[1:],
        urlsplit(OURS._signed(b"javascript:alert(1)")).path.removeprefix("/out/v1/"),
        urlsplit(OURS._signed(b"//evil.test/")).path.removeprefix("/out/v1/"),
    ],
)
def test_any_other_leads_nowhere(path):
    assert redirecting().get(f"/out/v1/{quote(path, safe='/%')}", status=404)


def test_the_redirects_are_answered_only_where_that_is_wanted():
    path = urlsplit(OURS.wrap(URL)).path
    assert redirecting(outgoing__redirect="false").get(path, status=404)


@pytest.mark.parametrize(
    "bad",
    [
        {"outgoing__base": "https://elsewhere.example/out/"},
        {"outgoing__base": "https://addons.example/"},
        {"outgoing__base": ""},
        {"site_url": ""},
        {"outgoing__secret": "short"},
    ],
)
def test_a_redirect_that_cannot_be_or_is_open_to_all_stops_the_start(bad):
    with pytest.raises(ConfigurationError, match=r"amo\.outgoing"):
        redirecting(**bad)
