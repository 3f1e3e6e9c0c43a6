"""Add-ons that are withheld in some countries (catalog.md §5.3)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.app import Service
from tests.views.helpers import answer, get_detail, put_addon, put_person

WITHHELD = {"detail": "Unavailable for legal reasons."}
FRANCE = {"X-Country-Code": "FR"}


def put_withheld(service: Service) -> None:
    put_addon(service, excluded_regions=("FR",))


@pytest.mark.fact("catalog-59")
def test_an_addon_is_withheld_in_an_excluded_country_however_its_code_is_written(service, version):
    put_withheld(service)
    response = get_detail(service, version, headers={"X-Country-Code": "fr"})
    assert answer(response) == (451, WITHHELD)
    policy = "https://www.mozilla.org/about/policy/transparency/"
    assert response.headers["Link"] == f'<{policy}>; rel="blocked-by"'
    assert "X-Country-Code" in response.headers["Vary"]


@pytest.mark.fact("catalog-60")
@pytest.mark.parametrize("headers", [{"X-Country-Code": "de"}, {}], ids=["de", "nowhere"])
def test_an_addon_is_shown_in_every_other_country(service, version, headers):
    put_withheld(service)
    response = get_detail(service, version, headers=headers)
    assert response.status_int == 200
    assert "X-Country-Code" in response.headers["Vary"]


@pytest.mark.fact("catalog-61")
def test_who_may_edit_addons_sees_a_withheld_one(service, version):
    put_withheld(service)
    editor = put_person(service, "Addons:Edit")
    assert get_detail(service, version, user=editor, headers=FRANCE).status_int == 200


@pytest.mark.fact("catalog-62")
@pytest.mark.parametrize("below", ["versions", "eula_policy"])
def test_what_belongs_to_a_withheld_addon_is_withheld_too(service, version, below):
    put_withheld(service)
    path = f"/addons/addon/1/{below}/"
    assert answer(service.get(path, version=version, headers=FRANCE)) == (451, WITHHELD)
    assert service.get(path, version=version).status_int == 200


def test_a_withheld_addon_that_is_hidden_is_withheld_first(service, version):
    put_addon(service, excluded_regions=("FR",), is_disabled_by_developer=True)
    assert answer(get_detail(service, version, headers=FRANCE)) == (451, WITHHELD)
