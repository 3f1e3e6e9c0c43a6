"""Language packs and dictionaries (catalog.md §5.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.version import ApplicationRange, Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import answer, in_v3, in_v3_and_v4

PATH = "/addons/language-tools/"
NO_APP = {"detail": "Invalid or missing app parameter."}
NO_TYPE = {"detail": "Invalid or missing type parameter while appversion parameter is set."}
NO_APPVERSION = {"detail": "Invalid appversion parameter."}


def range_of(release: str) -> tuple[ApplicationRange, ...]:
    return (
        ApplicationRange(application=Application.FIREFOX, min=f"{release}.0", max=f"{release}.*"),
    )


def pack_version(number: int, addon_id: int, release: str = "58", **fields) -> Version:
    values = {
        "created": builders.CREATED + timedelta(days=number),
        "ranges": range_of(release),
        **fields,
    }
    return builders.version(number, addon_id, version=f"{release}.{number}", **values)


def put_tool(service: Service, addon_id: int, *versions: Version, **fields) -> None:
    values = {"type": AddonType.LANGUAGE, "target_locale": "de", **fields}
    addon = builders.addon(addon_id, **values)
    service.put(*builders.listed(addon, *(versions or (pack_version(addon_id * 10, addon_id),))))


def results(service: Service, version: str, query: str) -> list[dict]:
    response = service.get(f"{PATH}?{query}", version=version)
    assert response.status_int == 200, response.text
    return response.json["results"]


def ids(service: Service, version: str, query: str) -> list[int]:
    return sorted(result["id"] for result in results(service, version, query))


@pytest.mark.fact("catalog-298")
@in_v3_and_v4
@pytest.mark.parametrize("query", ["", "?app=foo"])
def test_the_application_must_be_named(service, version, query):
    assert answer(service.get(PATH + query, version=version)) == (400, NO_APP)


@pytest.mark.fact("catalog-299")
@in_v3_and_v4
def test_only_public_tools_with_a_target_locale_are_listed(service, version):
    put_tool(service, 1, type=AddonType.DICTIONARY)
    put_tool(service, 2, type=AddonType.DICTIONARY, target_locale="fr")
    put_tool(service, 3)
    unlisted = pack_version(40, 4, channel=Channel.UNLISTED)
    put_tool(service, 4, unlisted, status=Status.INCOMPLETE)
    put_tool(service, 5, status=Status.NOMINATED)
    put_tool(service, 6, target_locale="")
    put_tool(service, 7, target_locale=None)
    put_tool(service, 8, type=AddonType.EXTENSION)
    response = service.get(f"{PATH}?app=firefox", version=version)
    assert list(response.json) == ["results"]
    assert sorted(result["id"] for result in response.json["results"]) == [1, 2, 3]
    assert all("current_compatible_version" not in each for each in response.json["results"])


@pytest.mark.fact("catalog-300")
@pytest.mark.parametrize(("version", "is_there"), [("v3", True), ("v4", False), ("v4dev", False)])
def test_only_v3_has_a_locale_disambiguation_which_is_null(service, version, is_there):
    put_tool(service, 1)
    (tool,) = results(service, version, "app=firefox")
    assert ("locale_disambiguation" in tool) is is_there
    assert tool.get("locale_disambiguation") is None


@pytest.mark.fact("catalog-301", "catalog-302")
@in_v3_and_v4
@pytest.mark.parametrize("query", ["app=firefox&appversion=57.0", "app=firefox&type=lol"])
def test_a_missing_or_bad_type_is_refused(service, version, query):
    assert answer(service.get(f"{PATH}?{query}", version=version)) == (400, NO_TYPE)


@pytest.mark.fact("catalog-303")
@in_v3_and_v4
@pytest.mark.parametrize("appversion", ["fo%C3%B4bar", "", "9.0"])
def test_a_bad_application_version_is_refused(service, version, appversion):
    path = f"{PATH}?app=firefox&type=language&appversion={appversion}"
    assert answer(service.get(path, version=version)) == (400, NO_APPVERSION)


@pytest.mark.fact("catalog-304")
@in_v3_and_v4
def test_packs_are_narrowed_to_those_with_an_approved_version_for_the_release(service, version):
    disabled = (builders.file(390, status=Status.DISABLED),)
    put_tool(
        service,
        1,
        pack_version(11, 1, "57"),
        pack_version(12, 1, "58"),
        pack_version(13, 1, "58"),
        pack_version(14, 1, "59"),
    )
    put_tool(service, 2, pack_version(21, 2, "57"), pack_version(22, 2, "59"))
    put_tool(service, 3, pack_version(31, 3, "57"), pack_version(39, 3, "58", files=disabled))
    put_tool(
        service, 4, pack_version(41, 4, "57"), pack_version(42, 4, "58", channel=Channel.UNLISTED)
    )
    (tool,) = results(service, version, "app=firefox&type=language&appversion=58.0")
    assert tool["id"] == 1
    assert list(tool["current_compatible_version"]) == ["id", "files", "reviewed", "version"]
    assert tool["current_compatible_version"]["id"] == 13


@pytest.mark.fact("catalog-305")
@in_v3_and_v4
def test_dictionaries_are_not_narrowed(service, version):
    put_tool(service, 1, type=AddonType.DICTIONARY)
    (tool,) = results(service, version, "app=firefox&type=dictionary&appversion=58.0")
    assert tool["current_compatible_version"] is None


@pytest.mark.fact("catalog-306")
@in_v3_and_v4
def test_tools_can_be_asked_for_by_their_listed_authors(service, version):
    a, b, c = (builders.user(number, username=name) for number, name in enumerate("abc", 5))
    service.put(a, b, c)
    put_tool(service, 1, authors=(builders.author(a),))
    put_tool(service, 2, authors=(builders.author(b), builders.author(c)))
    put_tool(service, 3, authors=(builders.author(a, is_listed=False), builders.author(c)))
    put_tool(service, 4, authors=(builders.author(c),))
    assert ids(service, version, "app=firefox&type=language&author=a,b") == [1, 2]


@pytest.mark.fact("catalog-307")
@in_v3_and_v4
def test_the_list_has_no_pages(service, version):
    for number in range(1, 31):
        put_tool(service, number)
    assert len(results(service, version, "app=firefox&page_size=5")) == 30


@pytest.mark.fact("catalog-308")
@in_v3_and_v4
def test_the_list_may_be_kept_for_a_day(service, version):
    response = service.get(f"{PATH}?app=firefox", version=version)
    assert response.headers["Cache-Control"] == "max-age=86400"


def test_a_changed_pack_is_shown_changed_at_once(service):
    put_tool(service, 1)
    assert results(service, "v4", "app=firefox")[0]["target_locale"] == "de"
    put_tool(service, 1, target_locale="fr")
    assert results(service, "v4", "app=firefox")[0]["target_locale"] == "fr"


@in_v3
def test_v3_lists_tools_of_thunderbird(service, version):
    ranges = (ApplicationRange(application=Application.THUNDERBIRD, min="60.0", max="60.*"),)
    put_tool(service, 1, pack_version(10, 1, ranges=ranges))
    assert ids(service, version, "app=thunderbird&type=language") == [1]
    assert ids(service, version, "app=firefox&type=language") == []
