"""The site's own pictures."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

PNG = b"\x89PNG\r\n\x1a\n"


def picture(service: Service, url: str):
    return service.get_page(urlsplit(url).path)


def test_the_default_icons_that_answers_name_are_bitmaps(service):
    service.put(*builders.listed(builders.addon(1)))
    body = service.get("/addons/addon/1/").json
    for url in (body["icon_url"], *body["icons"].values()):
        response = picture(service, url)
        assert response.content_type == "image/png"
        assert response.body.startswith(PNG)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_picture_of_nobody_is_there(service):
    author = builders.user(5)
    service.put(*builders.listed(builders.addon(1, authors=(builders.author(author),))))
    (shown,) = service.get("/addons/addon/1/").json["authors"]
    assert picture(service, shown["picture_url"]).body.startswith(PNG)


@pytest.mark.parametrize("path", ["/static/", "/static/none.png", "/static/../VERSION"])
def test_nothing_else_is_served(service, path):
    assert service.get_page(path).status_int == 404


def test_a_site_with_its_own_place_for_pictures_serves_none(catalogue):
    service = Service(catalogue, **{"amo.static_url": "https://cdn.example/static"})
    assert service.get_page("/static/img/anon_user.png").status_int == 404
