"""The discovery list and its editorial source (catalog.md §5.13, §5.14, §6.14)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import ApplicationRange
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.engine import PERSONAL, guids_of
from tests.views.helpers import from_v4, in_v3

PATH = "/discovery/"
EDITORIAL = "/discovery/editorial/"
CLIENT = "0123456789abcdef" * 4
TELEMETRY = f"telemetry-client-id={CLIENT}"
VERSION_KEYS = {
    "v3": ["id", "compatibility", "is_strict_compatibility_enabled", "files"],
    "v4": ["id", "compatibility", "is_strict_compatibility_enabled", "files"],
    "v4dev": ["id", "compatibility", "is_strict_compatibility_enabled", "files"],
    "v5": ["id", "compatibility", "is_strict_compatibility_enabled", "file"],
}


def put_item(service: Service, number: int, item: dict[str, Any] | None = None, **addon: Any):
    """Store an add-on, and an item of the same number that shows it."""
    service.put(
        *builders.listed(builders.addon(number, **addon)),
        builders.discovery_item(number, number, **(item or {})),
    )


def put_items(service: Service) -> None:
    """Items 1 to 7 at positions 7 to 1, and item 8 without a position."""
    for number in range(1, 8):
        put_item(service, number, {"position": 8 - number})
    put_item(service, 8, {"position": 0})


def discovered(service: Service, version: str, query: str = "") -> list[dict[str, Any]]:
    """The items; their number must be right."""
    response = service.get(f"{PATH}?{query}" if query else PATH, version=version)
    assert response.status_int == 200, response.text
    assert list(response.json) == ["count", "results"]
    assert response.json["count"] == len(response.json["results"])
    return response.json["results"]


def ids(items: list[dict[str, Any]]) -> list[int]:
    return [item["addon"]["id"] for item in items]


@pytest.mark.fact("catalog-339")
def test_items_are_in_the_order_of_their_positions(service, version):
    put_items(service)
    items = discovered(service, version)
    assert ids(items) == [7, 6, 5, 4, 3, 2, 1]
    assert {item["is_recommendation"] for item in items} == {False}


@pytest.mark.fact("catalog-340")
def test_items_whose_addon_is_not_public_are_left_out(service, version):
    put_items(service)
    service.put(
        builders.addon(7, status=Status.DELETED, slug=None),
        builders.addon(6, is_disabled_by_developer=True),
        builders.addon(5, status=Status.NOMINATED),
    )
    assert ids(discovered(service, version)) == [4, 3, 2, 1]


@pytest.mark.fact("catalog-341", "catalog-342")
def test_each_edition_has_its_own_list(service, version):
    put_item(service, 1, {"position": 1, "position_china": 2})
    put_item(service, 2, {"position": 2})
    put_item(service, 3, {"position": 0, "position_china": 1})
    for china in ("china", "MozillaOnline"):
        assert ids(discovered(service, version, f"edition={china}")) == [3, 1]
    for other in ("platinum", "default", ""):
        assert ids(discovered(service, version, f"edition={other}")) == [1, 2]


def test_a_client_of_one_application_is_shown_what_runs_in_it(service, version):
    range_ = ApplicationRange(application=Application.THUNDERBIRD, min="1.0", max="*")
    mail = builders.version(2, 2, ranges=(range_,))
    put_item(service, 1)
    service.put(*builders.listed(builders.addon(2), mail), builders.discovery_item(2, 2))
    assert ids(discovered(service, version, "app=firefox&edition=default")) == [1]
    assert ids(discovered(service, version, "app=thunderbird")) == [2]
    assert ids(discovered(service, version, f"app=18&{TELEMETRY}")) == [2]
    for anything in ("", "app=", "app=netscape"):
        assert ids(discovered(service, version, anything)) == [1, 2]


def put_mixture(service: Service) -> None:
    """A theme, two extensions, a theme, an extension; and extensions 11 to 14 beside the list."""
    for number in range(1, 6):
        is_theme = number in (1, 4)
        type_ = AddonType.STATICTHEME if is_theme else AddonType.EXTENSION
        put_item(service, number, type=type_)
    for number in range(11, 15):
        service.put(*builders.listed(builders.addon(number)))


@pytest.mark.fact("catalog-343")
def test_extensions_are_replaced_by_what_the_engine_recommends(catalogue, engine, version):
    service = engine.service(catalogue)
    put_mixture(service)
    engine.recommends(*guids_of([14, 12, 11, 13]))
    items = discovered(service, version, TELEMETRY)
    assert ids(items) == [1, 14, 12, 4, 11]
    assert [item["is_recommendation"] for item in items] == [False, True, True, False, True]
    assert engine.requests == [f"GET {PERSONAL}{CLIENT}/"]


def test_the_engine_is_told_the_language(catalogue, engine):
    service = engine.service(catalogue)
    discovered(service, "v4", f"lang=pt-BR&{TELEMETRY}")
    assert engine.requests == [f"GET {PERSONAL}{CLIENT}/?locale=pt-BR"]


@pytest.mark.fact("catalog-344")
def test_one_recommendation_replaces_the_first_extension(catalogue, engine, version):
    service = engine.service(catalogue)
    put_mixture(service)
    engine.recommends(*guids_of([99, 12]))
    items = discovered(service, version, TELEMETRY)
    assert ids(items) == [1, 12, 3, 4, 5]
    assert [item["is_recommendation"] for item in items] == [False, True, False, False, False]


@pytest.mark.fact("catalog-345")
@pytest.mark.parametrize("edition", ["china", "default"])
def test_an_edition_is_never_personal(catalogue, engine, version, edition):
    service = engine.service(catalogue)
    put_item(service, 1, {"position_china": 1})
    engine.recommends(*guids_of([1]))
    items = discovered(service, version, f"{TELEMETRY}&edition={edition}")
    assert [item["is_recommendation"] for item in items] == [False]
    assert engine.requests == []


@pytest.mark.fact("catalog-346")
@from_v4
@pytest.mark.parametrize("client", ["666", "", CLIENT[1:], CLIENT + "0", "z" + CLIENT[1:]])
def test_only_a_hash_names_a_person(catalogue, engine, version, client):
    service = engine.service(catalogue)
    put_mixture(service)
    engine.recommends(*guids_of([11]))
    items = discovered(service, version, f"telemetry-client-id={client}")
    assert ids(items) == [1, 2, 3, 4, 5]
    assert engine.requests == []


@pytest.mark.fact("catalog-347")
def test_the_curated_list_stands_when_the_engine_fails(catalogue, engine, version):
    service = engine.service(catalogue)
    put_mixture(service)
    engine.answers(b"", status=500)
    items = discovered(service, version, TELEMETRY)
    assert ids(items) == [1, 2, 3, 4, 5]
    assert not any(item["is_recommendation"] for item in items)


def test_the_curated_list_stands_on_a_site_without_an_engine(service, version):
    put_items(service)
    assert ids(discovered(service, version, TELEMETRY)) == [7, 6, 5, 4, 3, 2, 1]


def put_custom(service: Service) -> None:
    """An extension and a theme with summaries, and an extension with words of the editors."""
    summary = {"en-US": "What it does."}
    put_item(service, 1, summary=summary)
    put_item(service, 2, summary=summary, type=AddonType.STATICTHEME)
    put_item(service, 3, {"custom_description": "Ours <b>."}, summary=summary)
    put_item(service, 4)


@pytest.mark.fact("catalog-348")
@from_v4
def test_items_have_a_text_and_no_html(service, version):
    put_custom(service)
    items = discovered(service, version, "lang=en-US")
    texts = [item["description_text"] for item in items]
    assert texts == ["What it does.", None, "Ours <b>.", None]
    for item in items:
        assert item.keys().isdisjoint({"heading", "description", "heading_text"})


@pytest.mark.fact("catalog-349")
@in_v3
def test_items_of_v3_have_a_heading_and_a_description(service, version):
    author = builders.author(builders.user(5, username="F"))
    texts = {"name": {"en-US": "S"}, "summary": {"en-US": "Short & sweet"}}
    service.put(author.user)
    put_item(service, 1, slug="ess", authors=(author,), **texts)
    (item,) = discovered(service, version)
    start, _, rest = item["heading"].partition('<a href="')
    link, _, end = rest.partition('">')
    assert (start, end) == ("S <span>by ", "F</a></span>")
    assert link.startswith("https://addons.example/en-US/firefox/addon/ess/?")
    assert item["description"] == "<blockquote>Short &amp; sweet</blockquote>"
    assert "description_text" not in item


@in_v3
def test_editors_write_headings_of_v3(service, version):
    author = builders.author(builders.user(5, username="F"))
    service.put(author.user)
    heading = "Save <time>: {start_sub_heading}with {addon_name}{end_sub_heading}"
    put_item(service, 1, {"custom_heading": heading, "custom_addon_name": "It"}, authors=(author,))
    (item,) = discovered(service, version)
    assert item["heading"].startswith('Save &lt;time&gt;: <span>with <a href="https://')
    assert item["heading"].endswith(">It by F</a></span>")


@pytest.mark.fact("catalog-350")
@in_v3
def test_names_are_escaped_in_headings(service, version):
    author = builders.author(builders.user(5, username="F<u>"))
    service.put(author.user)
    put_item(service, 1, name={"en-US": "<script>"}, authors=(author,))
    (item,) = discovered(service, version)
    assert item["heading"].startswith("&lt;script&gt; <span>by ")
    assert item["heading"].endswith(">F&lt;u&gt;</a></span>")


@pytest.mark.fact("catalog-351")
def test_versions_of_items_say_what_is_needed_to_install(service, version):
    put_item(service, 1)
    (item,) = discovered(service, version)
    assert list(item["addon"]["current_version"]) == VERSION_KEYS[version]


@from_v4
def test_addons_of_items_have_authors_users_and_ratings(service, version):
    put_item(service, 1)
    (item,) = discovered(service, version)
    assert item["addon"].keys() >= {"authors", "average_daily_users", "ratings", "previews"}


@in_v3
def test_addons_of_items_in_v3_have_previews_but_no_ratings(service, version):
    put_item(service, 1)
    (item,) = discovered(service, version)
    assert item["addon"].keys() >= {"previews", "icon_url", "guid", "slug", "type", "url"}
    assert item["addon"].keys().isdisjoint({"authors", "average_daily_users", "ratings"})


def test_a_changed_addon_is_discovered_changed_at_once(service, version):
    put_item(service, 1)
    assert discovered(service, version, "lang=en-US")[0]["addon"]["slug"] == "addon-1"
    service.put(builders.addon(1, slug="renamed"))
    assert discovered(service, version, "lang=en-US")[0]["addon"]["slug"] == "renamed"


def editorial(service: Service, version: str, query: str = "") -> list[dict[str, Any]]:
    response = service.get(EDITORIAL + query, version=version)
    assert response.status_int == 200, response.text
    assert list(response.json) == ["results"]
    return response.json["results"]


@pytest.mark.fact("catalog-352")
@from_v4
def test_the_editorial_list_has_all_items(service, version):
    put_item(service, 2, {"position": 1, "custom_description": "Ours."})
    put_item(service, 1, {"position": 0})
    assert editorial(service, version) == [
        {"addon": {"guid": "addon1@example.com"}, "custom_description": ""},
        {"addon": {"guid": "addon2@example.com"}, "custom_description": "Ours."},
    ]


@in_v3
def test_the_editorial_list_of_v3_has_headings(service, version):
    put_item(service, 1, {"custom_heading": "Now"})
    (item,) = editorial(service, version)
    assert (item["custom_heading"], item["custom_description"]) == ("Now", "")


@pytest.mark.fact("catalog-353")
@from_v4
def test_the_editorial_list_can_be_narrowed_to_recommended_addons(service, version):
    put_item(service, 1)
    put_item(service, 2, promotion=Promotion(group=PromotedGroup.RECOMMENDED))
    found = editorial(service, version, "?recommended=true")
    assert [item["addon"]["guid"] for item in found] == ["addon2@example.com"]
