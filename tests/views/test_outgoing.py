"""Links that lead away from the site (catalog.md §1.7)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import detail, in_v3, put_addon
from tests.views.link_helpers import SOURCE, wrapped

HOMEPAGE = "http://e.test/"
SUPPORT = "https://support.e.test/ask?about=add-ons"
MONEY = "https://paypal.me/somebody"


@pytest.fixture(params=["v3", "v4", "v4dev"])
def version(request):
    """Each API version in which a link is a string."""
    return request.param


def contributions(version: str) -> str:
    """What an API version shows of ``MONEY``."""
    return MONEY if version == "v3" else f"{MONEY}?{SOURCE}"


def put_links(service: Service, **fields: Any) -> None:
    links = {
        "homepage": {"en-US": HOMEPAGE},
        "support_url": {"en-US": SUPPORT},
        "contributions_url": MONEY,
    }
    put_addon(service, **{**links, **fields})


def homepage(service: Service, version: str, url: str, query: str = "wrap_outgoing_links=1") -> str:
    """How a homepage is shown."""
    put_links(service, homepage={"en-US": url})
    return detail(service, version, 1, query)["homepage"]["en-US"]


@pytest.mark.fact("catalog-154")
def test_links_are_plain_unless_the_reader_asks(service, version):
    put_links(service)
    shown = detail(service, version)
    assert shown["homepage"] == {"en-US": HOMEPAGE}
    assert shown["support_url"] == {"en-US": SUPPORT}
    assert shown["contributions_url"] == contributions(version)


@pytest.mark.fact("catalog-155")
@pytest.mark.parametrize(
    "query", ["wrap_outgoing_links", "wrap_outgoing_links=", "a=b&wrap_outgoing_links=false"]
)
def test_links_are_wrapped_when_the_reader_asks_whatever_the_value(service, version, query):
    put_links(service, homepage={"en-US": HOMEPAGE, "fr": "http://e.test/fr/"})
    shown = detail(service, version, 1, query)
    assert shown["homepage"] == {
        "en-US": wrapped(HOMEPAGE),
        "fr": wrapped("http://e.test/fr/"),
    }
    assert shown["homepage"]["en-US"].endswith("/http%3A//e.test/")
    assert shown["support_url"] == {"en-US": wrapped(SUPPORT)}
    assert shown["contributions_url"] == wrapped(contributions(version))


@pytest.mark.fact("catalog-156")
@pytest.mark.parametrize("version", ["v3", "v4"])
def test_a_single_translation_of_a_link_is_wrapped(service, version):
    put_links(service)
    shown = detail(service, version, 1, "lang=en-US&wrap_outgoing_links=1")
    assert shown["homepage"] == wrapped(HOMEPAGE)
    assert shown["support_url"] == wrapped(SUPPORT)
    assert shown["contributions_url"] == wrapped(contributions(version))


@pytest.mark.fact("catalog-157")
@pytest.mark.parametrize("version", ["v4dev"])
def test_a_single_translation_of_a_link_is_wrapped_in_its_object(service, version):
    put_links(service)
    shown = detail(service, version, 1, "lang=en-US&wrap_outgoing_links=1")
    assert shown["homepage"] == {"en-US": wrapped(HOMEPAGE)}
    assert shown["support_url"] == {"en-US": wrapped(SUPPORT)}


@pytest.mark.fact("catalog-158")
def test_there_is_nothing_to_wrap_in_a_link_that_is_not_there(service, version):
    put_links(service, homepage={}, contributions_url="")
    shown = detail(service, version, 1, "wrap_outgoing_links=1")
    assert shown["homepage"] is None
    assert shown["contributions_url"] == ""


@pytest.mark.fact("catalog-159")
@pytest.mark.parametrize("url", ["ftp://e.test/", "javascript:alert(1)", "mailto:me@e.test"])
def test_what_is_no_web_address_leads_nowhere(service, version, url):
    assert homepage(service, version, url) == "/"


@pytest.mark.fact("catalog-160")
@pytest.mark.parametrize("url", ["https://addons.mozilla.org/about", "https://addons.example/x"])
def test_an_exempt_host_and_the_site_itself_are_not_wrapped(service, version, url):
    assert homepage(service, version, url) == url


@pytest.mark.fact("catalog-161")
def test_what_is_wrapped_is_not_wrapped_again(service, version):
    url = wrapped(HOMEPAGE)
    assert homepage(service, version, url) == url


@pytest.mark.fact("catalog-162")
@pytest.mark.parametrize("host", ["blog.addons.mozilla.org", "sub.addons.example"])
def test_below_an_exempt_host_nothing_is_exempt(service, version, host):
    url = f"https://{host}/"
    assert homepage(service, version, url) == wrapped(url)


@pytest.mark.fact("catalog-163")
@pytest.mark.parametrize("address", ["help@e.test", "http://e.test/"])
def test_the_address_for_support_mail_is_never_wrapped(service, version, address):
    put_links(service, support_email={"en-US": address})
    shown = detail(service, version, 1, "wrap_outgoing_links=1")
    assert shown["support_email"] == {"en-US": address}


def test_addresses_of_licenses_files_and_icons_are_never_wrapped(service, version):
    url = "http://license.test/"
    put_addon(service, builders.version(license=builders.license(url=url)))
    shown = detail(service, version, 1, "wrap_outgoing_links=1")
    current = shown["current_version"]
    assert current["license"]["url"] == url
    for address in (current["files"][0]["url"], shown["icon_url"], shown["url"]):
        assert address.startswith("https://addons.example/")


@pytest.mark.fact("catalog-164")
def test_without_a_place_for_wrapped_links_none_is_wrapped(catalogue, version):
    service = Service(catalogue, **{"amo.outgoing.base": ""})
    put_links(service, description={"en-US": f'<a href="{HOMEPAGE}">x</a>'})
    shown = detail(service, version, 1, "wrap_outgoing_links=1")
    assert shown["homepage"] == {"en-US": HOMEPAGE}
    assert shown["support_url"] == {"en-US": SUPPORT}
    assert shown["contributions_url"] == contributions(version)
    assert f'href="{HOMEPAGE}"' in shown["description"]["en-US"]


@in_v3
def test_a_contribution_link_of_v3_is_the_stored_one(service, version):
    put_links(service, contributions_url=f"{MONEY}?a=b")
    assert detail(service, version)["contributions_url"] == f"{MONEY}?a=b"


@pytest.mark.parametrize("version", ["v4", "v4dev"])
def test_a_contribution_link_keeps_its_own_parameters(service, version):
    put_links(service, contributions_url=f"{MONEY}?a=b")
    assert detail(service, version)["contributions_url"] == f"{MONEY}?a=b&{SOURCE}"
