"""Replacements, compatibility overrides, browser mappings (catalog.md §5.8, §5.9)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.editorial import CompatRange
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import EMPTY_PAGE, answer, from_v4, in_v3, in_v3_and_v4, put_addon

REPLACEMENTS = "/addons/replacement-addon/"
OVERRIDES = "/addons/compat-override/"
MAPPINGS = "/addons/browser-mappings/"
FIREFOX = {
    "name": "Firefox",
    "id": 1,
    "min_version": "0",
    "max_version": "*",
    "guid": "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}",
}


def replaced(service: Service, version: str, path: str) -> list[str]:
    service.put(builders.replacement(1, guid="legacy@m", path=path))
    body = service.get(REPLACEMENTS, version=version).json
    assert body["count"] == 1
    assert body["results"][0]["guid"] == "legacy@m"
    return body["results"][0]["replacement"]


@pytest.mark.fact("catalog-325", "catalog-326")
@in_v3_and_v4
@pytest.mark.parametrize("path", ["/addon/stuff/", "/addon/7/", "/en-US/firefox/addon/stuff/"])
def test_a_path_to_an_addon_is_replaced_by_its_guid(service, version, path):
    put_addon(service, builders.version(70, 7), id=7, slug="stuff", guid="new@m")
    assert replaced(service, version, path) == ["new@m"]


@pytest.mark.fact("catalog-327")
@in_v3_and_v4
@pytest.mark.parametrize("path", ["/addon/hidden/", "/addon/missing/", "/addon/8/"])
def test_an_addon_that_is_not_public_replaces_nothing(service, version, path):
    put_addon(service, builders.version(70, 7), id=7, slug="hidden", status=Status.INCOMPLETE)
    assert replaced(service, version, path) == []


@pytest.mark.fact("catalog-328")
@in_v3_and_v4
def test_an_absolute_address_replaces_nothing_even_when_it_is_the_addons_own(service, version):
    put_addon(service, builders.version(70, 7), id=7, slug="stuff", guid="new@m")
    path = "https://addons.example/en-US/firefox/addon/stuff/"
    assert replaced(service, version, path) == []


def put_collection(service: Service, *, is_listed: bool = True) -> None:
    me = builders.user(5, username="me")
    service.put(me)
    put_addon(service, builders.version(70, 7), id=7, guid="one@m")
    put_addon(service, builders.version(80, 8), id=8, guid="two@m")
    put_addon(service, builders.version(90, 9), id=9, guid="gone@m", status=Status.DISABLED)
    service.put(builders.collection(1, me.id, 7, 8, 9, slug="bag", is_listed=is_listed))


@pytest.mark.fact("catalog-329")
@in_v3_and_v4
@pytest.mark.parametrize("path", ["/collections/me/bag/", "/collections/5/bag/"])
def test_a_listed_collection_is_replaced_by_the_guids_of_its_public_addons(service, version, path):
    put_collection(service)
    assert sorted(replaced(service, version, path)) == ["one@m", "two@m"]


@pytest.mark.fact("catalog-330")
@in_v3_and_v4
def test_a_private_or_unknown_collection_replaces_nothing(service, version):
    put_collection(service, is_listed=False)
    assert replaced(service, version, "/collections/me/bag/") == []
    assert replaced(service, version, "/collections/me/other/") == []


@pytest.mark.fact("catalog-317")
@from_v4
def test_overrides_exist_in_v3_only(service, version):
    service.put(builders.override(1, guid="a@b"))
    assert service.get(f"{OVERRIDES}?guid=a@b", version=version).status_int == 404


@pytest.mark.fact("catalog-318", "catalog-319", "platform-46")
@in_v3
@pytest.mark.parametrize("query", ["?guid=extrabad@thing,bad@thing", "", "?guid="])
def test_a_site_without_overrides_answers_everything_with_an_empty_list(service, version, query):
    assert answer(service.get(OVERRIDES + query, version=version)) == (200, EMPTY_PAGE)


@pytest.mark.fact("platform-47")
def test_overrides_of_v4_are_gone(service):
    assert service.get(f"{OVERRIDES}?guid=x", version="v4").status_int == 404


@pytest.mark.fact("catalog-320")
@in_v3
def test_overrides_are_found_by_guid_newest_first(service, version):
    service.put(
        builders.override(1, guid="extrabad@thing"),
        builders.override(2, guid="bad@thing"),
        builders.override(3, guid="other@thing"),
    )
    path = f"{OVERRIDES}?guid=extrabad@thing,bad@thing,notevenaguid$"
    found = [each["addon_guid"] for each in service.get(path, version=version).json["results"]]
    assert found == ["bad@thing", "extrabad@thing"]


@pytest.mark.fact("catalog-321")
@in_v3
@pytest.mark.parametrize("query", ["", "?guid="])
def test_guids_must_be_named_where_there_are_overrides(service, version, query):
    service.put(builders.override(1, guid="a@b"))
    refusal = {"detail": "Empty, or no, guid parameter provided."}
    assert answer(service.get(OVERRIDES + query, version=version)) == (400, refusal)


def ranges(service: Service, *given: CompatRange) -> list[dict]:
    service.put(builders.override(1, guid="a@b", addon_id=None, ranges=given))
    (found,) = service.get(f"{OVERRIDES}?guid=a@b", version="v3").json["results"]
    assert found["addon_id"] is None
    return found["version_ranges"]


@pytest.mark.fact("catalog-322")
def test_an_override_needs_no_addon_and_has_wide_ranges_by_default(service):
    assert ranges(service, CompatRange()) == [
        {"addon_min_version": "0", "addon_max_version": "*", "applications": [FIREFOX]}
    ]


@pytest.mark.fact("catalog-323")
def test_ranges_of_the_same_versions_are_one_entry(service):
    (entry,) = ranges(service, CompatRange(), CompatRange(application=Application.ANDROID))
    assert [each["id"] for each in entry["applications"]] == [1, 61]


@pytest.mark.fact("catalog-324")
def test_ranges_of_other_versions_are_another_entry(service):
    found = ranges(service, CompatRange(), CompatRange(addon_min_version="1.0"))
    assert [each["addon_min_version"] for each in found] == ["0", "1.0"]


def test_extensions_of_another_browser_are_mapped_to_addons(service):
    service.put(
        builders.mapping(1, browser="chrome", extension_id="abc", addon_guid="a@b"),
        builders.mapping(2, browser="edge", extension_id="abc", addon_guid="c@d"),
    )
    body = service.get(f"{MAPPINGS}?browser=chrome", version="v5").json
    assert body["results"] == [{"extension_id": "abc", "addon_guid": "a@b"}]
    assert service.get(f"{MAPPINGS}?browser=lynx", version="v5").json == EMPTY_PAGE
    assert service.get(f"{MAPPINGS}?browser=chrome", version="v4").status_int == 404
