"""What no browser sends is refused like any other request that asks for nothing."""

from __future__ import annotations

import pytest
from webob import Request

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

#: Half a letter, a slash in two bytes, half of a surrogate pair, beyond Unicode.
NO_UTF8 = ("%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80")
BAD_HOSTS = ("evil.example/?", "a b", "[::1", "a" * 300, "x:port", "a@b", "<script>", "a:1:2")


@pytest.fixture
def anywhere(warm_sqlite) -> Service:
    """A service that takes its address from the request."""
    service = Service(warm_sqlite, **{"amo.site_url": ""})
    service.put(*builders.listed(builders.addon(1)))
    return service


def asked(service: Service, path: str, host: str):
    request = Request.blank(path)
    request.environ["HTTP_HOST"] = host
    return request.get_response(service.application)


@pytest.mark.parametrize("text", NO_UTF8)
@pytest.mark.parametrize(
    "path", ["/api/v4/addons/addon/{}/", "/api/{}/site/", "/{}", "/v2/packages/a/{}", "/static/{}"]
)
def test_a_path_that_is_no_text_leads_nowhere(unasked, path, text):
    answer = unasked.get_page(path.format(text))
    assert answer.status_int == 404
    assert answer.json == {"detail": "Not found."}


@pytest.mark.parametrize("text", NO_UTF8)
def test_parameters_that_are_no_text_are_read_as_far_as_possible(unasked, text):
    answer = unasked.get(f"/addons/search/?q={text}&lang={text}")
    assert answer.status_int == 200


@pytest.mark.parametrize("host", BAD_HOSTS)
@pytest.mark.parametrize("path", ["/api/v4/addons/addon/1/", "/api/v4/addons/addon/1"])
def test_a_host_that_can_be_none_is_refused_where_answers_would_repeat_it(anywhere, path, host):
    answer = asked(anywhere, path, host)
    assert answer.status_int == 400
    assert answer.json == {"detail": "Bad Request"}


@pytest.mark.parametrize("host", ["addons.example", "a_b.example:8080", "[::1]:80", "10.0.0.1"])
def test_any_other_host_is_the_site_s(anywhere, host):
    answer = asked(anywhere, "/api/v4/addons/addon/1/", host)
    assert answer.json["url"].startswith(f"http://{host.removesuffix(':80')}/")


def test_a_site_with_an_address_does_not_care_about_the_host(unasked):
    unasked.put(*builders.listed(builders.addon(1)))
    answer = asked(unasked, "/api/v4/addons/addon/1/", "evil.example/?")
    assert answer.json["url"].startswith("https://addons.example/")
