"""Links and redirects where the site is not at the root of its host."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.version import Version
from amo_pyramid.testing.app import Service
from tests.views.helpers import put_addon, release

SITE = "https://mirror.example/add-ons"
VERSIONS: list[Version] = [release(1), release(2)]
#: What a server says of a request that came in below a path.
MOUNTED = {"SCRIPT_NAME": "/add-ons", "HTTP_HOST": "mirror.example", "wsgi.url_scheme": "https"}
#: The same site, where a proxy takes the path off and where the server knows of it.
WAYS = [
    ({"amo.site_url": SITE}, {}),
    ({"amo.site_url": SITE}, MOUNTED),
    ({"amo.site_url": ""}, MOUNTED),
]
ways = pytest.mark.parametrize(("settings", "environ"), WAYS, ids=["stripped", "both", "mounted"])


@ways
def test_links_have_the_path_once(warm_sqlite, settings, environ):
    service = Service(warm_sqlite, **settings)
    put_addon(service, *VERSIONS)
    body = service.get("/addons/addon/1/", environ=environ).json
    assert body["url"] == f"{SITE}/en-US/firefox/addon/addon-1/"
    assert body["icon_url"] == f"{SITE}/static/img/addon-icons/default-64.png"


@ways
def test_pages_lead_to_each_other(warm_sqlite, settings, environ):
    service = Service(warm_sqlite, **settings)
    put_addon(service, *VERSIONS)
    path = "/addons/addon/1/versions/"
    body = service.get(f"{path}?page_size=1", environ=environ).json
    assert body["next"] == f"{SITE}/api/v4{path}?page=2&page_size=1"


@ways
def test_a_missing_slash_is_added_below_the_path(warm_sqlite, settings, environ):
    service = Service(warm_sqlite, **settings)
    answer = service.get("/addons/addon/%C3%9Cn%C3%AFcode?lang=fr", environ=environ)
    assert answer.status_int == 301
    assert answer.headers["Location"] == f"{SITE}/api/v4/addons/addon/%C3%9Cn%C3%AFcode/?lang=fr"


@ways
def test_the_description_names_the_path(warm_sqlite, settings, environ):
    service = Service(warm_sqlite, **settings)
    body = service.get("/openapi.json", environ=environ).json
    assert body["servers"] == [{"url": "/add-ons/api/v4"}]


def test_a_redirect_leads_to_the_sites_own_host(warm_sqlite):
    service = Service(warm_sqlite, **{"amo.site_url": "https://mirror.example"})
    answer = service.get("/site", environ={"HTTP_HOST": "10.0.0.7:6543"})
    assert answer.headers["Location"] == "https://mirror.example/api/v4/site/"
