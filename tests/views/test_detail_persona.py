"""Lightweight themes (catalog.md §6.9)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find
from amo_pyramid.domain.addon import Persona
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import detail, put_addon

PERSONA = Persona(
    persona_id=5,
    header="header.png",
    accent_color="8d8d97",
    display_username="paintress",
    popularity=123456,
    checksum="0123456789abcdef",
)


def put_persona(service: Service, **fields: Any) -> None:
    put_addon(service, id=7, type=AddonType.PERSONA, **{"persona": PERSONA, **fields})


@pytest.mark.fact("catalog-98")
def test_an_extension_has_downloads_and_no_theme_data(service, version):
    put_addon(service, weekly_downloads=99)
    body = detail(service, version)
    assert "theme_data" not in body
    assert body["weekly_downloads"] == 99


@pytest.mark.fact("catalog-99")
def test_a_lightweight_theme_has_its_popularity_and_no_downloads(service, version):
    put_persona(service, average_daily_users=1, weekly_downloads=99)
    body = detail(service, version, 7)
    assert "theme_data" in body
    assert body["average_daily_users"] == 123456
    assert "weekly_downloads" not in body


@pytest.mark.fact("catalog-100")
def test_the_description_of_a_lightweight_theme_is_cleaned(service, version):
    put_persona(service, description={"en-US": "<script>alert(1)</script>"})
    description = detail(service, version, 7)["theme_data"]["description"]
    assert "&lt;script&gt;" in description
    assert "<script>" not in description


@pytest.mark.fact("catalog-101")
def test_a_lightweight_theme_without_its_data_is_shown_plainly(service, version):
    put_persona(service, persona=None)
    body = detail(service, version, 7)
    assert "theme_data" not in body
    assert body["icon_url"] == f"{SITE}/static/img/addon-icons/default-64.png"


def test_theme_data_is_in_the_words_of_the_browser(service, version):
    nature = find(Application.FIREFOX, AddonType.PERSONA, "nature")
    put_persona(service, name={"en-US": "Meadow"}, categories=(nature.id,))
    body = detail(service, version, 7)
    folder = f"{SITE}/user-media/addons/7"
    assert body["theme_data"] == {
        "id": "7",
        "name": "Meadow",
        "accentcolor": "#8d8d97",
        "textcolor": None,
        "category": "Nature",
        "author": "paintress",
        "description": None,
        "header": f"{folder}/header.png",
        "footer": "",
        "headerURL": f"{folder}/header.png",
        "footerURL": "",
        "previewURL": f"{folder}/preview.png",
        "iconURL": f"{folder}/icon.png?modified=01234567",
        "updateURL": f"{SITE}/en-US/themes/update-check/7",
        "detailURL": f"{SITE}/en-US/firefox/addon/addon-7/",
        "version": "1.0",
    }
    assert body["icon_url"] == body["theme_data"]["iconURL"]
