"""Where a request comes from."""

from __future__ import annotations

import pytest

from amo_pyramid.addresses import ClientAddress, is_within, networks

KNOWN = ClientAddress(networks("10.0.0.0/8 2001:db8::/32"))


def environ(address: str, forwarded: str | None = None) -> dict[str, str]:
    header = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return {"REMOTE_ADDR": address, **header}


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9 , 10.0.0.2", "203.0.113.9"),
        ("2001:db8::1", "2a00::5", "2a00::5"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_behind_proxies_it_is_the_last_that_is_none(address, forwarded, expected):
    assert KNOWN(environ(address, forwarded)) == expected


def test_a_stranger_who_claims_to_be_somebody_else_is_not_believed():
    assert KNOWN(environ("203.0.113.9", "1.1.1.1")) == "203.0.113.9"
    assert ClientAddress()(environ("10.0.0.1", "1.1.1.1")) == "10.0.0.1"


@pytest.mark.parametrize("forwarded", [None, "", "unknown", "1.1.1.1, nonsense", ","])
def test_a_header_that_says_nothing_leaves_the_proxy(forwarded):
    assert KNOWN(environ("10.0.0.1", forwarded)) == "10.0.0.1"


def test_a_socket_without_addresses_has_none():
    assert KNOWN({}) == ""


def test_networks_know_who_is_in_them():
    known = networks("10.0.0.0/8 ::1")
    assert is_within("10.1.2.3", known)
    assert is_within("::1", known)
    assert is_within("::ffff:10.1.2.3", known)
    assert not is_within("11.1.2.3", known)
    assert not is_within("", known)
    assert not is_within("10.1.2.3", ())


def test_what_is_no_network_is_refused():
    with pytest.raises(ValueError, match="300"):
        networks("10.0.0.300")
