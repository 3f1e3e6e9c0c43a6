"""Where the links of an add-on lead (catalog.md §1.10)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.testing.app import SITE
from tests.views.helpers import detail, put_addon

DESKTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:64.0) Gecko/20100101 Firefox/64.0"
MOBILE = "Mozilla/5.0 (Android 9; Mobile; rv:64.0) Gecko/64.0 Firefox/64.0"
CHROME_ON_ANDROID = (
    "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/70.0.3538.110 Mobile Safari/537.36"
)


def links(body: dict[str, Any], *names: str) -> list[str]:
    return [body[name] for name in names]


@pytest.mark.fact("catalog-112")
def test_the_pages_of_an_addon_are_below_its_slug(service, version):
    put_addon(service, slug="my-addon")
    body = detail(service, version, headers={"User-Agent": DESKTOP})
    page = f"{SITE}/en-US/firefox/addon/my-addon/"
    shown = links(body, "url", "ratings_url", "versions_url")
    assert shown == [page, f"{page}reviews/", f"{page}versions/"]


@pytest.mark.fact("catalog-113")
def test_the_pages_of_developers_and_reviewers_name_no_application(service, version):
    put_addon(service, id=7, slug="my-addon")
    shown = links(detail(service, version, 7), "edit_url", "review_url")
    assert shown == [
        f"{SITE}/en-US/developers/addon/my-addon/edit",
        f"{SITE}/en-US/reviewers/review/7",
    ]


def test_a_lightweight_theme_is_edited_on_a_page_of_its_own(service, version):
    put_addon(service, slug="meadow", type=AddonType.PERSONA)
    edit_url = detail(service, version)["edit_url"]
    assert edit_url == f"{SITE}/en-US/developers/theme/meadow/edit"


@pytest.mark.fact("catalog-114")
def test_links_are_in_the_language_of_the_request(service, version):
    put_addon(service)
    url = detail(service, version, 1, "lang=fr")["url"]
    assert url == f"{SITE}/fr/firefox/addon/addon-1/"


@pytest.mark.fact("catalog-115")
def test_links_are_for_android_when_firefox_runs_there(service, version):
    put_addon(service)
    url = detail(service, version, headers={"User-Agent": MOBILE})["url"]
    assert url == f"{SITE}/en-US/android/addon/addon-1/"


def test_links_are_for_the_desktop_when_another_browser_runs_on_android(service, version):
    put_addon(service)
    url = detail(service, version, headers={"User-Agent": CHROME_ON_ANDROID})["url"]
    assert url == f"{SITE}/en-US/firefox/addon/addon-1/"


@pytest.mark.fact("catalog-116")
def test_the_parameter_app_does_not_change_a_link(service, version):
    put_addon(service)
    url = detail(service, version, 1, "app=android")["url"]
    assert url == f"{SITE}/en-US/firefox/addon/addon-1/"


def test_a_slug_is_encoded_in_links(service, version):
    put_addon(service, slug="größe")
    assert detail(service, version)["url"] == f"{SITE}/en-US/firefox/addon/gr%C3%B6%C3%9Fe/"
