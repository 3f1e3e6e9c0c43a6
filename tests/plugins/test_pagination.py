"""The plugin for pages, alone."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.domain.query import Page
from amo_pyramid.plugins.pagination import link
from amo_pyramid.rendering import PageLinks
from tests.plugins.alone import shown

URL = "https://addons.example/api/v9/things/"


def look(found: Page[Any], **query: str) -> dict[str, Any]:
    return shown("pagination", found, links=PageLinks(URL, query))


def test_a_page_has_six_keys_in_their_order():
    body = look(Page(["a", "b"], total=6, number=2, size=2), page="2", page_size="2")
    assert list(body.items()) == [
        ("page_size", 2),
        ("page_count", 3),
        ("count", 6),
        ("next", f"{URL}?page=3&page_size=2"),
        ("previous", f"{URL}?page_size=2"),
        ("results", ["a", "b"]),
    ]


def test_an_empty_list_is_one_page_without_neighbours():
    body = look(Page([], total=0, number=1, size=25))
    assert (body["page_count"], body["next"], body["previous"]) == (1, None, None)


def test_the_link_to_the_first_page_may_have_no_parameters():
    assert look(Page(["z"], total=26, number=2, size=25), page="2")["previous"] == URL


def test_parameters_are_sorted_and_quoted():
    body = look(Page(["a"], total=2, number=1, size=1), q="a&b", app="é", page_size="1")
    assert body["next"] == f"{URL}?app=%C3%A9&page=2&page_size=1&q=a%26b"


def test_items_may_hold_values_of_other_types():
    assert look(Page([("a", 1)], total=1, number=1, size=25))["results"] == [["a", 1]]


def test_only_a_request_has_pages_to_link_to():
    with pytest.raises(TypeError):
        link(None, 2)
