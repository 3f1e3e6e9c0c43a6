"""What the website's home, landing, search, category and language pages ask."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.testing import builders
from tests.clients import fields as f
from tests.clients.asking import ask, send
from tests.clients.catalogue import BRACED, NAMED, PLAIN
from tests.clients.website import (
    BROWSER,
    CATEGORY,
    CLIENT,
    COMMON,
    IN_LIST,
    LANGUAGE_TOOL,
    SUGGESTION,
    WITH_PREVIEWS,
    from_browser,
    from_server,
    searched,
)
from tests.views.helpers import answer

#: ``recommended`` of these searches gave way to ``promoted``: it is accepted and ignored.
HOME = [
    "type=extension&recommended=true&sort=random&page_size=4",
    "type=statictheme&recommended=true&sort=random&page_size=3",
    "type=extension&recommended=true&sort=users&page_size=4",
    "type=statictheme&sort=users&page_size=3",
]
LANDING = [
    f"type={type_}&page=1&page_size={size}&{order}"
    for type_, size, orders in (
        (
            "extension",
            4,
            ("recommended=true&sort=random", "recommended=true&sort=rating",
             "recommended=true&sort=hotness"),
        ),
        ("statictheme", 3, ("recommended=true&sort=random", "sort=rating", "sort=hotness")),
    )
    for order in orders
]  # fmt: skip


def ids(found: list[dict[str, Any]]) -> list[int]:
    return [each["id"] for each in found]


@pytest.mark.parametrize("client", [CLIENT, "app=android&appversion=70.0", "app=firefox"])
def test_the_shelves_of_the_home_and_landing_pages(service, client):
    for query in (*HOME, *LANDING):
        found = searched(service, f"{client}&{query}")
        is_theme = "statictheme" in query
        assert {each["type"] for each in found} == {"statictheme" if is_theme else "extension"}
        f.check(found, {**IN_LIST, **(WITH_PREVIEWS if is_theme else {})})
        assert all(720 in widths(each) for each in found if is_theme)


def widths(theme: dict[str, Any]) -> list[int]:
    """How wide its pictures are: the page takes that of 720 pixels."""
    return [each["image_size"][0] for each in theme["previews"]]


def test_shelves_are_in_the_order_asked_for(service):
    assert ids(searched(service, f"{CLIENT}&{HOME[2]}")) == [2, 1, 16, 15]
    assert ids(searched(service, f"{CLIENT}&{HOME[3]}")) == [5, 4]


def test_a_page_of_a_category(service):
    query = f"{CLIENT}&category=tabs&sort=recommended,users&type=extension"
    found = searched(service, query)
    f.check(found, IN_LIST)
    assert ids(found) == [1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=seitenleiste", {2}),
        ("q=sidebar%20tabs", {1}),
        ("q=plain&page=1", {3}),
        ("q=sidebar&platform=linux&type=extension", {1}),
        ("q=theme&sort=relevance&type=statictheme", {4, 5}),
        ("sort=updated&type=extension&page_size=50", {1, 2, 3, 14, 15, 16}),
        ("tag=sidebar", {1}),
        ("author=marie", {1, 2, 3, 4, 5}),
        ("author=5,6&type=dictionary", {6}),
        ("exclude_addons=plain&author=5&type=extension", {1, 2}),
        ("category=feeds-news-blogging&type=extension", {14, 15, 16}),
        ("q=nothing%20at%20all%20like%20this", set()),
    ],
)
def test_the_search_page(service, query, expected):
    found = searched(service, f"{CLIENT}&{query}")
    assert set(ids(found)) == expected
    if found:
        f.check(found, IN_LIST)


def test_pages_of_the_search_page(service):
    query = f"{CLIENT}&type=extension&page=2&page_size=4"
    body = from_server(service, "addons/search/", query)
    assert (body["count"], body["page_size"], len(body["results"])) == (6, 4, 2)


def test_a_page_that_is_not_there_is_not_found(service):
    response = send(service, f"/api/v4/addons/search/?page=9&{CLIENT}&{COMMON}", headers=BROWSER)
    assert answer(response) == (404, {"detail": "Invalid page."})


def test_the_page_of_search_tools(service):
    found = searched(service, f"{CLIENT}&type=search&sort=rating")
    f.check(found, IN_LIST)
    assert ids(found) == [9]


def test_a_guide_asks_for_its_addons_by_guid(service):
    guids = "%7B7b1bf0b6-A1B9-42b0-b75d-252036438bdc%7D,Sidebar%40example.org,plain%40example.org"
    found = searched(service, f"{CLIENT}&guid={guids}")
    f.check(found, IN_LIST)
    assert {each["guid"] for each in found} == {BRACED, NAMED, PLAIN}


def test_an_addon_of_the_bare_minimum_is_as_complete_as_others(service):
    found = searched(service, f"{CLIENT}&guid=plain%40example.org")
    f.check(found, IN_LIST)
    empty = ("summary", "description", "homepage", "support_url", "support_email")
    assert [found[0][name] for name in empty] == [None] * len(empty)


def test_every_language_gets_plain_texts(service):
    for lang in ("fr", "pt-BR", "zh-TW", "he", "xx"):
        query = f"{CLIENT}&lang={lang}&wrap_outgoing_links=true"
        f.check(ask(service, f"/api/v4/addons/search/?{query}")["results"], IN_LIST)


def test_outgoing_links_are_wrapped_and_stay_texts(service):
    (addon,) = searched(service, "guid=%7B7b1bf0b6-A1B9-42b0-b75d-252036438bdc%7D")
    for name in ("homepage", "support_url", "contributions_url"):
        assert addon[name].startswith("https://out.example/v1/")


def test_categories_are_a_bare_array(service):
    found = from_server(service, "addons/categories/")
    assert isinstance(found, list)
    f.check(found, CATEGORY)
    assert {each["application"] for each in found} >= {"firefox", "android"}


def test_the_page_of_language_tools(service):
    found = from_server(service, "addons/language-tools/", "app=firefox")["results"]
    f.check(found, LANGUAGE_TOOL)
    assert {each["target_locale"] for each in found} == {"de", "fy-NL"}


@pytest.mark.parametrize("platform", ["linux", "mac", "windows"])
def test_typing_in_the_search_box(service, platform):
    query = f"q=seit&{CLIENT}&platform={platform}"
    found = from_browser(service, "addons/autocomplete/", query)["results"]
    f.check(found, SUGGESTION)
    assert ids(found) == [2]
    assert found[0]["url"] == "https://addons.example/en-US/firefox/addon/seitenleiste/"


def test_the_shelves_of_a_profile(service):
    for query in ("type=extension&page_size=10", "type=statictheme&page_size=12"):
        path = f"author=5&sort=users&page=1&{query}"
        found = from_browser(service, "addons/search/", path)["results"]
        f.check(found, IN_LIST)
        assert len(found) == (3 if "extension" in query else 2)


def test_an_empty_shelf_is_no_error(catalogue, engine):
    service = engine.service(catalogue)
    service.put(builders.user(5))
    for query in [*HOME, *LANDING]:
        assert searched(service, f"{CLIENT}&{query}") == []
