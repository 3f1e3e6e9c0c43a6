"""Outgoing links (catalog.md §1.7)."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.text.outgoing import Outgoing

SIGNATURE = "a14cef52bf688336ff2be421bd5dc2df75f8a9792e3fc03a7956a3084e56553f"
OUTGOING = Outgoing(
    base="https://out.test/v1/",
    secret="secret",
    exempt_hosts=frozenset({"addons.mozilla.org", "localhost:6543"}),
)
OFF = Outgoing(base="", secret="secret", exempt_hosts=frozenset())


def test_a_base_without_path_gives_the_known_vector() -> None:
    outgoing = Outgoing("http://example.net", "sekrit", frozenset())
    assert outgoing.wrap("http://example.com") == (
        "http://example.net/bc7d4bb262c9f0b0f6d3412ede7d3252c2e311bb1d55f62315f636cb8a70913b"
        "/http%3A//example.com"
    )


def test_a_base_with_path_gives_the_known_vector() -> None:
    assert OUTGOING.wrap("https://paypal.me/foobar/") == (
        f"https://out.test/v1/{SIGNATURE}/https%3A//paypal.me/foobar/"
    )


def test_entities_in_a_url_are_resolved_before_it_is_signed() -> None:
    wrapped = OUTGOING.wrap("http://xx.com?q=1&amp;v=2")
    assert wrapped.endswith("/http%3A//xx.com%3Fq=1&v=2")
    assert wrapped == OUTGOING.wrap("http://xx.com?q=1&v=2")


@pytest.mark.parametrize(
    "url",
    [
        "javascript://addons.mozilla.org/%0Aalert(1)",
        "ftp://e.test/",
        "mailto:me@e.test",
        "data:text/html,x",
        "//e.test/",
        "/local",
        "e.test",
        "",
        "http&#58;//e.test",
    ],
)
def test_what_is_not_a_web_address_leads_nowhere(url: str) -> None:
    assert OUTGOING.wrap(url) == "/"


@pytest.mark.parametrize(
    "url",
    [
        "https://addons.mozilla.org/firefox/",
        "HTTP://Addons.Mozilla.ORG",
        "http://localhost:6543/x",
        "https://out.test/anything",
        OUTGOING.wrap("http://e.test/"),
    ],
)
def test_exempt_hosts_and_the_redirect_service_stay(url: str) -> None:
    assert OUTGOING.wrap(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://sub.addons.mozilla.org/",
        "https://addons.mozilla.org:8080/",
        "https://addons.mozilla.org@evil.test/",
        "https://evil.test@addons.mozilla.org/",
        "https://evil.test\\@addons.mozilla.org/",
        "https://addons.mozilla.org.evil.test/",
        "http://localhost/",
        "http:e.test",
    ],
)
def test_a_host_that_only_looks_exempt_is_wrapped(url: str) -> None:
    assert OUTGOING.wrap(url).startswith(OUTGOING.base)


def test_everything_but_the_safe_characters_is_quoted() -> None:
    wrapped = OUTGOING.wrap("http://e.test/a_b.c-d?x=1&y=ü #~")
    assert wrapped.partition("/http")[2] == "%3A//e.test/a_b.c-d%3Fx=1&y=%C3%BC%20%23%7E"


def test_without_a_base_nothing_is_wrapped() -> None:
    for url in ("http://e.test/", "javascript:x", "", "http://[broken"):
        assert OFF.wrap(url) == url


def test_the_secret_is_not_shown() -> None:
    assert "sekrit" not in repr(Outgoing("http://example.net", "sekrit", frozenset()))


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://[::1]/",
        "http://[v1.x]/",
        "http://e.test:99999999/",
        "http://e.test:port/",
        "http://e.test/\x00\x01",
        "http://\ud800.test/",
        "http://\u2100.test/",
        "http://" + "a" * 200_000,
        "http://" + "[" * 200_000,
        "\x00http://e.test",
    ],
)
def test_a_hostile_url_never_raises(url: str) -> None:
    assert OUTGOING.wrap(url) == "/" or OUTGOING.wrap(url).startswith(OUTGOING.base)
    assert OUTGOING.unwrap(url) == url


def test_a_url_wrapped_by_this_service_is_unwrapped() -> None:
    url = "https://e.test/ü?a=1&b=2#c"
    assert OUTGOING.unwrap(OUTGOING.wrap(url)) == url


def test_a_url_wrapped_below_another_path_is_unwrapped_by_its_own_service() -> None:
    outgoing = Outgoing("https://out.test/a/b", "secret", frozenset())
    wrapped = outgoing.wrap("http://e.test/")
    assert outgoing.unwrap(wrapped) == "http://e.test/"
    assert OFF.unwrap(wrapped) == wrapped


@pytest.mark.parametrize("path", ["v1/", ""])
def test_a_url_wrapped_by_another_server_is_unwrapped(path: str) -> None:
    wrapped = f"https://outgoing.example/{path}{SIGNATURE}/https%3A//paypal.me/foobar/"
    assert OUTGOING.unwrap(wrapped) == "https://paypal.me/foobar/"
    assert OFF.unwrap(wrapped) == "https://paypal.me/foobar/"


@pytest.mark.parametrize(
    "url",
    [
        "https://e.test/",
        "",
        f"https://out.test/v1/{SIGNATURE}",
        f"https://out.test/v1/{SIGNATURE}/",
        f"https://out.test/v1/{SIGNATURE[1:]}/http%3A//e.test/",
        f"https://out.test/v1/{SIGNATURE}/javascript%3Aalert(1)",
        f"https://out.test/v2/{SIGNATURE}/http%3A//e.test/",
        f"ftp://out.test/v1/{SIGNATURE}/http%3A//e.test/",
    ],
)
def test_a_url_that_is_not_wrapped_unwraps_to_itself(url: str) -> None:
    assert OUTGOING.unwrap(url) == url


@given(st.text())
def test_any_text_is_wrapped_into_a_safe_address(text: str) -> None:
    for url in (text, f"http://{text}", f"https://e.test/{text}"):
        wrapped = OUTGOING.wrap(url)
        assert wrapped in {"/", url} or wrapped.startswith(OUTGOING.base)
        assert OUTGOING.wrap(wrapped) == wrapped
        assert OUTGOING.unwrap(url) == url


@given(st.text(alphabet=st.characters(exclude_characters="&", exclude_categories=("Cs",))))
def test_unwrap_undoes_wrap(text: str) -> None:
    url = f"https://e.test/{text}"
    wrapped = OUTGOING.wrap(url)
    assert OUTGOING.unwrap(wrapped) == url
    assert unquote(wrapped).endswith(url)
